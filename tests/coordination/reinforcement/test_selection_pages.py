"""The pages of candidates, of one file and of missions: who opens them, what they show and cost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Seat
from coordination.reinforcement.selectors.assignment import own_link
from coordination.reinforcement.services.mission import finish, mark_present
from coordination.reinforcement.services.selection import select
from portal.audit.models import Entry
from tests.coordination.reinforcement.scene import (
    asked,
    journal_of,
    open_need,
    said_yes,
    state_of,
)
from tests.people import AssignmentFactory, log_in

State = Assignment.State
ACTS = [
    "assignment_phone",
    "assignment_reserve",
    "assignment_release",
    "assignment_reveal",
    "assignment_select",
    "assignment_standby",
    "assignment_decline",
    "assignment_employer",
    "assignment_confirm",
    "assignment_cancel",
    "assignment_step_back",
    "assignment_presence",
    "assignment_finish",
    "assignment_feedback",
]
# Own manager, ARS above: allowed. The volunteer concerned sees the file and may do nothing
# there. Everybody else does not know that it exists. Nobody signed in: the login page.
WHO = [("bob", "ok"), ("alice", "ok"), ("gaspard", "ok"), ("charlie", 403)]
WHO += [("helene", 404), ("dora", 404), ("emile", 404), ("fatou", 404), (None, 302)]


def url(name: str, subject) -> str:
    return reverse(f"reinforcement:{name}", args=[subject.uuid])


@pytest.fixture
def candidate(ehpad, charlie):
    """Charlie, who said yes."""
    ask = AssignmentFactory(need=open_need(ehpad), volunteer=charlie.volunteer)
    from tests.coordination.reinforcement.scene import yes

    yes(ask)
    ask.refresh_from_db()
    return ask


@pytest.mark.parametrize("who, code", WHO)
def test_who_may_act_on_an_assignment(client, request, candidate, who, code):
    log_in(client, request.getfixturevalue(who) if who else None)

    codes = {name: client.post(url(name, candidate)).status_code for name in ACTS}

    if code == "ok":
        # An act that is not possible now says so on the page; none is refused.
        assert set(codes.values()) <= {200, 302, 404}
        assert codes["assignment_select"] == 302
    else:
        assert set(codes.values()) == {code}
        assert state_of(candidate) == State.ACCEPTED


@pytest.mark.parametrize(
    "name, codes",
    [
        ("assignment_detail", {"bob": 200, "alice": 200, "charlie": 302, "helene": 404}),
        ("attestation_page", {"bob": 200, "alice": 200, "charlie": 200, "helene": 404}),
        ("attestation", {"bob": 302, "charlie": 302, "dora": 404}),
        ("mission_calendar", {"bob": 200, "charlie": 200, "dora": 404, "fatou": 404}),
    ],
)
def test_who_reads_a_file(client, request, candidate, name, codes):
    for who, code in codes.items():
        log_in(client, request.getfixturevalue(who))
        assert client.get(url(name, candidate)).status_code == code, who


@pytest.mark.parametrize(
    "who, code",
    [("bob", 200), ("alice", 200), ("gaspard", 200), ("charlie", 403), ("helene", 404)]
    + [("dora", 404), ("emile", 403), ("fatou", 403), (None, 302)],
)
def test_who_reads_the_candidates(client, request, candidate, who, code):
    log_in(client, request.getfixturevalue(who) if who else None)

    assert client.get(url("candidate_list", candidate.need)).status_code == code


def test_candidates_are_masked_and_ranked(client, bob, ehpad):
    need = open_need(ehpad)
    low, high = said_yes(need, score=10), said_yes(need, score=90)
    page = log_in(client, bob).get(url("candidate_list", need)).content.decode()

    assert page.index(high.volunteer.reference) < page.index(low.volunteer.reference)
    for person in (low, high):
        user = person.volunteer.user
        for secret in (user.last_name, user.email, person.volunteer.phone):
            assert secret not in page


def test_the_page_of_candidates_costs_the_same_for_two_and_for_twenty(client, bob, ehpad):
    need = open_need(ehpad)
    for _ in range(2):
        said_yes(need)
    log_in(client, bob)
    address = url("candidate_list", need)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for _ in range(18):
        said_yes(need)

    with CaptureQueriesContext(connection) as many:
        page = client.get(address)

    assert len(page.context["candidates"]) == 20
    assert len(many) == len(few)


def test_more_candidates_than_a_page_are_all_reached_once(client, bob, ehpad):
    need = open_need(ehpad)
    people = {said_yes(need).pk for _ in range(28)}
    log_in(client, bob)
    first = client.get(url("candidate_list", need)).context
    after = first["page"].next
    second = client.get(url("candidate_list", need), {"apres": after}).context

    shown = [one.assignment.pk for one in [*first["candidates"], *second["candidates"]]]
    assert len(shown) == 28
    assert set(shown) == people


def test_a_call_shows_the_details_and_tells_the_volunteer(client, bob, alice, candidate):
    phone, page = "06 00 00 00", url("assignment_detail", candidate)
    log_in(client, bob)
    assert phone not in client.get(page).content.decode()

    client.post(url("assignment_reserve", candidate))

    assert candidate.volunteer.user.email in client.get(page).content.decode()
    log_in(client, alice)
    seen_by_other = client.get(page).content.decode()
    assert candidate.volunteer.user.email not in seen_by_other
    assert "En cours de contact par Bob" in seen_by_other
    assert Entry.objects.filter(action="contact.revealed", actor_id=bob.pk).count() == 1


def test_reading_the_page_again_reveals_nothing_new(client, bob, candidate):
    select(candidate, by=bob)
    log_in(client, bob)
    page = url("assignment_detail", candidate)

    client.get(page)
    assert not Entry.objects.filter(action="contact.revealed").exists()
    client.post(url("assignment_reveal", candidate))
    client.get(page)
    assert candidate.volunteer.user.email in client.get(page).content.decode()
    assert Entry.objects.filter(action="contact.revealed").count() == 1


def test_an_answer_heard_on_the_phone_is_typed_by_the_ars(client, alice, ehpad):
    ask = asked(open_need(ehpad, slots=2))
    slot = ask.need.slots.first()
    log_in(client, alice)

    client.post(url("assignment_phone", ask), {"answer": "oui", "slots": [slot.pk]})

    ask.refresh_from_db()
    assert (ask.state, ask.answer_channel) == (State.ACCEPTED, "phone")
    assert list(ask.seats.values_list("slot", flat=True)) == [slot.pk]
    assert Entry.objects.get(action="assignment.accepted").actor_id == alice.pk


def test_a_structure_never_writes_the_yes_that_would_show_it_a_name(client, bob, ehpad):
    ask = asked(open_need(ehpad))
    slot = ask.need.slots.first()
    log_in(client, bob)

    typed = client.post(url("assignment_phone", ask), {"answer": "oui", "slots": [slot.pk]})

    assert (typed.status_code, state_of(ask)) == (403, State.NOTIFIED)
    assert url("assignment_phone", ask) not in client.get(url("assignment_detail", ask)).text


def test_a_whole_mission_by_the_pages(client, bob, candidate):
    log_in(client, bob)
    client.post(url("assignment_select", candidate))
    client.post(url("assignment_confirm", candidate))
    start = timezone.now() - timedelta(hours=13)
    seat = candidate.seats.get()
    Seat.objects.filter(pk=seat.pk).update(period=(start, start + timedelta(hours=12)))
    typed = {"slot": seat.slot_id, "presence": "present"}
    client.post(url("assignment_presence", candidate), typed)
    assert client.get(url("assignment_finish", candidate)).status_code == 200
    client.post(url("assignment_finish", candidate), {f"hours_{seat.slot_id}": "11,5"})
    client.post(url("assignment_feedback", candidate), {"rating": 5, "text": "Merci"})

    assert state_of(candidate) == State.FINISHED
    assert Seat.objects.get(pk=seat.pk).hours == Decimal("11.5")
    assert candidate.feedbacks.get().rating == 5
    assert journal_of(candidate)[-3:] == [
        "assignment.started",
        "assignment.finished",
        "assignment.reviewed",
    ]


def test_the_page_of_the_hours_asks_what_becomes_of_the_slots_to_come(client, bob, ehpad):
    candidate = said_yes(open_need(ehpad, slots=2))
    select(candidate, by=bob)
    first = candidate.seats.earliest("period")
    Seat.objects.filter(pk=first.pk).update(
        period=(timezone.now() - timedelta(hours=13), timezone.now() - timedelta(hours=1))
    )
    mark_present(candidate.seats.get(pk=first.pk), by=bob)
    log_in(client, bob)
    worked = {f"hours_{first.slot_id}": "11,5"}

    answered = client.post(url("assignment_finish", candidate), worked)

    assert "cochez cette case pour les rendre" in answered.content.decode()
    assert state_of(candidate) == State.STARTED
    client.post(url("assignment_finish", candidate), worked | {"gives_back": "on"})
    assert state_of(candidate) == State.FINISHED


def test_the_attestation_is_a_tagged_pdf_that_treats_names_as_text(client, bob, candidate):
    user = candidate.volunteer.user
    user.last_name = "#panic() *Élise* \\u{41} « Ça »"
    user.save()
    select(candidate, by=bob)
    seat = candidate.seats.get()
    start = timezone.now() - timedelta(hours=13)
    Seat.objects.filter(pk=seat.pk).update(period=(start, start + timedelta(hours=12)))
    mark_present(seat, by=bob)
    finish(candidate, by=bob, hours={seat.slot_id: Decimal("11.5")})
    log_in(client, user)

    answered = client.get(url("attestation", candidate))

    assert answered["Content-Type"] == "application/pdf"
    assert answered.content.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in answered.content
    assert client.get(url("attestation", candidate)).content == answered.content
    assert "11\u00a0h\u00a030" in client.get(url("attestation_page", candidate)).content.decode()
    by_link = client.get(own_link(candidate) + "attestation.pdf")
    assert by_link.content == answered.content


def test_my_missions_cost_the_same_for_one_and_for_ten(client, charlie, ehpad):
    AssignmentFactory(need=open_need(ehpad), volunteer=charlie.volunteer)
    log_in(client, charlie)
    address = reverse("reinforcement:volunteer_missions")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(9):
        AssignmentFactory(need=open_need(ehpad), volunteer=charlie.volunteer)

    with CaptureQueriesContext(connection) as many:
        page = client.get(address)

    assert len(page.context["cards"]) == 10
    assert len(many) == len(few)


def test_a_volunteer_comes_forward_for_an_open_need(client, charlie, bob, ehpad):
    need = open_need(ehpad, slots=2)
    slot = need.slots.first()
    address = url("assignment_apply", need)
    assert client.get(address).status_code == 302
    assert log_in(client, bob).get(address).status_code == 404
    log_in(client, charlie)
    assert "Me proposer" in client.get(address).content.decode()

    client.post(address, {"slots": [slot.pk]})

    made = Assignment.objects.get(need=need)
    assert (made.state, made.origin) == (State.ACCEPTED, "spontaneous")
    assert made.score > 0 and made.reasons
    assert list(made.seats.values_list("slot", flat=True)) == [slot.pk]
    assert client.get(address).url == own_link(made)


def test_the_calendar_folds_lines_and_escapes_texts(client, charlie, candidate, bob):
    candidate.need.structure.name = "EHPAD, le « Très Long Nom » ; de la résidence des Tilleuls"
    candidate.need.structure.save()
    select(candidate, by=bob)

    text = log_in(client, charlie).get(url("mission_calendar", candidate)).content.decode()

    assert text.count("BEGIN:VEVENT") == 1
    assert "EHPAD\\, le" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
