"""Swaps: one taker wins, the others are told who; hours are the same sum before and after."""

from datetime import date, timedelta

import pytest

from coordination.notifications.models import Notification
from coordination.oncall.models import Shift, Swap
from coordination.oncall.refusals import (
    OutsideSlot,
    RuleBroken,
    ShiftOver,
    SwapNotForYou,
    SwapOver,
    SwapOwn,
    SwapPending,
    SwapTaken,
)
from coordination.oncall.services.people.absence import note_absence
from coordination.oncall.services.rosters.roster import publish_roster
from coordination.oncall.services.rosters.shift import withdraw
from coordination.oncall.services.swaps.swap import (
    approve_swap,
    end_swap,
    expire_swaps,
    open_swap,
    take_swap,
)
from tests.coordination.oncall.roster_world import (
    PersonFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
    evening,
    member,
)
from tests.people import UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 7)
Kind = Swap.Kind


@pytest.fixture
def roster(line, role):
    """Two evenings, each with its holder, published."""
    roster = RosterFactory(line=line, state="draft")
    sector = SectorFactory(line=line)
    for rank in range(2):
        slot = SlotFactory(roster=roster, sector=sector, local_day=DAY + timedelta(days=rank))
        person = member(line, role, user=UserFactory())
        ShiftFactory(slot=slot, role=role, person=person, holds=False)
    publish_roster(roster, by=None)
    return roster


@pytest.fixture
def shift(roster):
    return roster.shifts.order_by("period").first()


@pytest.fixture
def other(roster):
    return roster.shifts.order_by("period").last()


def test_a_gift_passes_the_shift_on_with_a_new_version_and_tells_both(shift, line, role, roster):
    taker = member(line, role, user=UserFactory())
    swap = open_swap(shift, kind=Kind.GIVE, by=shift.person.user, reason="mariage")
    assert shift.person == swap.giver

    take_swap(swap, taker=taker, by=taker.user)

    giver = shift.person
    shift.refresh_from_db()
    assert (shift.person, shift.origin, shift.sequence) == (taker, "swap", 1)
    assert roster.versions.get(number=2).diff["changed"]
    told = Notification.objects.filter(publication__notice="swap_applied")
    assert {message.user for message in told} == {giver.user, taker.user}


def test_who_comes_second_is_told_who_took_it(shift, line, role):
    swap = open_swap(shift, kind=Kind.GIVE, by=None)
    first, second = member(line, role), member(line, role)
    take_swap(swap, taker=first, by=None)

    with pytest.raises(SwapTaken, match=str(first)):
        take_swap(swap, taker=second, by=None)


def test_a_part_leaves_the_rest_to_its_holder_and_every_hour_is_held_once(shift, line, role):
    taker, giver = member(line, role), shift.person
    whole = shift.period
    swap = open_swap(shift, kind=Kind.PARTIAL, by=None, period=evening(DAY, 21, 22))

    take_swap(swap, taker=taker, by=None)

    held = Shift.objects.holding().filter(slot=shift.slot).in_order()
    assert [(one.person, one.period) for one in held] == [
        (giver, evening(DAY, 20, 21)),
        (taker, evening(DAY, 21, 22)),
        (giver, evening(DAY, 22, 24)),
    ]
    assert held.first().pk == shift.pk and held[0].period.lower == whole.lower
    assert len({one.uuid for one in held}) == 3


def test_an_exchange_applies_to_both_or_to_neither(shift, other):
    giver, taker = shift.person, other.person
    swap = open_swap(shift, kind=Kind.EXCHANGE, by=None, offered_to=taker, counter_shift=other)
    note_absence(giver, period=other.period, by=None)
    with pytest.raises(RuleBroken, match=str(giver)):
        take_swap(swap, taker=taker, by=None)
    giver.absences.all().delete()

    take_swap(swap, taker=taker, by=None)

    shift.refresh_from_db()
    other.refresh_from_db()
    assert (shift.person, other.person) == (taker, giver)


def test_two_shifts_at_the_same_hours_can_be_exchanged(shift, line, role, roster):
    slot = SlotFactory(roster=roster, sector=SectorFactory(line=line), local_day=DAY)
    mirror = ShiftFactory(slot=slot, role=role, person=member(line, role))
    giver, taker = shift.person, mirror.person
    swap = open_swap(shift, kind=Kind.EXCHANGE, by=None, offered_to=taker, counter_shift=mirror)

    take_swap(swap, taker=taker, by=None)

    assert Shift.objects.get(pk=shift.pk).person == taker
    assert Shift.objects.get(pk=mirror.pk).person == giver


def test_where_the_line_wants_it_the_holder_answers_until_the_approval(shift, line, role, emile):
    swap = open_swap(shift, kind=Kind.GIVE, by=None, needs_approval=True)
    taker = member(line, role)

    take_swap(swap, taker=taker, by=None)

    assert Shift.objects.get(pk=shift.pk).person == shift.person
    approve_swap(swap, by=emile)
    assert Shift.objects.get(pk=shift.pk).person == taker
    with pytest.raises(SwapOver):
        approve_swap(swap, by=emile)


def test_what_cannot_be_swapped_is_refused_with_its_reason(shift, other, line, role):
    with pytest.raises(OutsideSlot):
        open_swap(shift, kind=Kind.PARTIAL, by=None, period=evening(DAY, 19, 21))
    swap = open_swap(shift, kind=Kind.GIVE, by=None, offered_to=other.person)
    with pytest.raises(SwapPending):
        open_swap(shift, kind=Kind.GIVE, by=None)
    with pytest.raises(SwapNotForYou, match=str(other.person)):
        take_swap(swap, taker=member(line, role), by=None)
    end_swap(swap, by=None)
    with pytest.raises(SwapOver, match="annulé"):
        take_swap(swap, taker=other.person, by=None)
    again = open_swap(shift, kind=Kind.GIVE, by=None)
    with pytest.raises(SwapOwn):
        take_swap(again, taker=shift.person, by=None)
    with pytest.raises(RuleBroken, match="n’est pas inscrit"):
        take_swap(again, taker=PersonFactory(), by=None)
    withdraw(shift, by=None, motive="fermeture")
    with pytest.raises(ShiftOver):
        take_swap(again, taker=member(line, role), by=None)


def test_a_request_that_nobody_answers_expires_and_the_holder_keeps_the_shift(shift, time_machine):
    swap = open_swap(shift, kind=Kind.GIVE, by=None)
    time_machine.move_to(swap.deadline + timedelta(minutes=1))

    assert (expire_swaps(), expire_swaps()) == (1, 0)
    swap.refresh_from_db()
    assert (swap.state, swap.shift.person) == (Swap.State.EXPIRED, shift.person)
