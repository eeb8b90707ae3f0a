"""Two people write at the same instant: real threads, real PostgreSQL."""

from collections import Counter
from datetime import date
from functools import partial

import pytest

from coordination.oncall.models import Override, SectorCommune, Shift, Swap
from coordination.oncall.refusals import (
    CommunesTaken,
    CommuneTaken,
    OverrideClash,
    SwapPending,
    SwapTaken,
)
from coordination.oncall.services.lines.sectors import set_communes
from coordination.oncall.services.rosters.override import Wish, add_override
from coordination.oncall.services.rosters.roster import publish_roster
from coordination.oncall.services.swaps.swap import open_swap, take_swap
from portal.lib.refusal import Refusal
from tests.coordination.oncall.roster_world import (
    LineFactory,
    LineRoleFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
    evening,
    member,
)
from tests.people import TerritoryFactory
from tests.races import together

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 12, 7)


@pytest.fixture
def shift(db):
    roster = RosterFactory(state="draft")
    slot = SlotFactory(roster=roster, sector=SectorFactory(line=roster.line), local_day=DAY)
    role = LineRoleFactory(line=roster.line)
    shift = ShiftFactory(slot=slot, role=role, person=member(roster.line, role), holds=False)
    publish_roster(roster, by=None)
    shift.refresh_from_db()
    return shift


def test_of_fifty_who_take_the_same_swap_one_wins_and_the_others_are_told_who(shift):
    swap = open_swap(shift, kind=Swap.Kind.GIVE, by=None)
    people = [member(shift.line, shift.role) for _ in range(50)]

    found = together(*(partial(take_swap, swap, taker=one, by=None) for one in people))

    winner = Shift.objects.get(pk=shift.pk).person
    refusals = [one for one in found if isinstance(one, Refusal)]
    assert winner in people and len(refusals) == 49
    assert {type(one) for one in refusals} == {SwapTaken}
    assert all(str(winner) in str(one) for one in refusals)
    assert shift.roster.versions.count() == 2


def test_of_two_overlapping_overrides_at_once_one_stands_and_the_other_names_it(shift):
    other = member(shift.line, shift.role)
    wishes = [
        Wish(shift.sector, shift.role, evening(DAY, start, 24), "essai", added=[other])
        for start in (20, 21, 22)
    ]

    found = together(*(partial(add_override, wish, by=None) for wish in wishes))

    kinds = Counter(type(one) for one in found)
    assert kinds == {Override: 1, OverrideClash: 2}
    assert Override.objects.count() == 1


def test_a_shift_is_offered_once_even_by_two_hands_at_once(shift):
    found = together(*(partial(open_swap, shift, kind=Swap.Kind.GIVE, by=None) for _ in range(4)))

    assert Counter(type(one) for one in found) == {Swap: 1, SwapPending: 3}


def test_a_commune_given_to_two_sectors_at_once_is_in_one(db):
    line, troyes = LineFactory(), TerritoryFactory(code="10387")
    sectors = [SectorFactory(line=line) for _ in range(4)]

    found = together(
        *(partial(set_communes, sector, [troyes.code], since=DAY, by=None) for sector in sectors)
    )

    refusals = [one for one in found if one is not None]
    assert len(refusals) == 3 and {type(one) for one in refusals} <= {CommuneTaken, CommunesTaken}
    assert SectorCommune.objects.count() == 1
