"""Two people want the same place at the same instant: real threads, real PostgreSQL."""

from collections import Counter
from functools import partial

import pytest
from django.db import transaction

from coordination.reinforcement.models import Assignment, Need, Seat
from coordination.reinforcement.refusals import AlreadyFilled, NoPlaceLeft
from coordination.reinforcement.services.places import close_overtaken, lock_need
from coordination.reinforcement.services.selection import select
from coordination.reinforcement.services.standdown import stand_down
from coordination.reinforcement.services.withdrawal import cancel_by_volunteer
from portal.lib.refusal import Refusal
from tests.coordination.reinforcement.scene import (
    DIRECT,
    asked,
    open_need,
    said_yes,
    state_of,
    taken,
    yes,
)
from tests.races import together

State = Assignment.State
pytestmark = pytest.mark.django_db(transaction=True)


@transaction.atomic
def stand_down_alone(need: Need) -> None:
    """What happens to the people asked when `need` stops asking."""
    stand_down(lock_need(need.pk))


def test_of_two_hundred_who_say_yes_at_once_twenty_hold_a_place_and_all_know_the_truth(ehpad):
    need = open_need(ehpad, places=20, **DIRECT)
    asks = [asked(need) for _ in range(200)]

    answers = together(*[partial(yes, ask) for ask in asks])

    told = Counter(
        type(answer).__name__ if isinstance(answer, Refusal) else answer.state for answer in answers
    )
    assert told == {State.SELECTED: 20, AlreadyFilled.__name__: 180}
    assert taken(need) == [20]
    assert Seat.objects.filter(slot__need=need, holds=True).count() == 20
    states = Counter(Assignment.objects.filter(need=need).values_list("state", flat=True))
    assert states == {State.SELECTED: 20, State.STOOD_DOWN: 180}
    need.refresh_from_db()
    assert need.state == Need.State.FILLED


def test_one_person_cannot_take_two_overlapping_places_at_once(ehpad, other_ehpad):
    for _ in range(5):
        here, there = asked(open_need(ehpad, **DIRECT)), asked(open_need(other_ehpad, **DIRECT))
        Assignment.objects.filter(pk=there.pk).update(volunteer=here.volunteer)
        there.refresh_from_db()

        together(partial(yes, here), partial(yes, there))

        held = Seat.objects.filter(volunteer=here.volunteer, holds=True)
        assert held.count() == 1
        assert Counter([state_of(here), state_of(there)]) == {
            State.SELECTED: 1,
            State.STOOD_DOWN: 1,
        }


def test_two_managers_select_for_the_last_place_and_one_is_told_it_is_gone(ehpad, bob, alice):
    for _ in range(5):
        need = open_need(ehpad, places=1)
        one, two = said_yes(need), said_yes(need)

        answers = together(partial(select, one, by=bob), partial(select, two, by=alice))

        assert taken(need) == [1]
        assert sum(isinstance(answer, NoPlaceLeft | Refusal) for answer in answers) == 1
        assert Counter([state_of(one), state_of(two)])[State.SELECTED] == 1


def test_an_answer_that_crosses_a_stand_down_either_counts_or_is_told(ehpad):
    for _ in range(5):
        need = open_need(ehpad)
        ask, other = asked(need), asked(need)

        answers = together(partial(yes, ask), partial(stand_down_alone, need))

        # The need is still open: a yes that comes after the stand-down counts again.
        assert state_of(ask) in (State.ACCEPTED, State.STOOD_DOWN)
        assert not isinstance(answers[0], Refusal)
        assert state_of(other) == State.STOOD_DOWN


def test_people_engaged_across_two_needs_never_dead_lock(ehpad, other_ehpad):
    here, there = open_need(ehpad, places=1, **DIRECT), open_need(other_ehpad, places=1, **DIRECT)
    pairs = []
    for _ in range(4):
        one, two = asked(here), asked(there)
        Assignment.objects.filter(pk=two.pk).update(volunteer=one.volunteer)
        two.refresh_from_db()
        pairs += [one, two]

    together(*[partial(yes, ask) for ask in pairs])
    close_overtaken()

    assert taken(here) == [1] and taken(there) == [1]
    people = Seat.objects.filter(holds=True).values_list("volunteer", flat=True)
    assert len(set(people)) == 2


def test_a_place_given_back_while_people_answer_is_given_once(ehpad):
    need = open_need(ehpad, places=1, **DIRECT)
    holder = asked(need)
    others = [asked(need) for _ in range(6)]
    yes(holder)

    together(partial(cancel_by_volunteer, holder, by=None), *[partial(yes, one) for one in others])

    assert taken(need) in ([0], [1])
    assert Seat.objects.filter(slot__need=need, holds=True).count() == taken(need)[0]
    assert state_of(holder) == State.CANCELLED
