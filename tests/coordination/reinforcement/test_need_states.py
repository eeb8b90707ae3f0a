"""Needs move from state to state as the field does, and no other way."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Need, Seat
from coordination.reinforcement.refusals import (
    AlreadyFilled,
    AnswerDateUseless,
    AuthorNotApproved,
    NeedIncomplete,
    NeedMoved,
    NeedPast,
    ReasonMissing,
    SlotsClash,
    TooFewPlaces,
)
from coordination.reinforcement.services import drafting, submission
from coordination.reinforcement.services import need as services
from coordination.reinforcement.services.answer import accept
from coordination.reinforcement.services.clock import turn_needs
from coordination.reinforcement.services.drafting import SlotWish
from portal.accounts.models import Grant, Role
from portal.audit.models import Entry
from tests.people import (
    AssignmentFactory,
    GrantFactory,
    NeedFactory,
    SlotFactory,
    UserFactory,
    day_shift,
    log_in,
    next_saturday,
)

State = Need.State

ACTS = {
    "submit": (lambda need, who: submission.submit_need(need, by=who), {State.DRAFT}),
    "validate": (lambda need, who: services.validate_need(need, by=who), {State.SUBMITTED}),
    "return": (
        lambda need, who: services.return_need(need, by=who, reason="Précisez."),
        {State.SUBMITTED, State.VALIDATED},
    ),
    "open": (lambda need, who: services.open_need(need, by=who), {State.VALIDATED}),
    "suspend": (
        lambda need, who: services.suspend_need(need, by=who, reason="Crue."),
        {State.SUBMITTED, State.VALIDATED, State.OPEN, State.PARTLY_FILLED, State.FILLED},
    ),
    "resume": (lambda need, who: services.resume_need(need, by=who), {State.SUSPENDED}),
    "cancel": (
        lambda need, who: services.cancel_need(need, by=who, reason="Résolu."),
        {State.DRAFT, *Need.LIVING},
    ),
    "expire": (
        lambda need, _: services.expire_need(need),
        {State.SUBMITTED, State.VALIDATED, State.OPEN, State.PARTLY_FILLED},
    ),
    "close": (
        lambda need, who: services.close_need(need, by=who),
        {State.OPEN, State.PARTLY_FILLED, State.FILLED, State.EXPIRED},
    ),
    "prioritise": (
        lambda need, who: services.set_priority(need, by=who, priority=1),
        set(Need.LIVING),
    ),
}


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("act", ACTS)
def test_each_act_starts_only_from_its_own_states(act, state, ehpad, bob, alice):
    need = NeedFactory(structure=ehpad, created_by=bob, state=state, resumes_as="open")
    do, sources = ACTS[act]
    before = Entry.objects.count()

    if state in sources:
        do(need, bob if act == "submit" else alice)
        assert Entry.objects.count() > before
    else:
        with pytest.raises(NeedMoved):
            do(need, alice)
        assert Need.objects.get(pk=need.pk).state == state
        assert Entry.objects.count() == before


def test_a_need_of_a_manager_waits_for_the_ars(ehpad, bob, alice):
    need = NeedFactory(structure=ehpad, created_by=bob)

    assert submission.submit_need(need, by=bob) == State.SUBMITTED
    services.validate_need(need, by=alice, priority=2)
    services.open_need(need, by=alice)

    need.refresh_from_db()
    assert (need.state, need.priority, need.validated_by) == (State.OPEN, 2, alice)
    assert need.submitted_at <= need.validated_at <= need.opened_at
    acts = Entry.objects.filter(subject_id=str(need.pk)).order_by("pk")
    assert list(acts.values_list("action", "actor")) == [
        ("need.submitted", bob.pk),
        ("need.validated", alice.pk),
        ("need.opened", alice.pk),
    ]


def test_a_need_of_the_ars_opens_at_once(ehpad, alice):
    need = NeedFactory(structure=ehpad, created_by=alice)

    assert submission.submit_need(need, by=alice) == State.OPEN


@pytest.mark.parametrize(
    ("departments", "reached"),
    [(["*"], State.SUBMITTED), (["10"], State.SUBMITTED), (["51"], State.OPEN), ([], State.OPEN)],
)
def test_validation_is_asked_where_the_territory_requires_it(
    departments, reached, settings, ehpad, bob
):
    settings.VALIDATION_DEPARTMENTS = departments
    need = NeedFactory(structure=ehpad, created_by=bob)

    assert submission.submit_need(need, by=bob) == reached


def test_a_need_submitted_before_approval_leaves_by_itself_once_approved(ehpad, alice):
    newcomer = UserFactory()
    grant = GrantFactory(user=newcomer, role=Role.MANAGER, structure=ehpad, pending=True)
    need = NeedFactory(structure=ehpad, created_by=newcomer)

    submission.submit_need(need, by=newcomer)

    assert (need.state, need.submitted_at) == (State.SUBMITTED, None)
    with pytest.raises(AuthorNotApproved):
        services.validate_need(need, by=alice)
    assert submission.forward_held_need(need) is False

    Grant.objects.filter(pk=grant.pk).update(state=Grant.State.APPROVED)
    assert submission.forward_held_need(need) is True
    assert submission.forward_held_need(need) is False
    need.refresh_from_db()
    assert need.submitted_at is not None


def test_an_incomplete_or_past_need_is_not_submitted(ehpad, bob):
    bare = NeedFactory(structure=ehpad, created_by=bob, slots=0, professions=[])
    past = NeedFactory(structure=ehpad, created_by=bob, slots=0)
    SlotFactory(need=past, period=day_shift(next_saturday() - timedelta(days=14)))
    late = NeedFactory(structure=ehpad, created_by=bob, answer_by=timezone.now())

    with pytest.raises(NeedIncomplete, match="aucune profession .* et aucun créneau"):
        submission.submit_need(bare, by=bob)
    with pytest.raises(NeedPast):
        submission.submit_need(past, by=bob)
    with pytest.raises(AnswerDateUseless):
        submission.submit_need(late, by=bob)


@pytest.mark.parametrize("act", [services.return_need, services.cancel_need, services.suspend_need])
def test_an_act_that_people_must_understand_needs_a_reason(act, ehpad, bob, alice):
    need = NeedFactory(structure=ehpad, created_by=bob, submitted=True)

    with pytest.raises(ReasonMissing):
        act(need, by=alice, reason="  ")


def test_states_follow_the_places_taken_both_ways(ehpad, alice):
    need = NeedFactory(structure=ehpad, opened=True)
    other = AssignmentFactory(need=need)
    seats = [take_place(need), take_place(need)]
    states = []

    for seat in seats:
        Seat.objects.filter(pk=seat.pk).update(holds=True)
        states.append(refreshed(need))
    Seat.objects.filter(pk=seats[0].pk).update(holds=False)
    states.append(refreshed(need))
    Seat.objects.filter(pk=seats[1].pk).update(holds=False)
    states.append(refreshed(need))

    assert states == [State.PARTLY_FILLED, State.FILLED, State.PARTLY_FILLED, State.OPEN]
    other.refresh_from_db()
    assert other.state == Assignment.State.STOOD_DOWN


def test_a_past_need_with_one_place_taken_of_four_is_not_filled(ehpad, bob, client):
    need = NeedFactory(structure=ehpad, opened=True, slots=2)
    take_place(need, slot=need.slots.first(), holds=True)
    in_the_past(need.slots.all())

    assert refreshed(need) == State.PARTLY_FILLED
    turn_needs()

    assert Need.objects.get(pk=need.pk).state == State.CLOSED
    log_in(client, bob)
    page = client.get(need.get_absolute_url()).content.decode()
    assert "Clos\u00a0: 1\u00a0place sur 4 pourvue" in page


def test_a_slot_past_unfilled_leaves_a_need_that_asks_nobody_more(ehpad):
    need = NeedFactory(structure=ehpad, opened=True, slots=2, answer_by=in_ten_days())
    past, ahead = need.slots.in_order()
    in_the_past(need.slots.filter(pk=past.pk))
    pending = AssignmentFactory(need=need)

    for _ in range(2):
        take_place(need, slot=ahead, holds=True)

    assert refreshed(need) == State.PARTLY_FILLED
    pending.refresh_from_db()
    assert pending.state == Assignment.State.STOOD_DOWN
    assert not Need.objects.recruiting().exists()
    assert not Need.objects.get(pk=need.pk).is_recruiting
    with pytest.raises(AlreadyFilled):
        accept(pending, by=None, channel="email")


def test_a_suspended_need_remembers_the_places_taken_meanwhile(ehpad, alice):
    need = NeedFactory(structure=ehpad, opened=True)
    seat = take_place(need)
    services.suspend_need(need, by=alice, reason="Inondation.")

    Seat.objects.filter(pk=seat.pk).update(holds=True)
    assert refreshed(need) == State.SUSPENDED
    services.resume_need(need, by=alice)

    assert need.state == State.PARTLY_FILLED


def test_cancelling_frees_the_places_and_spares_those_who_were_asked(ehpad, alice):
    need = NeedFactory(structure=ehpad, opened=True)
    seat = take_place(need, holds=True)
    Assignment.objects.filter(pk=seat.assignment_id).update(state=Assignment.State.CONFIRMED)
    asked = AssignmentFactory(need=need)
    services.refresh_fill_state(need.pk)

    services.cancel_need(need, by=alice, reason="Patients transférés.")

    assert need.slots.get().taken == 0
    asked.refresh_from_db()
    confirmed = Assignment.objects.get(pk=seat.assignment_id)
    assert asked.state == Assignment.State.STOOD_DOWN
    assert (confirmed.state, confirmed.cancel_reason) == ("cancelled", "Patients transférés.")


def test_an_expired_need_can_be_prolonged_until_its_last_slot(ehpad, alice):
    need = NeedFactory(structure=ehpad, opened=True)
    services.expire_need(need)
    last = need.slots.get().period.upper

    with pytest.raises(AnswerDateUseless):
        services.prolong_need(need, by=alice, answer_by=last + timedelta(hours=1))
    services.prolong_need(need, by=alice, answer_by=last - timedelta(hours=1))

    assert need.state == State.OPEN


def test_moving_a_slot_asks_again_only_those_who_had_said_yes_to_it(ehpad, bob):
    need = NeedFactory(structure=ehpad, opened=True, slots=2)
    moved, kept = need.slots.in_order()
    first = take_place(need, slot=moved, holds=True)
    second = take_place(need, slot=kept, holds=True)
    later = DateTimeTZRange(moved.period.lower, moved.period.upper + timedelta(hours=1))

    asked_again = drafting.save_need(
        need,
        by=bob,
        slots=[SlotWish(later, 3, moved.pk), SlotWish(kept.period, 2, kept.pk)],
        fields=[],
    )

    assert (asked_again, need.version) == (1, 2)
    first, second = (Assignment.objects.get(pk=seat.assignment_id) for seat in (first, second))
    assert (first.state, first.need_version) == (Assignment.State.NOTIFIED, 2)
    assert second.state == Assignment.State.SELECTED
    assert list(need.slots.in_order().values_list("taken", flat=True)) == [0, 1]


def test_a_slot_keeps_at_least_the_places_already_held(ehpad, bob):
    need = NeedFactory(structure=ehpad, opened=True)
    slot = need.slots.get()
    take_place(need, holds=True)
    take_place(need, holds=True)

    with pytest.raises(TooFewPlaces, match="2 places"):
        drafting.save_need(need, by=bob, slots=[SlotWish(slot.period, 1, slot.pk)], fields=[])


def test_two_slots_with_the_same_dates_are_refused(ehpad, bob):
    need = NeedFactory(structure=ehpad, created_by=bob)
    wish = SlotWish(need.slots.get().period, 1)

    with pytest.raises(SlotsClash):
        drafting.save_need(need, by=bob, slots=[wish, wish], fields=[])


def test_a_copy_is_a_draft_one_week_later(ehpad, bob, alice):
    need = NeedFactory(structure=ehpad, created_by=alice, opened=True, slots=2, priority=1)

    copy = drafting.copy_need(need, by=bob)

    assert (copy.state, copy.priority, copy.created_by, copy.opened_at) == (
        State.DRAFT, None, bob, None,
    )  # fmt: skip
    assert list(copy.professions.all()) == list(need.professions.all())
    assert [slot.period for slot in copy.slots.in_order()] == [
        day_shift(next_saturday() + timedelta(days=7 + rank)) for rank in range(2)
    ]


def in_the_past(slots):
    """The hours of `slots` are over."""
    for slot in slots:
        weeks = timedelta(days=14)
        period = DateTimeTZRange(slot.period.lower - weeks, slot.period.upper - weeks)
        slots.filter(pk=slot.pk).update(period=period)
        slot.seats.update(period=period)


def in_ten_days():
    return timezone.now() + timedelta(days=10)


def take_place(need, *, slot=None, holds=False):
    """A selected volunteer's seat on a slot of `need`."""
    one = AssignmentFactory(need=need, state=Assignment.State.SELECTED)
    slot = slot or need.slots.get()
    return Seat.objects.create(
        assignment=one, slot=slot, volunteer=one.volunteer, period=slot.period, holds=holds
    )


def refreshed(need):
    """The state of `need` once its places have been looked at."""
    services.refresh_fill_state(need.pk)
    return Need.objects.get(pk=need.pk).state
