"""Answering: yes, part of the slots, no; changing one's mind; being told the truth."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Need, Seat
from coordination.reinforcement.refusals import (
    AlreadyEngaged,
    AlreadyFilled,
    AnswersClosed,
    CannotApply,
    MustCancel,
    NoLongerPossible,
    NoSlotChosen,
    SlotsOverlap,
    WholeNeedWanted,
)
from coordination.reinforcement.services.answer import (
    accept,
    apply_spontaneously,
    join_standby,
    mark_seen,
    refuse,
)
from tests.coordination.reinforcement.scene import (
    DIRECT,
    LINK,
    asked,
    journal_of,
    open_need,
    said_yes,
    state_of,
    taken,
    told,
    yes,
)
from tests.people import SlotFactory, VolunteerFactory

State = Assignment.State


def test_a_yes_under_selection_is_an_offer_that_takes_no_place(ehpad, bob):
    need = open_need(ehpad)
    ask = asked(need)

    outcome = yes(ask)

    assert outcome.state == State.ACCEPTED == state_of(ask)
    assert taken(need) == [0]
    assert journal_of(ask) == ["assignment.accepted"]
    assert told("answer_received") == {bob.pk}


def test_managers_are_told_of_the_first_candidate_only(ehpad, bob):
    need = open_need(ehpad)
    first = said_yes(need)
    said_yes(need)

    from coordination.notifications.models import Publication

    published = Publication.objects.filter(notice="answer_received")
    assert [one.subject_id for one in published] == [str(first.pk)]


def test_a_direct_yes_takes_the_place_and_the_person_is_told(ehpad):
    need = open_need(ehpad, **DIRECT)
    ask = asked(need)

    outcome = yes(ask)

    assert outcome.state == State.SELECTED
    assert taken(need) == [1]
    need.refresh_from_db()
    assert need.state == Need.State.PARTLY_FILLED
    assert told("assignment_selected") == {ask.volunteer.user_id}


def test_the_same_yes_twice_is_one_yes(ehpad):
    need = open_need(ehpad, **DIRECT)
    ask = asked(need)
    yes(ask)

    again = yes(ask)

    assert again.state == State.SELECTED
    assert taken(need) == [1]
    assert journal_of(ask) == ["assignment.selected"]


def test_the_last_place_stands_down_those_still_asked(ehpad):
    need = open_need(ehpad, places=1, **DIRECT)
    silent, refused, ask = asked(need), asked(need), asked(need)
    refuse(refused, by=None, channel=LINK)

    yes(ask)

    assert state_of(silent) == State.STOOD_DOWN
    assert state_of(refused) == State.REFUSED
    need.refresh_from_db()
    assert need.state == Need.State.FILLED


def test_a_late_yes_learns_that_the_need_is_filled_and_may_wait(ehpad):
    need = open_need(ehpad, places=1, **DIRECT)
    late, quick = asked(need), asked(need)
    yes(quick)

    with pytest.raises(AlreadyFilled, match="liste d’attente"):
        yes(late)
    join_standby(late, by=None, channel=LINK)

    assert state_of(late) == State.STANDBY
    assert taken(need) == [1]


def test_part_of_the_slots_may_be_accepted(ehpad):
    need = open_need(ehpad, slots=3)
    first, second, _ = need.slots.order_by("period")
    ask = said_yes(need, slots=[first.pk, second.pk])

    assert set(ask.seats.values_list("slot", flat=True)) == {first.pk, second.pk}


def test_part_of_the_slots_is_refused_where_the_need_goes_as_a_whole(ehpad):
    need = open_need(ehpad, slots=2, partial_allowed=False)
    ask = asked(need)

    with pytest.raises(WholeNeedWanted):
        yes(ask, slots=[need.slots.first().pk])

    assert state_of(ask) == State.NOTIFIED


def test_a_direct_yes_keeps_the_slots_that_are_left_and_says_which_are_full(ehpad):
    need = open_need(ehpad, places=1, slots=2, **DIRECT)
    first, second = need.slots.order_by("period")
    yes(asked(need), slots=[first.pk])

    outcome = yes(asked(need))

    assert outcome.state == State.SELECTED
    assert [slot.pk for slot in outcome.full] == [first.pk]
    assert taken(need) == [1, 1]


def test_a_direct_yes_to_a_full_slot_waits(ehpad):
    need = open_need(ehpad, places=1, slots=2, **DIRECT)
    first, _ = need.slots.order_by("period")
    yes(asked(need), slots=[first.pk])
    late = asked(need)

    assert yes(late, slots=[first.pk]).state == State.STANDBY
    assert taken(need) == [1, 0]


def test_slots_of_another_need_are_no_slots(ehpad):
    ask = asked(open_need(ehpad))
    other = open_need(ehpad)

    with pytest.raises(NoSlotChosen):
        yes(ask, slots=[other.slots.first().pk])


def test_two_slots_that_overlap_cannot_both_be_chosen(ehpad):
    need = open_need(ehpad)
    slot = need.slots.get()
    middle = slot.period.lower + timedelta(hours=6)
    SlotFactory(need=need, period=(middle, slot.period.upper + timedelta(hours=6)))
    ask = asked(need)

    with pytest.raises(SlotsOverlap):
        yes(ask)
    assert yes(ask, slots=[slot.pk]).state == State.ACCEPTED


def test_a_person_already_engaged_is_told_by_whom(ehpad, other_ehpad):
    taken_by = open_need(ehpad, **DIRECT)
    ask = asked(taken_by)
    yes(ask)
    rival = open_need(other_ehpad)
    second = asked(rival)
    Assignment.objects.filter(pk=second.pk).update(volunteer=ask.volunteer)
    second.refresh_from_db()

    with pytest.raises(AlreadyEngaged, match="EHPAD des Tilleuls"):
        yes(second)

    assert state_of(second) == State.NOTIFIED


def test_a_firm_place_closes_overlapping_asks_and_says_how_many(ehpad, other_ehpad):
    ask = asked(open_need(ehpad, **DIRECT))
    rival = asked(open_need(other_ehpad))
    partial = asked(open_need(other_ehpad, slots=2))
    for other in (rival, partial):
        Assignment.objects.filter(pk=other.pk).update(volunteer=ask.volunteer)

    outcome = yes(ask)

    assert outcome.closed == 1
    assert state_of(rival) == State.STOOD_DOWN
    assert state_of(partial) == State.NOTIFIED, "one of its two slots is still free"
    assert journal_of(rival) == ["assignment.overtaken"]


def test_a_refusal_keeps_its_reason_and_may_change_into_a_yes(ehpad):
    need = open_need(ehpad)
    ask = asked(need)

    refuse(ask, by=None, channel=LINK, reason=Assignment.Refusal.TOO_FAR)
    ask.refresh_from_db()
    assert (ask.state, ask.refusal) == (State.REFUSED, "too_far")

    yes(ask)
    assert state_of(ask) == State.ACCEPTED


def test_a_yes_may_change_into_a_refusal_that_leaves_no_seat(ehpad):
    ask = said_yes(open_need(ehpad))

    refuse(ask, by=None, channel=LINK)

    assert state_of(ask) == State.REFUSED
    assert not Seat.objects.filter(assignment=ask).exists()


def test_once_selected_changing_means_cancelling(ehpad):
    ask = asked(open_need(ehpad, **DIRECT))
    yes(ask)

    with pytest.raises(MustCancel):
        refuse(ask, by=None, channel=LINK)
    with pytest.raises(MustCancel):
        join_standby(ask, by=None, channel=LINK)


@pytest.mark.parametrize("state", ["suspended", "cancelled", "closed", "expired"])
def test_a_need_that_is_not_open_takes_no_answer(ehpad, state):
    ask = asked(open_need(ehpad))
    Need.objects.filter(pk=ask.need_id).update(state=state, resumes_as="open")

    with pytest.raises(AnswersClosed):
        yes(ask)

    assert state_of(ask) == State.NOTIFIED


def test_after_the_deadline_a_yes_is_too_late(ehpad):
    ask = asked(open_need(ehpad))
    Need.objects.filter(pk=ask.need_id).update(answer_by=timezone.now())

    with pytest.raises(AnswersClosed, match="date limite"):
        yes(ask)


@pytest.mark.parametrize("state", ["declined", "released", "cancelled", "absent"])
def test_an_ask_that_is_over_takes_no_answer(ehpad, state):
    ask = asked(open_need(ehpad), state=state)

    with pytest.raises(NoLongerPossible):
        yes(ask)
    with pytest.raises(NoLongerPossible):
        refuse(ask, by=None, channel=LINK)

    assert state_of(ask) == state


def test_seen_is_set_once_and_never_goes_back(ehpad):
    ask = asked(open_need(ehpad))

    mark_seen(ask)
    seen_at = Assignment.objects.get(pk=ask.pk).seen_at
    mark_seen(ask)

    assert state_of(ask) == State.SEEN
    assert Assignment.objects.get(pk=ask.pk).seen_at == seen_at

    yes(ask)
    mark_seen(ask)
    assert state_of(ask) == State.ACCEPTED


def test_an_answer_taken_by_phone_keeps_its_author_and_channel(ehpad, bob):
    from portal.audit.models import Entry

    ask = asked(open_need(ehpad))

    accept(ask, by=bob, channel=Assignment.Channel.PHONE)

    ask.refresh_from_db()
    assert ask.answer_channel == "phone"
    assert Entry.objects.get(action="assignment.accepted").actor_id == bob.pk


def test_a_volunteer_who_fits_comes_forward_without_being_asked(ehpad, troyes, charlie):
    need = open_need(ehpad)

    assignment = apply_spontaneously(charlie.volunteer, need, by=charlie)

    assert assignment.state == State.ACCEPTED
    assert assignment.origin == Assignment.Origin.SPONTANEOUS
    assert not charlie.volunteer.budgets.exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"trust": 5}, "vérifié"),
        ({"profession": None, "state": "incomplete"}, "dossier"),
        ({"state": "paused"}, "dossier"),
    ],
)
def test_hard_rules_hold_for_those_who_come_forward(ehpad, charlie, change, why):
    volunteer = VolunteerFactory(commune=ehpad.commune, **change)

    with pytest.raises(CannotApply, match=why):
        apply_spontaneously(volunteer, open_need(ehpad), by=volunteer.user)

    assert not Assignment.objects.exists()


def test_coming_forward_where_one_was_asked_answers_the_ask(ehpad, charlie):
    need = open_need(ehpad)
    ask = asked(need)
    Assignment.objects.filter(pk=ask.pk).update(volunteer=charlie.volunteer)

    assignment = apply_spontaneously(charlie.volunteer, need, by=charlie)

    assert assignment.pk == ask.pk
    assert assignment.state == State.ACCEPTED
    assert assignment.origin == Assignment.Origin.WAVE
