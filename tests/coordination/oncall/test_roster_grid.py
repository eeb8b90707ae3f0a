"""The roster as a grid: what is read in it, what is changed from it."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from coordination.oncall.models import Override, OverridePerson, Roster, Shift
from coordination.oncall.selectors.plans.roster_grid import grid_of
from tests.coordination.oncall.roster_world import (
    ALWAYS,
    LineFactory,
    LineRoleFactory,
    MemberFactory,
    PersonFactory,
    RequirementFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
    evening,
)
from tests.people import log_in

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
DAY = date(2026, 3, 28)


@pytest.fixture
def roster(aube):
    return RosterFactory(line=LineFactory(territory=aube, name="Médecins de garde"))


@pytest.fixture
def sector(roster):
    sector = SectorFactory(line=roster.line, name="Troyes")
    RequirementFactory(sector=sector)
    return sector


@pytest.fixture
def slot(roster, sector):
    return SlotFactory(roster=roster, sector=sector, local_day=DAY)


def shown(roster, first=MARCH, end=APRIL):
    return {post.slot: post for post in grid_of(roster, first, end).posts}


def member(roster, **fields):
    listed = MemberFactory(line=roster.line, membership=ALWAYS, **fields)
    listed.roles.add(LineRoleFactory(line=roster.line))
    return listed.person


def test_each_slot_says_who_holds_it_or_what_it_lacks(roster, sector, slot):
    held = ShiftFactory(slot=SlotFactory(roster=roster, sector=sector, local_day=MARCH))

    posts = shown(roster)

    assert (posts[slot.pk].state, posts[slot.pk].missing) == ("hole", 1)
    assert posts[held.slot_id].state == "covered"
    assert [one.name for one in posts[held.slot_id].holders] == [str(held.person)]


def test_half_a_slot_is_a_hole_of_that_half(roster, slot):
    ShiftFactory(slot=slot, period=evening(DAY, 20, 22))

    post = shown(roster)[slot.pk]

    until = evening(DAY, 22, 24)
    assert post.state == "hole"
    assert post.when == (until.lower, until.upper)


def test_what_is_left_by_decision_is_not_a_hole_and_no_need_is_a_third_thing(roster, sector):
    night = SlotFactory(roster=roster, sector=sector, local_day=DAY, slot_class="deep_night")
    sunday = SlotFactory(roster=roster, sector=sector, local_day=MARCH, slot_class="sunday")
    RequirementFactory(
        sector=sector, slot_class="deep_night", minimum=0, target=0, maximum=0,
        is_uncovered=True, reason="régulation seule", reference="arrêté 7",
    )  # fmt: skip

    posts = shown(roster)

    assert posts[night.pk].state == "decision"
    assert posts[night.pk].reason == "régulation seule (arrêté 7)"
    assert posts[sunday.pk].state == "undefined"


def test_an_override_is_shown_above_the_roster(roster, sector, slot):
    shift, replacing = ShiftFactory(slot=slot), PersonFactory(last_name="Renfort")
    override = Override.objects.create(
        line=roster.line, sector=sector, role=shift.role, kind="replace", period=slot.period,
        motive="essai",
    )  # fmt: skip
    OverridePerson.objects.create(
        override=override, person=replacing, side="added", line=roster.line, period=slot.period
    )

    (holder,) = shown(roster)[slot.pk].holders

    assert (holder.name, holder.by_override) == ("Dominique Renfort", True)


def test_days_of_23_and_25_hours_are_said(roster, slot):
    march = {row.day: row.note for row in grid_of(roster, MARCH, APRIL).rows}
    october = grid_of(roster, date(2026, 10, 25), date(2026, 10, 26)).rows[0].note

    assert march[date(2026, 3, 29)] == "journée de 23\u00a0heures, passage à l’heure d’été"
    assert march[DAY] == ""
    assert october == "journée de 25\u00a0heures, passage à l’heure d’hiver"


@pytest.mark.parametrize("days", [1, 25])
def test_the_grid_takes_as_many_statements_for_a_day_as_for_a_month(
    roster, sector, days, django_assert_num_queries
):
    for rank in range(days):
        slot = SlotFactory(roster=roster, sector=sector, local_day=date(2026, 3, 1 + rank))
        ShiftFactory(slot=slot)

    with django_assert_num_queries(4):
        grid_of(roster, MARCH, APRIL)


def test_the_page_shows_the_holes_first_then_each_day(client, alice, roster, slot):
    page = log_in(client, alice).get(f"{roster.get_absolute_url()}?mois=2026-03")

    text = page.content.decode()
    assert text.index("1 créneau sans assez de monde") < text.index("dimanche 1er")
    assert "samedi 28\u00a0mars" in text
    assert f'href="creneaux/{slot.pk}/"' in text


def test_the_whole_roster_and_unreadable_months_are_shown(client, alice, roster, slot):
    log_in(client, alice)

    whole = client.get(f"{roster.get_absolute_url()}?mois=tout")
    strange = client.get(f"{roster.get_absolute_url()}?mois=hier")

    assert len(whole.context["grid"].rows) == 365
    assert strange.status_code == 200


def test_somebody_is_checked_then_put_on_the_slot(client, alice, roster, slot):
    person = member(roster)
    url = reverse("oncall:slot_detail", args=[roster.uuid, slot.pk])
    asked = {"person": person.pk, "role": roster.line.roles.get().pk, "motive": "trou"}
    log_in(client, alice)

    seen = client.post(url, asked)
    before = Shift.objects.count()
    done = client.post(url, asked | {"confirm": "1"})

    assert "Aucune règle ne s’y oppose" in seen.content.decode()
    assert before == 0
    assert done.status_code == 302
    assert Shift.objects.get().person == person


def test_a_rule_in_the_way_is_said_before_and_refused_after(client, alice, roster, slot):
    busy = member(roster)
    ShiftFactory(slot=SlotFactory(roster=roster, sector=slot.sector, period=slot.period.__class__(
        slot.period.lower.replace(hour=18), slot.period.upper)), person=busy)  # fmt: skip
    url = reverse("oncall:slot_detail", args=[roster.uuid, slot.pk])
    asked = {"person": busy.pk, "role": roster.line.roles.get().pk, "motive": "trou"}
    log_in(client, alice)

    seen = client.post(url, asked).content.decode()
    refused = client.post(url, asked | {"confirm": "1"})

    assert "est déjà d’astreinte" in seen
    assert refused.status_code == 200
    assert not Shift.objects.filter(slot=slot).exists()


def test_a_shift_is_withdrawn_with_its_motive(client, alice, roster, slot):
    shift = ShiftFactory(slot=slot)

    answer = log_in(client, alice).post(
        reverse("oncall:shift_withdraw", args=[shift.uuid]), {"motive": "malade"}
    )

    shift.refresh_from_db()
    assert answer.status_code == 302
    assert (shift.status, shift.holds) == ("cancelled", False)


def test_a_draft_is_for_those_who_run_the_line(client, fatou, bob, alice, aube):
    draft = RosterFactory(
        line=LineFactory(territory=aube),
        state=Roster.State.DRAFT,
        days=DateRange(MARCH, APRIL),
    )

    codes = [
        log_in(client, who).get(draft.get_absolute_url()).status_code for who in (alice, bob, fatou)
    ]

    assert codes == [200, 404, 404]
