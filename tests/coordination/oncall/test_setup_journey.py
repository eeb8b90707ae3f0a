"""From nothing to « who is on call », by the pages that a coordinator sees."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.oncall.models import Line, Member, Requirement, SectorCommune, SlotTemplate
from tests.people import TerritoryFactory, UserFactory, log_in

pytestmark = pytest.mark.django_db


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def settle(client, emile):
    """`settle(name, args, typed)` posts a page of settings; it must have been kept."""
    log_in(client, emile)

    def post(name, args, typed):
        answer = client.post(reverse(f"oncall:{name}", args=args), typed)
        assert answer.status_code == 302, text(answer)
        return answer["Location"]

    return post


def open_line(settle, aube, **more):
    typed = {
        "name": "Infirmière de nuit", "kind": "night_nurse", "territory": aube.pk,
        "zone": "Europe/Paris", "handover_at": "8h", "since": "01/01/2026",
        "with_usual": "on", "is_exclusive": "on",
    }  # fmt: skip
    settle("line_create", [], typed | more)
    return Line.objects.get(name=typed["name"])


def test_a_coordinator_goes_from_nothing_to_somebody_to_call(client, settle, aube, troyes):
    today = timezone.localdate()
    line = open_line(settle, aube)
    page = text(client.get(reverse("oncall:line_settings", args=[line.slug])))
    assert "Tracer les secteurs" in page and "infirmière d’astreinte" in page

    settle("sector_create", [line.slug], {"name": "Troyes"})
    sector = line.sectors.get()
    typed = {"codes": "10387;Troyes", "since": "01/01/2026"}
    settle("sector_communes", [sector.uuid], typed | {"confirm": "1"})
    typed = {"night_0_minimum": "1", "since": "01/01/2026"}
    settle("sector_requirements", [sector.uuid], typed)
    role = line.roles.get()
    typed = {
        "first_name": "Jeanne", "last_name": "Martin", "mobile": "06 39 98 00 01",
        "roles": [role.pk], "regime": "private", "share": "0,5", "joins_on": "01/01/2026",
    }  # fmt: skip
    settle("member_create", [line.slug], typed)

    page = text(client.get(reverse("oncall:line_settings", args=[line.slug])))
    assert "a tout ce qu’il faut" in page
    member = Member.objects.get()
    assert (str(member.person), str(member.share)) == ("Jeanne Martin", "0.50")
    assert member.person.contacts.get().value == "+33639980001"
    assert Requirement.objects.get().minimum == 1
    assert line.weights.filter(validity__contains=today).get().points == 1


def test_the_fortnight_is_drawn_as_it_will_be_on_the_days_of_23_and_25_hours(client, settle, aube):
    line = open_line(settle, aube)
    settle("sector_create", [line.slug], {"name": "Troyes"})
    address = reverse("oncall:line_templates", args=[line.slug])

    spring = text(client.get(address, {"du": "2026-03-28"}))
    autumn = text(client.get(address, {"du": "2026-10-24"}))

    assert "journée de 23 h" in spring and "Nuit, 21:00–07:00 (9\xa0h" in spring
    assert "journée de 25 h" in autumn and "Nuit, 21:00–07:00 (11\xa0h" in autumn
    assert 'width="1380"' in spring and 'width="1500" height="32"' in autumn


def test_hours_are_added_changed_and_ended(client, settle, aube):
    line = open_line(settle, aube)
    typed = {
        "name": "Renfort", "starts_at": "20h", "ends_at": "0h", "day_rule": "saturday",
        "slot_class": "saturday", "since": "01/12/2026",
    }  # fmt: skip
    settle("line_templates", [line.slug], typed)
    template = SlotTemplate.objects.get(name="Renfort")
    address = reverse("oncall:template_edit", args=[line.slug, template.pk])

    reversed_ = text(client.post(address, typed | {"until": "01/11/2026"}))
    settle("template_edit", [line.slug, template.pk], typed | {"until": "01/02/2027"})

    assert "La fin doit venir après le début" in reversed_
    template.refresh_from_db()
    assert f"{template.validity.upper:%d/%m/%Y}" == "01/02/2027"


def test_a_sector_takes_communes_from_another_once_that_was_shown(client, settle, aube, troyes):
    TerritoryFactory(code="10033", name="Bar-sur-Aube", inside=aube)
    line = open_line(settle, aube)
    for name in ("Nord", "Sud"):
        settle("sector_create", [line.slug], {"name": name})
    north, south = line.sectors.order_by("name")
    typed = {"codes": "10387\n10033", "since": "01/01/2026", "confirm": "1"}
    settle("sector_communes", [north.uuid], typed)
    address = reverse("oncall:sector_communes", args=[south.uuid])
    tomorrow = f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}"

    refused = text(client.post(address, {"codes": "10387", "since": tomorrow}))
    seen = text(client.post(address, {"codes": "10387", "since": tomorrow, "take": "on"}))
    assert "déjà dans le secteur Nord" in refused
    assert "Prises ailleurs" in seen and "de «\xa0Nord\xa0»" in seen
    assert SectorCommune.objects.filter(sector=south).count() == 0

    typed = {"codes": "10387", "since": tomorrow, "take": "on", "confirm": "1"}
    settle("sector_communes", [south.uuid], typed)
    day = timezone.localdate() + timedelta(days=1)
    rows = SectorCommune.objects.filter(line=line, validity__contains=day)
    found = set(rows.values_list("commune__code", "sector__name"))
    assert found == {("10387", "Sud"), ("10033", "Nord")}


def test_a_night_sector_takes_the_hours_after_midnight_alone(client, settle, aube, troyes):
    line = open_line(settle, aube)
    for name in ("Jour", "Nuit"):
        settle("sector_create", [line.slug], {"name": name})
    day, night = line.sectors.order_by("name")
    typed = {"codes": "10387", "since": "01/01/2026", "confirm": "1"}
    settle("sector_communes", [day.uuid], typed)
    half = {"starts": "0h", "ends": "8h", "take": "on"}
    settle("sector_communes", [night.uuid], typed | half)

    rows = SectorCommune.objects.filter(line=line).values_list("sector__name", "band")
    found = sorted((name, band.lower, band.upper) for name, band in rows)
    assert found == [("Jour", 480, 1440), ("Nuit", 0, 480)]
    again = client.get(reverse("oncall:sector_communes", args=[night.uuid]))
    assert 'value="08:00"' in text(again)
    state = client.get(reverse("oncall:line_map", args=[line.slug])).json()
    words = [one["words"] for one in state["communes"]["10387"]]
    assert words == ["Nuit (0 h–8 h)", "Jour (8 h–24 h)"]


def test_what_cannot_be_is_refused_with_what_to_do(client, settle, aube, troyes):
    line = open_line(settle, aube)
    settle("sector_create", [line.slug], {"name": "Troyes"})
    sector = line.sectors.get()
    address = reverse("oncall:sector_requirements", args=[sector.uuid])

    nothing = text(client.post(address, {"since": "01/01/2026"}))
    disorder = {"night_0_minimum": "2", "night_0_maximum": "1", "since": "01/01/2026"}
    assert "Rien ne change" in nothing
    assert "doivent être croissants" in text(client.post(address, disorder))
    decided = {"night_0_minimum": "0", "night_0_reference": "arrêté 7", "since": "01/01/2026"}
    settle("sector_requirements", [sector.uuid], decided)
    assert Requirement.objects.get().is_uncovered

    members = reverse("oncall:member_create", args=[line.slug])
    typed = {"roles": [line.roles.get().pk], "regime": "private", "share": "1"}
    nobody = text(client.post(members, typed | {"joins_on": "01/01/2026"}))
    stranger = {"account": "inconnu@exemple.test", "joins_on": "01/01/2026"}
    assert "Choisissez une personne" in nobody
    assert "Aucun compte actif" in text(client.post(members, typed | stranger))
    uncovered = reverse("oncall:line_uncovered", args=[line.slug])
    typed = {"codes": "10387", "since": "01/01/2026", "reason": "régulation seule"}
    assert "Cette réponse est nécessaire" in text(client.post(uncovered, typed))


def test_communes_are_left_by_a_decision_once_its_effect_was_shown(client, settle, aube, troyes):
    line = open_line(settle, aube)
    settle("sector_create", [line.slug], {"name": "Nord"})
    typed = {"codes": "10387", "since": "01/01/2026", "confirm": "1"}
    settle("sector_communes", [line.sectors.get().uuid], typed)
    address = reverse("oncall:line_uncovered", args=[line.slug])
    left = {
        "codes": "10387\n99999", "since": f"{timezone.localdate():%d/%m/%Y}",
        "reason": "régulation seule", "reference": "arrêté 2026-07",
    }  # fmt: skip

    seen = text(client.post(address, left))
    assert "de «\xa0Nord\xa0»" in seen and "aucune commune ne porte le code 99999" in seen
    assert not SectorCommune.objects.filter(sector=None).exists()

    settle("line_uncovered", [line.slug], left | {"confirm": "1"})
    row = SectorCommune.objects.get(sector=None)
    assert (row.commune.code, row.reference) == ("10387", "arrêté 2026-07")
    assert "arrêté 2026-07" in text(client.get(address))


def test_a_person_is_linked_to_an_account_that_is_nobody_elses(client, settle, emile, aube):
    line = open_line(settle, aube)
    role = {"roles": [line.roles.get().pk], "regime": "private", "share": "1"}
    for name in ("Adam", "Boyer"):
        settle("member_create", [line.slug], role | {"last_name": name, "joins_on": "01/01/2026"})
    adam, boyer = (one.person for one in line.members.order_by("person__last_name"))
    colleague = UserFactory(email="adam@exemple.test")
    typed = {"last_name": "Adam", "account": "ADAM@exemple.test"}
    settle("person_edit", [adam.uuid], typed)

    address = reverse("oncall:person_edit", args=[boyer.uuid])
    refused = text(client.post(address, typed | {"last_name": "Boyer"}))

    adam.refresh_from_db()
    assert adam.user == colleague and "est déjà celui de Adam" in refused
    home = log_in(client, colleague).get(reverse("oncall:my_availability"))
    assert home["Location"] == reverse("oncall:person_availability", args=[adam.uuid])
