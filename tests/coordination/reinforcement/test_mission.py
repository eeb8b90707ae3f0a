"""On site: presence, hours, the end, reminders, a word from either side."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from coordination.notifications.models import Publication
from coordination.reinforcement.models import Assignment, Need, Seat
from coordination.reinforcement.refusals import (
    EmployerConsentMissing,
    FeedbackGiven,
    HoursTooMany,
    NoLongerPossible,
    NotFinished,
    SlotsToCome,
    TooEarly,
)
from coordination.reinforcement.services.answer import join_standby
from coordination.reinforcement.services.follow import follow_answers, remind_people
from coordination.reinforcement.services.mission import (
    finish,
    give_feedback,
    mark_absent,
    mark_present,
    remind_missions,
)
from coordination.reinforcement.services.selection import confirm, select
from tests.coordination.reinforcement.scene import (
    asked,
    journal_of,
    open_need,
    said_yes,
    state_of,
    taken,
    told,
)

State = Assignment.State


@pytest.fixture
def mission(ehpad, bob):
    """Somebody confirmed for one slot."""
    candidate = said_yes(open_need(ehpad, places=1))
    select(candidate, by=bob)
    confirm(candidate, by=bob)
    candidate.refresh_from_db()
    return candidate


def begins(seat: Seat, *, hours: float) -> None:
    """The seat begins in that many hours, for twelve hours."""
    start = timezone.now() + timedelta(hours=hours)
    period = (start, start + timedelta(hours=12))
    seat.slot.__class__.objects.filter(pk=seat.slot_id).update(period=period)
    Seat.objects.filter(pk=seat.pk).update(period=period)


def test_the_first_arrival_starts_the_mission(mission, bob):
    seat = mission.seats.get()
    with pytest.raises(TooEarly):
        mark_present(seat, by=bob)
    begins(seat, hours=1)

    mark_present(seat, by=bob)

    assert state_of(mission) == State.STARTED
    assert journal_of(mission)[-2:] == ["assignment.present", "assignment.started"]


def test_somebody_selected_who_arrives_is_confirmed_on_the_way(ehpad, bob):
    candidate = said_yes(open_need(ehpad))
    select(candidate, by=bob)
    begins(candidate.seats.get(), hours=0)

    mark_present(candidate.seats.get(), by=bob)

    assert state_of(candidate) == State.STARTED
    assert "assignment.confirmed" in journal_of(candidate)


def test_without_the_employer_s_paper_nobody_starts(ehpad, bob):
    candidate = said_yes(open_need(ehpad), employer="asked")
    select(candidate, by=bob)
    begins(candidate.seats.get(), hours=0)

    with pytest.raises(EmployerConsentMissing):
        mark_present(candidate.seats.get(), by=bob)

    assert state_of(candidate) == State.SELECTED


def test_an_absence_frees_the_place_and_is_told(mission, bob):
    seat = mission.seats.get()
    with pytest.raises(TooEarly):
        mark_absent(seat, by=bob)
    begins(seat, hours=-1)

    mark_absent(seat, by=bob)

    assert state_of(mission) == State.ABSENT
    assert taken(mission.need) == [0]
    assert told("marked_absent") == {mission.volunteer.user_id}


def test_an_absence_from_one_slot_leaves_the_others(ehpad, bob):
    candidate = said_yes(open_need(ehpad, slots=2))
    select(candidate, by=bob)
    first, second = candidate.seats.order_by("period")
    begins(first, hours=-1)

    mark_absent(first, by=bob)

    assert state_of(candidate) == State.SELECTED
    assert taken(candidate.need) == [0, 1]
    assert Seat.objects.get(pk=second.pk).holds


def test_finishing_keeps_the_hours_and_asks_for_a_word(mission, bob):
    seat = mission.seats.get()
    begins(seat, hours=-12)
    mark_present(seat, by=bob)

    with pytest.raises(HoursTooMany):
        finish(mission, by=bob, hours={seat.slot_id: Decimal(20)})
    finish(mission, by=bob, hours={seat.slot_id: Decimal("11.5")})

    assert state_of(mission) == State.FINISHED
    assert Seat.objects.get(pk=seat.pk).hours == Decimal("11.5")
    assert told("mission_finished") == {mission.volunteer.user_id}


@pytest.fixture
def under_way(ehpad, bob):
    """Somebody who worked the first of two slots, with one place each."""
    candidate = said_yes(open_need(ehpad, slots=2, places=1))
    select(candidate, by=bob)
    first = candidate.seats.earliest("period")
    begins(first, hours=-12)
    mark_present(first, by=bob)
    return candidate


def test_a_mission_with_slots_to_come_is_not_finished_by_mistake(under_way, bob):
    with pytest.raises(SlotsToCome, match="Créneaux encore à venir : 1"):
        finish(under_way, by=bob, hours={})

    assert state_of(under_way) == State.STARTED
    assert taken(under_way.need) == [1, 1]


def test_finishing_early_on_purpose_gives_back_the_rest_and_calls_the_list(under_way, bob):
    waiting = asked(under_way.need)
    join_standby(waiting, by=None, channel="email")

    finish(under_way, by=bob, hours={}, gives_back=True)

    assert taken(under_way.need) == [1, 0]
    assert state_of(waiting) == State.OFFERED
    assert journal_of(under_way)[-2:] == ["assignment.given_back", "assignment.finished"]
    told = Publication.objects.get(notice="mission_finished")
    assert "n’a plus besoin de vous aux créneaux suivants" in told.email_body


def test_only_a_started_mission_is_finished(mission, bob):
    with pytest.raises(NoLongerPossible):
        finish(mission, by=bob, hours={})


def test_each_side_leaves_one_word_after_the_mission(mission, bob):
    word = {"by": bob, "rating": 5, "text": "Merci"}
    with pytest.raises(NotFinished):
        give_feedback(mission, author="structure", **word)
    Assignment.objects.filter(pk=mission.pk).update(state=State.FINISHED)

    give_feedback(mission, author="structure", **word)
    give_feedback(mission, author="volunteer", **word)
    with pytest.raises(FeedbackGiven):
        give_feedback(mission, author="volunteer", **word)

    assert mission.feedbacks.count() == 2


def test_people_are_reminded_once_the_day_before_and_once_two_hours_before(mission):
    seat = mission.seats.get()
    begins(seat, hours=30)
    assert remind_missions() == 0
    begins(seat, hours=20)
    assert remind_missions() == 1
    assert remind_missions() == 0
    begins(seat, hours=1.5)
    assert remind_missions() == 1
    assert remind_missions() == 0

    assert told("mission_soon") == {mission.volunteer.user_id}
    assert Publication.objects.filter(notice="mission_soon").count() == 2


def test_the_clock_ends_unanswered_asks_and_calls_nobody_twice(ehpad):
    late, waiting = asked(open_need(ehpad)), asked(open_need(ehpad))
    Need.objects.filter(pk=late.need_id).update(answer_by=timezone.now())

    done = follow_answers()

    assert (done["asks"], state_of(late), state_of(waiting)) == (1, State.EXPIRED, State.NOTIFIED)
    assert set(follow_answers().values()) == {0}
    assert remind_people() == {"missions": 0, "structures": 0}
