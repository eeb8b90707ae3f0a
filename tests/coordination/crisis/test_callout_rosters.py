"""The ladder of a call-out begins with the roster of the role (sheet 1, rule 10)."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.selectors.callout.ladder import plan_roles
from coordination.crisis.services.duty import open_role_line
from coordination.oncall.models import Person, Shift, Slot
from coordination.oncall.services.rosters.placement import Placement, place_all
from coordination.oncall.services.rosters.roster import draft_roster, publish_roster
from portal.lib.time import PARIS, local_instant
from tests.coordination.crisis.callout_world import name_for
from tests.coordination.crisis.crisis_world import join, role
from tests.people import UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def draw(cell, slug, *, by, day, night, empty=()):
    """The roster of a role over six days: one by day, one by night, but for the holes."""
    today = timezone.localdate()
    line = open_role_line(cell, role(cell, slug), by=by).line
    roster = draft_roster(line, first=today - DAY, last=today + 4 * DAY, name="6 j", by=by)
    placed = [
        Placement(slot, line.roles.get(), night if slot.slot_class == "night" else day)
        for slot in Slot.objects.filter(roster=roster)
        if ((slot.local_day - today).days, slot.slot_class == "night") not in empty
    ]
    place_all(roster, placed, origin=Shift.Origin.MANUAL, by=by)
    publish_roster(roster, by=by)
    return line


def ladders(cell, *slugs, at, **more):
    """Of each seat, who is called and why, in order."""
    with clock.standing_at(at):
        plans = plan_roles(cell, [role(cell, slug) for slug in slugs], **more)
    return [[(one.name, one.why.split(",")[0]) for one in plan.candidates] for plan in plans]


@pytest.fixture
def tomorrow():
    return timezone.localdate() + DAY


def test_the_roster_comes_first_then_the_role_in_the_cell_then_the_designations_by_rank(
    cell, alice, bob, emile, charlie, fatou, tomorrow
):
    titular = UserFactory()
    name_for(cell, "capacity", titular, charlie, emile, by=alice)
    cards = name_for(cell, "planning", bob, fatou, by=alice)
    emile_card = Person.objects.get(user=emile)
    line = draw(cell, "capacity", by=alice, day=cards[0], night=emile_card,
                empty={(1, True), (2, False), (2, True)})  # fmt: skip
    join(cell, fatou, "capacity")
    morning, night, gap = (
        local_instant(tomorrow + days, time(hour), PARIS)
        for days, hour in ((timedelta(0), 10), (2 * DAY, 22), (DAY, 10))
    )
    asked = ("capacity",)

    by_day, by_night, hole = (ladders(cell, *asked, at=at)[0] for at in (morning, night, gap))
    with clock.standing_at(morning):
        words = [one.why for one in plan_roles(cell, [role(cell, "capacity")])[0].candidates]

    rest = [(str(titular), "titulaire désigné"), (str(charlie), "suppléant 1 désigné")]
    inside = (str(fatou), "en fonction dans la cellule")
    # Tomorrow night is empty, and the day after: who comes next is the day of the third day.
    assert by_day == [(str(bob), "d’astreinte au tableau"), inside, *rest,
                      (str(emile), "suppléant 2 désigné")]  # fmt: skip
    assert by_night == [(str(emile), "d’astreinte au tableau"),
                        (str(bob), "suivant au tableau"), inside, *rest]  # fmt: skip
    assert hole[0] == (str(bob), "suivant au tableau")
    assert hole[1:3] == [inside, rest[0]] and len(hole) == 5
    assert words[0] == "d’astreinte au tableau" and line.members.count() == 3


def test_somebody_of_two_ladders_is_kept_for_the_role_they_are_nearest_to(
    cell, alice, bob, emile, charlie, tomorrow
):
    name_for(cell, "capacity", charlie, bob, by=alice)
    name_for(cell, "planning", emile, charlie, by=alice)
    draw(cell, "planning", by=alice, day=Person.objects.get(user=bob),
         night=Person.objects.get(user=charlie))  # fmt: skip
    morning = local_instant(tomorrow, time(10), PARIS)
    asked = [role(cell, slug) for slug in ("capacity", "planning")]

    found = ladders(cell, "capacity", "planning", at=morning)
    turned = ladders(cell, "planning", "capacity", at=morning)
    with clock.standing_at(morning):
        capacity, planning = plan_roles(cell, asked, besides=bob)

    # Bob is on duty for one and alternate of the other; Charlie is next there, holder here.
    assert found == [
        [(str(charlie), "titulaire désigné")],
        [(str(bob), "d’astreinte au tableau"), (str(emile), "titulaire désigné")],
    ]
    assert turned == found[::-1]
    assert [name for name, _why in capacity.skipped] == [str(bob)]
    assert (str(bob), "déjà là : c’est vous") in planning.skipped
    assert [one.name for one in planning.candidates] == [str(emile)]


def test_ladders_of_one_and_of_three_rosters_cost_the_same(cell, alice, bob, emile, tomorrow):
    counts = []
    slugs = []
    for slug in ("capacity", "planning", "logistics"):
        cards = name_for(cell, slug, UserFactory(), UserFactory(), by=alice)
        draw(cell, slug, by=alice, day=cards[0], night=cards[1])
        slugs.append(slug)
        with CaptureQueriesContext(connection) as captured:
            ladders(cell, *slugs, at=local_instant(tomorrow, time(10), PARIS))
        counts.append(len(captured) - len(slugs))

    assert counts[0] == counts[2] <= 22
