"""The pages of lines, sectors, overrides and swaps, as those who use them see them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coordination.oncall.models import Override, SectorCommune, Shift, Swap
from coordination.oncall.services.swaps.swap import open_swap, take_swap
from tests.coordination.oncall.roster_world import (
    LineFactory,
    RequirementFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
    evening,
    member,
    tomorrow,
)
from tests.pages import check_page
from tests.people import TerritoryFactory, UserFactory, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def sector(sector):
    """It owes somebody each evening."""
    RequirementFactory(sector=sector)
    return sector


@pytest.fixture
def shift(line, sector, role):
    """Tomorrow evening, published."""
    slot = SlotFactory(roster=RosterFactory(line=line), sector=sector, period=tomorrow())
    person = member(line, role, user=UserFactory())
    return ShiftFactory(slot=slot, role=role, person=person)


def text(response):
    return response.content.decode()


def test_the_page_of_a_line_shows_its_holes_first_with_the_way_to_fill_them(
    client, emile, shift, sector
):
    day = timezone.localdate() + timedelta(days=3)
    SlotFactory(roster=shift.roster, sector=sector, period=evening(day))

    page = text(log_in(client, emile).get(shift.line.get_absolute_url()))

    assert "À combler dans les 14 jours" in page and "il manque 1 personne" in page
    assert f"{reverse('oncall:override_add', args=[sector.uuid])}?debut=" in page
    assert "50,0" in page


def test_the_page_of_a_line_costs_the_same_with_more_sectors(
    client, emile, shift, line, role, django_assert_num_queries
):
    log_in(client, emile)
    client.get(line.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        client.get(line.get_absolute_url())
    for _ in range(4):
        slot = SlotFactory(roster=shift.roster, sector=SectorFactory(line=line), period=tomorrow())
        ShiftFactory(slot=slot, role=role, person=member(line, role))

    with django_assert_num_queries(len(one)):
        client.get(line.get_absolute_url())


def test_the_list_of_lines_is_paged_and_costs_the_same(
    client, emile, aube, django_assert_num_queries
):
    LineFactory(territory=aube)
    log_in(client, emile)
    client.get(reverse("oncall:line_list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("oncall:line_list"))
    LineFactory.create_batch(30, territory=aube)

    with django_assert_num_queries(len(one)):
        page = text(client.get(reverse("oncall:line_list")))
    assert "Suivants" in page


def test_a_pasted_list_is_read_before_it_is_written(client, emile, sector, aube):
    TerritoryFactory(code="10033", name="Bar-sur-Aube", inside=aube)
    address = reverse("oncall:sector_communes", args=[sector.uuid])
    typed = {"codes": "10033\n99999", "since": "2026-12-01"}

    read = text(log_in(client, emile).post(address, typed))
    assert "1 commune comprise" in read and "aucune commune ne porte le code 99999" in read
    assert SectorCommune.objects.filter(sector=sector).count() == 1
    client.post(address, typed | {"confirm": "1"})

    rows = SectorCommune.objects.filter(sector=sector, validity__contains=date(2026, 12, 1))
    assert [row.commune.code for row in rows] == ["10033"]


def override_form(shift, **more):
    day = f"{timezone.localtime(shift.period.lower):%d/%m/%Y}"
    return {
        "role": shift.role_id, "starts_at_day": day, "starts_at_hour": "21h",
        "ends_at_day": day, "ends_at_hour": "23h", "removed": shift.person_id,
        "motive": "malade", **more,
    }  # fmt: skip


def test_an_override_is_seen_before_it_is_written(client, emile, shift, line, role, sector):
    other = member(line, role, last_name="Relève")
    address = reverse("oncall:override_add", args=[sector.uuid])
    log_in(client, emile)

    seen = text(client.post(address, override_form(shift, added=other.pk)))
    hole = text(client.post(address, override_form(shift)))
    assert f"{other}</strong> prend" in seen and "Rien n’est encore enregistré" in seen
    assert "Il manquerait quelqu’un" in hole
    assert Override.objects.count() == 0

    client.post(address, override_form(shift, added=other.pk, confirm="1"))
    page = text(client.get(line.get_absolute_url()))
    assert "Dérogations en vigueur" in page and str(other) in page
    client.post(reverse("oncall:override_cancel", args=[Override.objects.get().uuid]))
    assert "Dérogations en vigueur" not in text(client.get(line.get_absolute_url()))


def test_the_refusal_of_an_override_is_said_in_the_form(client, emile, shift, line, role, sector):
    address = reverse("oncall:override_add", args=[sector.uuid])
    form = override_form(shift, removed="", added=shift.person_id, confirm="1")

    page = text(log_in(client, emile).post(address, form))

    assert "est déjà d’astreinte" in page and Override.objects.count() == 0
    empty = text(client.post(address, override_form(shift, removed="")))
    assert "Indiquez qui prend" in empty


def test_one_gives_a_shift_and_a_colleague_takes_it_in_one_tap(client, shift, line, role):
    colleague = member(line, role, user=UserFactory())
    log_in(client, shift.person.user)
    client.post(reverse("oncall:swap_open", args=[shift.uuid]), {"reason": "mariage"})
    swap = Swap.objects.get()

    log_in(client, colleague.user)
    mine = text(client.get(reverse("oncall:my_duties")))
    page = text(client.get(swap.get_absolute_url()))
    done = client.post(swap.get_absolute_url() + "prendre/", follow=True)

    assert f"{shift.person} cède" in mine and "Je la prends" in page
    assert "cette astreinte est la vôtre" in text(done)
    assert Shift.objects.get(pk=shift.pk).person == colleague


def test_who_comes_too_late_reads_who_took_it(client, shift, line, role):
    late, quick = member(line, role, user=UserFactory()), member(line, role)
    swap = open_swap(shift, kind=Swap.Kind.GIVE, by=None)
    take_swap(swap, taker=quick, by=None)

    answer = log_in(client, late.user).post(swap.get_absolute_url() + "prendre/", follow=True)

    assert f"{quick} a déjà pris ce tour" in text(answer)


def test_a_part_is_asked_with_its_hours_and_a_refusal_is_said(client, shift):
    day = f"{timezone.localtime(shift.period.lower):%d/%m/%Y}"
    form = {"starts_at_day": day, "starts_at_hour": "21h", "ends_at_day": day}
    address = reverse("oncall:swap_open", args=[shift.uuid])
    log_in(client, shift.person.user)

    client.post(address, form | {"ends_at_hour": "22h"})
    again = text(client.post(address, form | {"ends_at_hour": "23h"}))

    assert Swap.objects.get().kind == Swap.Kind.PARTIAL
    assert "déjà en cours" in again


def test_the_coordination_approves_or_withdraws(client, emile, shift, line, role):
    taker = member(line, role)
    swap = open_swap(shift, kind=Swap.Kind.GIVE, by=None, needs_approval=True)
    take_swap(swap, taker=taker, by=None)
    log_in(client, emile)
    assert "Valider l’échange" in text(client.get(swap.get_absolute_url()))

    client.post(swap.get_absolute_url() + "valider/")

    assert Shift.objects.get(pk=shift.pk).person == taker
    again = client.post(swap.get_absolute_url() + "retirer/", follow=True)
    assert "n’est plus ouverte" in text(again)


@pytest.mark.browser
def test_the_pages_are_accessible(visit, emile, shift, line, role, sector, troyes):
    swap = open_swap(shift, kind=Swap.Kind.GIVE, by=None, reason="mariage")
    SlotFactory(
        roster=shift.roster,
        sector=sector,
        period=evening(timezone.localdate() + timedelta(days=3)),
    )
    pages = [
        reverse("oncall:who"),
        reverse("oncall:who") + "?commune=10387",
        reverse("oncall:who") + "?commune=10387&at_day=2026-12-01&at_hour=3h",
        reverse("oncall:line_list"),
        line.get_absolute_url(),
        reverse("oncall:sector_detail", args=[sector.uuid]),
        reverse("oncall:sector_communes", args=[sector.uuid]),
        reverse("oncall:override_add", args=[sector.uuid]),
        reverse("oncall:swap_open", args=[shift.uuid]),
        swap.get_absolute_url(),
    ]
    for path in pages:
        check_page(visit(emile, path))
    check_page(visit(shift.person.user, reverse("oncall:my_duties")))
