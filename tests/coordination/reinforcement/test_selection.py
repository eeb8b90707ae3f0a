"""The structure chooses; the stand-by list moves up by itself; silence has an end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Need
from coordination.reinforcement.refusals import (
    AlreadyFilled,
    EmployerConsentMissing,
    EmployerRefuses,
    EngagedElsewhere,
    NoLongerPossible,
    NoPlaceLeft,
    PlacesClosed,
    ReasonMissing,
    ReservedByAnother,
)
from coordination.reinforcement.services.answer import join_standby, refuse
from coordination.reinforcement.services.selection import (
    confirm,
    decline,
    put_on_standby,
    release_call,
    reserve_for_call,
    reveal_contact,
    select,
    set_employer,
)
from coordination.reinforcement.services.standby import close_standby, expire_offers
from coordination.reinforcement.services.withdrawal import (
    cancel_by_structure,
    cancel_by_volunteer,
    release_silent,
    remind_structures,
    step_back,
)
from portal.audit.models import Entry
from tests.coordination.reinforcement.scene import (
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

State = Assignment.State
OTHER = Assignment.Declined.OTHER_CHOSEN


def earlier(ask: Assignment, **hours: float) -> None:
    """The person answered that long ago."""
    Assignment.objects.filter(pk=ask.pk).update(answered_at=timezone.now() - timedelta(**hours))


def standby_for(need: Need, **fields) -> Assignment:
    ask = asked(need, **fields)
    join_standby(ask, by=None, channel=LINK)
    return ask


def test_selecting_takes_the_place_and_tells_the_person(ehpad, bob):
    need = open_need(ehpad)
    candidate = said_yes(need)

    assert select(candidate, by=bob) == 0

    assert state_of(candidate) == State.SELECTED
    assert taken(need) == [1]
    assert told("assignment_selected") == {candidate.volunteer.user_id}


def test_selecting_twice_takes_one_place(ehpad, bob):
    need = open_need(ehpad)
    candidate = said_yes(need)
    select(candidate, by=bob)

    select(candidate, by=bob)

    assert taken(need) == [1]
    assert journal_of(candidate) == ["assignment.accepted", "assignment.selected"]


def test_nobody_is_selected_beyond_the_places(ehpad, bob):
    need = open_need(ehpad, places=1, slots=2)
    first, _ = need.slots.order_by("period")
    one, two = said_yes(need, slots=[first.pk]), said_yes(need, slots=[first.pk])
    select(one, by=bob)

    with pytest.raises(NoPlaceLeft):
        select(two, by=bob)

    assert state_of(two) == State.ACCEPTED
    assert taken(need) == [1, 0]


@pytest.mark.parametrize("state", ["notified", "refused", "declined", "cancelled", "stood_down"])
def test_only_people_who_said_yes_are_selected(ehpad, bob, state):
    ask = asked(open_need(ehpad), state=state)

    with pytest.raises(NoLongerPossible):
        select(ask, by=bob)


@pytest.mark.parametrize("state", ["suspended", "cancelled", "closed"])
def test_nobody_is_selected_for_a_need_that_is_not_open(ehpad, bob, state):
    candidate = said_yes(open_need(ehpad))
    Need.objects.filter(pk=candidate.need_id).update(state=state, resumes_as="open")

    with pytest.raises(PlacesClosed):
        select(candidate, by=bob)


def test_after_the_deadline_the_structure_still_chooses(ehpad, bob):
    candidate = said_yes(open_need(ehpad, places=1))
    Need.objects.filter(pk=candidate.need_id).update(state="expired")

    select(candidate, by=bob)

    assert state_of(candidate) == State.SELECTED
    assert Need.objects.get(pk=candidate.need_id).state == Need.State.FILLED


def test_a_structure_learns_that_a_person_is_engaged_but_not_where(ehpad, other_ehpad, bob, helene):
    here, there = said_yes(open_need(ehpad)), said_yes(open_need(other_ehpad, slots=2))
    Assignment.objects.filter(pk=there.pk).update(volunteer=here.volunteer)
    there.seats.update(volunteer=here.volunteer)
    select(here, by=bob)
    Assignment.objects.filter(pk=there.pk).update(state="accepted")

    with pytest.raises(EngagedElsewhere) as refusal:
        select(there, by=helene)

    assert "Tilleuls" not in str(refusal.value)


def test_a_call_reserves_the_person_for_a_quarter_of_an_hour(ehpad, bob, alice):
    candidate = said_yes(open_need(ehpad))

    until = reserve_for_call(candidate, by=bob)

    assert timedelta(minutes=14) < until - timezone.now() <= timedelta(minutes=15)
    candidate.refresh_from_db()
    with pytest.raises(ReservedByAnother, match="Bob"):
        reserve_for_call(candidate, by=alice)
    with pytest.raises(ReservedByAnother):
        select(candidate, by=alice)
    assert journal_of(candidate)[-1] == "contact.revealed"


def test_a_call_ends_by_itself_or_when_its_author_says_so(ehpad, bob, alice):
    candidate = said_yes(open_need(ehpad))
    reserve_for_call(candidate, by=bob)
    release_call(candidate, by=alice)
    with pytest.raises(ReservedByAnother):
        reserve_for_call(candidate, by=alice)

    release_call(candidate, by=bob)
    reserve_for_call(candidate, by=alice)
    past = timezone.now() - timedelta(seconds=1)
    Assignment.objects.filter(pk=candidate.pk).update(reserved_until=past)

    reserve_for_call(candidate, by=bob)
    assert Entry.objects.filter(action="contact.revealed").count() == 3


def test_contact_details_before_selection_need_a_call(ehpad, bob):
    candidate = said_yes(open_need(ehpad))

    with pytest.raises(NoLongerPossible):
        reveal_contact(candidate, by=bob)
    select(candidate, by=bob)
    candidate.refresh_from_db()
    reveal_contact(candidate, by=bob)

    line = Entry.objects.get(action="contact.revealed")
    assert (line.actor_id, line.detail) == (bob.pk, {"purpose": "mission"})


def test_nobody_calls_a_person_who_did_not_say_yes(ehpad, bob):
    with pytest.raises(NoLongerPossible):
        reserve_for_call(asked(open_need(ehpad)), by=bob)
    assert not Entry.objects.filter(action="contact.revealed").exists()


def test_a_declined_candidate_is_thanked_with_the_reason(ehpad, bob):
    candidate = said_yes(open_need(ehpad))

    decline(candidate, by=bob, reason=OTHER)

    candidate.refresh_from_db()
    assert (candidate.state, candidate.declined) == (State.DECLINED, OTHER)
    assert told("assignment_declined") == {candidate.volunteer.user_id}


def test_an_opposed_employer_bars_selection_and_a_missing_paper_bars_confirmation(ehpad, bob):
    candidate = said_yes(open_need(ehpad))
    set_employer(candidate, by=bob, consent="refused")
    with pytest.raises(EmployerRefuses):
        select(candidate, by=bob)

    set_employer(candidate, by=bob, consent="agreed")
    select(candidate, by=bob)
    with pytest.raises(EmployerConsentMissing):
        confirm(candidate, by=bob)

    set_employer(candidate, by=bob, consent="written")
    confirm(candidate, by=bob)
    assert state_of(candidate) == State.CONFIRMED
    assert told("assignment_confirmed") == {candidate.volunteer.user_id}


def test_a_withdrawal_frees_the_place_and_offers_it_to_the_best_who_waits(ehpad, bob):
    need = open_need(ehpad, places=1)
    holder = said_yes(need)
    select(holder, by=bob)
    second, best = standby_for(need, score=10), standby_for(need, score=20)

    cancel_by_volunteer(holder, by=None, reason="malade")

    assert state_of(holder) == State.CANCELLED
    assert (state_of(best), state_of(second)) == (State.OFFERED, State.STANDBY)
    assert told("place_offered") == {best.volunteer.user_id}
    assert told("volunteer_withdrew") == {bob.pk}
    need.refresh_from_db()
    assert need.state == Need.State.OPEN


def test_an_offered_place_is_kept_for_its_person_until_it_expires(ehpad, bob):
    need = open_need(ehpad, places=1)
    holder = said_yes(need)
    select(holder, by=bob)
    best, second = standby_for(need, score=20), standby_for(need, score=10)
    cancel_by_volunteer(holder, by=None)

    with pytest.raises(NoPlaceLeft):
        select(second, by=bob)
    assert expire_offers() == 0
    past = timezone.now() - timedelta(seconds=1)
    Assignment.objects.filter(pk=best.pk).update(offered_until=past)
    with pytest.raises(AlreadyFilled):
        yes(best)
    assert expire_offers() == 1

    assert (state_of(best), state_of(second)) == (State.EXPIRED, State.OFFERED)
    assert yes(second).state == State.SELECTED
    assert taken(need) == [1]


def test_a_refused_offer_goes_to_the_next(ehpad, bob):
    need = open_need(ehpad, places=1)
    holder = said_yes(need)
    select(holder, by=bob)
    best, second = standby_for(need, score=20), standby_for(need, score=10)
    cancel_by_volunteer(holder, by=None)

    refuse(best, by=None, channel=LINK)

    assert (state_of(best), state_of(second)) == (State.REFUSED, State.OFFERED)


def test_the_structure_may_keep_a_candidate_on_stand_by(ehpad, bob):
    need = open_need(ehpad, places=1)
    one, two = said_yes(need), said_yes(need)
    put_on_standby(two, by=bob)
    select(one, by=bob)

    assert state_of(two) == State.STANDBY
    assert told("assignment_waiting") == {two.volunteer.user_id}


def test_the_stand_by_list_is_cleared_with_a_word_when_the_slots_begin(ehpad, bob):
    need = open_need(ehpad, places=1)
    holder = said_yes(need)
    select(holder, by=bob)
    waiting = standby_for(need)
    assert close_standby() == 0

    begun = (timezone.now() - timedelta(hours=1), timezone.now() + timedelta(hours=5))
    waiting.seats.update(period=begun)
    assert close_standby() == 1

    assert state_of(waiting) == State.STOOD_DOWN
    assert told("standby_over") == {waiting.volunteer.user_id}


def test_a_structure_cancels_with_a_reason_that_the_volunteer_reads(ehpad, bob):
    candidate = said_yes(open_need(ehpad))
    select(candidate, by=bob)

    with pytest.raises(ReasonMissing):
        cancel_by_structure(candidate, by=bob, reason="  ")
    cancel_by_structure(candidate, by=bob, reason="Le service ferme")

    candidate.refresh_from_db()
    assert (candidate.state, candidate.cancel_reason) == (State.CANCELLED, "Le service ferme")
    assert taken(candidate.need) == [0]
    assert told("mission_cancelled") == {candidate.volunteer.user_id}


@pytest.mark.parametrize("state", ["finished", "absent", "refused", "declined"])
def test_what_is_over_is_not_cancelled(ehpad, bob, state):
    ask = asked(open_need(ehpad), state=state)

    with pytest.raises(NoLongerPossible):
        cancel_by_structure(ask, by=bob, reason="trop tard")


def test_a_correction_goes_back_one_stage_and_leaves_a_line(ehpad, bob):
    need = open_need(ehpad)
    candidate = said_yes(need)
    select(candidate, by=bob)

    assert step_back(candidate, by=bob, reason="erreur de clic") == State.ACCEPTED

    assert taken(need) == [0]
    assert journal_of(candidate)[-1] == "assignment.corrected"
    with pytest.raises(NoLongerPossible):
        step_back(candidate, by=bob, reason="encore")


def test_a_correction_that_needs_a_place_that_is_gone_is_declined(ehpad, bob):
    need = open_need(ehpad, places=1)
    absent, other = said_yes(need), said_yes(need)
    select(absent, by=bob)
    Assignment.objects.filter(pk=absent.pk).update(state=State.ABSENT)
    absent.seats.update(holds=False)
    Assignment.objects.filter(pk=other.pk).update(state=State.ACCEPTED)
    select(other, by=bob)

    with pytest.raises(NoPlaceLeft):
        step_back(absent, by=bob, reason="il était là")

    assert state_of(absent) == State.ABSENT


def test_a_silent_structure_is_reminded_twice_then_loses_the_candidate(ehpad, bob, alice):
    candidate = said_yes(open_need(ehpad))
    assert remind_structures() == 0
    earlier(candidate, hours=5)
    assert remind_structures() == 1
    assert remind_structures() == 0
    earlier(candidate, hours=25)
    assert remind_structures() == 1
    assert release_silent() == 0
    earlier(candidate, hours=49)

    assert release_silent() == 1

    assert state_of(candidate) == State.RELEASED
    assert told("candidate_waits") == {bob.pk}
    assert told("candidate_released") == {candidate.volunteer.user_id}
    assert told("structure_silent") == {alice.pk}


def test_a_candidate_whose_slot_begins_is_released_at_once(ehpad):
    candidate = said_yes(open_need(ehpad))
    begun = (timezone.now() - timedelta(minutes=1), timezone.now() + timedelta(hours=5))
    candidate.seats.update(period=begun)

    assert release_silent() == 1
    assert state_of(candidate) == State.RELEASED
