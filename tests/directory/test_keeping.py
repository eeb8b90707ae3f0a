"""« Tenir cette fiche »: what its people write of a structure, and what is refused."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.models import (
    ContactPoint,
    FieldSource,
    HoursException,
    Membership,
    Network,
    OpeningHours,
    ResponsePlan,
    Service,
    Structure,
)
from directory.refusals import AlreadyKept, CannotKeep, LineEnded, NotAPlan, NotYetEnded
from directory.services.fields import correct_fields
from directory.services.keeping import (
    Hours,
    create_network,
    end_line,
    keep_contact,
    keep_plan,
    keep_service,
    reopen_line,
)
from portal.audit.models import Entry
from tests.directory.depth import ActivityFactory, ContactFactory, ServiceFactory, hours
from tests.people import log_in
from tests.races import together

pytestmark = pytest.mark.django_db
LINE = {
    "function": "nursing", "channel": "phone", "value": "03 25 00 00 01", "usage": "office",
    "audience": "professionals", "rank": "50",
}  # fmt: skip


@pytest.fixture
def keeper(client, bob):
    keeper = log_in(client, bob)
    keeper.user = bob
    return keeper


def page(structure, kind="", *more):
    names = {0: "structure_keep", 1: "line_keep", 2: "line_edit", 3: "line_end"}
    said = [part for part in (kind, *more) if part != ""]
    return reverse(f"directory:{names[len(said)]}", args=[structure.uuid, *said])


def test_a_contact_is_added_with_where_it_comes_from_then_ended_and_taken_up_again(
    keeper, ehpad, bob
):
    keeper.post(page(ehpad, "contact"), LINE)
    contact = ContactPoint.objects.get(function="nursing")
    keeper.post(page(ehpad, "contact", contact.pk), LINE | {"value": "0325000002"})
    changed = ContactPoint.objects.get(pk=contact.pk)
    keeper.post(page(ehpad, "contact", contact.pk, "clore"))
    assert not ContactPoint.objects.filter(pk=contact.pk).current().exists()

    keeper.post(page(ehpad, "contact", contact.pk, "retablir"))

    assert changed.value == "+33325000002"
    assert (changed.source, changed.as_of) == ("Responsable de la structure", timezone.localdate())
    assert changed.confirmed_by == str(bob)
    assert ContactPoint.objects.filter(pk=contact.pk).current().exists()
    assert "Soins" in keeper.get(page(ehpad)).text
    acts = Entry.objects.filter(actor=bob).values_list("action", flat=True)
    assert [*acts.order_by("pk")][-4:] == [
        "contact.kept", "contact.kept", "contact.ended", "contact.reopened",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"value": "12"}, "numéro"), ({"value": "0612345678"}, "C’est un numéro de mobile"),
        ({"value": "0612345678", "own_line": "on", "audience": "public"}, "ne se publie pas"),
        ({"channel": "email"}, "adresse"), ({"function": "rien"}, "choix"), ({"value": ""}, "néc"),
        ({"rank": "9999999"}, "choix"), ({"service": "0"}, "choix"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_called_is_refused_with_what_to_do(keeper, ehpad, typed, why):
    answer = keeper.post(page(ehpad, "contact"), LINE | typed)

    assert answer.status_code == 200
    assert why in answer.text
    assert not ContactPoint.objects.filter(structure=ehpad).exists()


def test_the_same_line_twice_is_a_sentence_not_a_fault(keeper, ehpad):
    keeper.post(page(ehpad, "contact"), LINE)

    again = keeper.post(page(ehpad, "contact"), LINE)

    assert "déjà dans la fiche" in again.text
    assert ContactPoint.objects.filter(structure=ehpad).count() == 1


def test_a_protected_number_is_kept_without_being_shown(keeper, ehpad):
    line = ContactFactory(structure=ehpad, audience="crisis", function="duty")
    form = keeper.get(page(ehpad, "contact", line.pk))

    keeper.post(
        page(ehpad, "contact", line.pk),
        LINE | {"function": "duty", "value": "", "audience": "crisis", "usage": "always"},
    )

    kept = ContactPoint.objects.get(pk=line.pk)
    assert line.value[-6:] not in form.text.replace(" ", "").replace("\u00a0", "")
    assert (kept.value, kept.usage) == (line.value, "always")


def test_the_switchboard_is_the_number_of_the_structure_and_stays_when_an_import_differs(
    keeper, ehpad
):
    correct_fields(ehpad, {"phone": "+33325000003"}, by=keeper.user)
    line = ContactPoint.objects.get(structure=ehpad, function="switchboard")
    typed = LINE | {"function": "switchboard", "audience": "public"}

    keeper.post(page(ehpad, "contact", line.pk), typed)

    ehpad.refresh_from_db()
    assert ehpad.phone == "+33325000001"
    assert FieldSource.objects.get(structure=ehpad, field="phone").is_locked
    current = ContactPoint.objects.filter(structure=ehpad).current()
    assert [one.value for one in current] == ["+33325000001"]
    end_line(line, by=keeper.user)
    ehpad.refresh_from_db()
    assert (ehpad.phone, current.all().count()) == ("", 0)
    reopen_line(line, by=keeper.user)
    ehpad.refresh_from_db()
    assert (ehpad.phone, current.all().count()) == ("+33325000001", 1)


def test_a_service_is_written_as_one_speaks_and_found_by_the_search(keeper, ehpad, aube, troyes):
    ActivityFactory()
    typed = {
        "activity": "nuit", "name": "Nuits partagées", "zones": "Aube\nTroyes",
        "usual": "lundi à vendredi 20h-8h\nweek-end 24h/24", "crisis": "24h/24",
    }  # fmt: skip

    keeper.post(page(ehpad, "service"), typed)

    service = Service.objects.get()
    assert set(service.zones.all()) == {aube, troyes}
    rows = OpeningHours.objects.filter(service=service)
    assert (rows.filter(regime="usual").count(), rows.filter(regime="crisis").count()) == (7, 7)
    assert Structure.objects.search("nuits partagées").get() == ehpad
    form = keeper.get(page(ehpad, "service", service.pk)).context["form"]
    assert form.initial["usual"] == "lundi à vendredi 20h-8h\nsamedi et dimanche 24h/24"
    keeper.post(page(ehpad, "service", service.pk), typed | {"usual": "samedi 9h-12h"})
    assert rows.get(regime="usual").weekday == 6
    keeper.post(page(ehpad, "service", service.pk, "clore"))
    assert not Service.objects.current().exists()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"usual": "quand on peut"}, "n’est pas lisible"), ({"zones": "Nulle-Part"}, "lieu connu"),
        ({"activity": "rien"}, "choix"), ({"ends_on": "2020-01-01"}, "vient avant"),
        ({"zones": ",".join(["x"] * 70)}, "c’est trop"), ({"zones": "Aube (région 99)"}, "lieu"),
    ],
)  # fmt: skip
def test_a_service_that_is_not_read_says_how_to_repair_it(keeper, ehpad, aube, typed, why):
    ActivityFactory()
    right = {"activity": "nuit", "starts_on": "2021-01-01"}

    answer = keeper.post(page(ehpad, "service"), right | typed)

    assert answer.status_code == 200
    assert why in answer.text
    assert not Service.objects.exists()


def test_a_particular_day_replaces_the_hours_and_can_be_forgotten(keeper, ehpad):
    service = ServiceFactory(structure=ehpad)
    hours(service, range(1, 8), 480, 1200)
    day = timezone.localdate() + timedelta(days=3)
    typed = {"service": service.pk, "first_day": day.isoformat(), "hours": "9h-11h, 14h-15h"}
    keeper.post(page(ehpad, "exception"), typed)
    assert HoursException.objects.count() == 2

    keeper.post(page(ehpad, "exception"), typed | {"hours": "", "reason": "travaux"})

    (one,) = HoursException.objects.all()
    assert one.is_closing
    assert "travaux" in keeper.get(page(ehpad)).text
    keeper.post(reverse("directory:exception_drop", args=[ehpad.uuid, one.pk]))
    assert not HoursException.objects.exists()
    past = keeper.post(page(ehpad, "exception"), typed | {"first_day": "2020-01-01"})
    assert "Ces jours sont passés" in past.text


def test_a_network_is_found_by_a_part_of_its_name_or_added_on_purpose(keeper, ehpad):
    known = Network.objects.create(kind="cpts", name="CPTS troyenne")
    keeper.post(page(ehpad, "reseau"), {"kind": "cpts", "name": "troyenne", "part": "member"})
    assert Membership.objects.get().network == known
    typed = {"kind": "ght", "name": "Aube et Sézannais", "part": "support"}

    refused = keeper.post(page(ehpad, "reseau"), typed)
    keeper.post(page(ehpad, "reseau"), typed | {"create": "on"})

    assert "Aucun réseau connu" in refused.text
    assert Network.objects.get(kind="ght").name == "Aube et Sézannais"
    twice = keeper.post(page(ehpad, "reseau"), typed)
    assert "appartient déjà au réseau" in twice.text
    first = Membership.objects.get(network=known)
    keeper.post(page(ehpad, "reseau", first.pk, "clore"))
    first.refresh_from_db()
    assert first.ends_on == timezone.localdate() - timedelta(days=1)


def test_a_plan_has_dates_that_have_passed(keeper, ehpad, bob):
    keeper.post(page(ehpad, "plan"), {"kind": "blue", "updated_on": "2019-05-02"})
    keeper.post(page(ehpad, "plan"), {"kind": "blue", "updated_on": "2020-05-02"})
    tomorrow = timezone.localdate() + timedelta(days=1)

    late = keeper.post(page(ehpad, "plan"), {"kind": "blue", "exercised_on": tomorrow})

    assert "pas encore passée" in late.text
    plan = ResponsePlan.objects.get()
    assert (plan.updated_on.year, plan.source) == (2020, "Responsable de la structure")
    with pytest.raises(NotAPlan):
        keep_plan(ehpad, "vert", updated_on=None, exercised_on=None, by=bob)


def test_the_facts_are_corrected_locked_and_said_to_come_from_the_structure(keeper, ehpad):
    form = keeper.get(page(ehpad, "fiche")).context["form"]
    typed = {key: form.initial[key] or "" for key in form.fields}

    keeper.post(page(ehpad, "fiche"), typed | {"street": "3 rue Émile-Zola", "phone": "0325000009"})

    ehpad.refresh_from_db()
    assert (ehpad.street, ehpad.phone) == ("3 rue Émile-Zola", "+33325000009")
    told = FieldSource.objects.filter(structure=ehpad, is_locked=True)
    assert {one.field for one in told} == {"street", "phone"}
    empty = keeper.post(page(ehpad, "fiche"), typed | {"name": ""})
    assert "nécessaire" in empty.text


def test_acts_out_of_turn_are_refused_in_words(ehpad, bob):
    line = keep_contact(
        ContactPoint(structure=ehpad, function="other", channel="radio", value="canal 4"), by=bob
    )
    with pytest.raises(NotYetEnded):
        reopen_line(line, by=bob)
    end_line(line, by=bob)

    with pytest.raises(LineEnded):
        end_line(line, by=bob)
    with pytest.raises(CannotKeep):
        correct_fields(ehpad, {"name": "x" * 300}, by=bob)
    with pytest.raises(CannotKeep):
        correct_fields(ehpad, {"phone": "17"}, by=bob)
    twin = ContactPoint(structure=ehpad, function="other", channel="radio", value="canal 4")
    keep_contact(twin, by=bob)
    with pytest.raises((AlreadyKept, CannotKeep)):
        reopen_line(line, by=bob)


@pytest.mark.parametrize("address", ["rien/", "contact/99999999/", "plan/1/clore/", "contact/1/x/"])
def test_an_address_that_means_nothing_does_not_exist(keeper, ehpad, address):
    method = keeper.post if address.count("/") == 3 else keeper.get

    assert method(page(ehpad) + address).status_code == 404


def test_the_page_costs_the_same_at_two_sizes(keeper, ehpad, django_assert_num_queries):
    def fill(count):
        for rank in range(count):
            ContactFactory(structure=ehpad)
            service = ServiceFactory(structure=ehpad, name=f"service {rank} {count}")
            hours(service, [1, 2], 480, 720)

    def statements():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            keeper.get(page(ehpad))
        return len(captured)

    fill(1)
    statements()
    few = statements()
    fill(6)

    assert statements() == few


def test_the_history_says_who_changed_what_and_keeps_what_is_protected(keeper, ehpad, bob):
    keeper.post(page(ehpad, "contact"), LINE | {"audience": "public"})
    line = ContactPoint.objects.get(function="nursing")
    keeper.post(
        page(ehpad, "contact", line.pk), LINE | {"value": "0325000002", "audience": "public"}
    )
    secret = ContactFactory(structure=ehpad, audience="crisis", value="+33325000077")
    ContactPoint.objects.filter(pk=secret.pk).update(value="+33325000078")
    correct_fields(ehpad, {"street": "3 rue Zola"}, by=bob)
    service = ServiceFactory(structure=ehpad)
    hours(service, [1], 480, 720)
    OpeningHours.objects.all().delete()
    history = reverse("directory:structure_history", args=[ehpad.uuid])

    told = [
        (one.name, one.before, one.after, one.by) for one in keeper.get(history).context["changes"]
    ]

    number = "point de contact (soins) : numéro ou adresse"
    assert (number, "+33325000001", "+33325000002", str(bob)) in told
    hidden = "point de contact (standard) : numéro ou adresse"
    assert (hidden, "protégé", "protégé") in [one[:3] for one in told]
    assert ("adresse", "non renseigné", "3 rue Zola", str(bob)) in told
    assert any(one[0] == "horaire" and one[2] == "supprimé" for one in told)
    assert "+3332500007" not in keeper.get(history).text


@pytest.mark.django_db(transaction=True)
def test_two_people_who_add_the_same_line_at_once_leave_one(ehpad, bob, alice):
    def add(by):
        line = ContactPoint(
            structure=ehpad, function="nursing", channel="phone", value="+33325000001"
        )
        return keep_contact(line, by=by)

    answers = together(lambda: add(bob), lambda: add(alice))

    assert ContactPoint.objects.filter(function="nursing").count() == 1
    assert sum(isinstance(one, AlreadyKept | CannotKeep) for one in answers) == 1


def test_a_line_that_somebody_else_ended_meanwhile_is_not_taken_up_again(ehpad, bob):
    contact = ContactFactory(structure=ehpad, value="+33325000077")
    service = ServiceFactory(structure=ehpad)
    read_before = (ContactPoint.objects.get(pk=contact.pk), Service.objects.get(pk=service.pk))
    for line in (contact, service):
        end_line(line, by=bob)

    with pytest.raises(LineEnded):
        keep_contact(read_before[0], by=bob)
    with pytest.raises(LineEnded):
        keep_service(read_before[1], zones=[], hours=Hours({}, {}), by=bob)

    assert not ContactPoint.objects.filter(pk=contact.pk, ends_on=None).exists()
    assert not Service.objects.filter(pk=service.pk, ends_on=None).exists()


def test_an_old_tab_does_not_write_on_a_line_ended_since(keeper, ehpad):
    line = ContactFactory(structure=ehpad, value="+33325000077")
    end_line(line, by=keeper.user)

    answer = keeper.post(page(ehpad, "contact", line.pk), LINE)

    assert answer.status_code == 200
    assert LineEnded.sentence in answer.text
    assert ContactPoint.objects.get(pk=line.pk).value == "+33325000077"


@pytest.mark.django_db(transaction=True)
def test_a_network_named_by_several_at_once_is_one(alice):
    made = together(*[lambda: create_network("msp", "MSP du Vouldy", by=alice)] * 6, threads=6)

    assert {one.pk for one in made} == {Network.objects.get().pk}


def test_of_two_imported_networks_of_one_name_the_first_is_taken(alice):
    first, _other = (
        Network.objects.create(kind="ght", name="GHT", code=code, source="FINESS") for code in "12"
    )

    assert create_network("ght", "GHT", by=alice) == first


def test_a_call_in_vain_while_the_form_was_open_still_counts(alice, ehpad):
    contact = ContactFactory(structure=ehpad)
    opened = ContactPoint.objects.get(pk=contact.pk)
    ContactPoint.objects.filter(pk=contact.pk).update(unanswered=2)

    keep_contact(opened, by=alice)

    contact.refresh_from_db()
    assert contact.unanswered == 2
