"""Assignments in the API: masks, rights, acts."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from coordination.reinforcement.models import Assignment
from coordination.reinforcement.services.selection import select
from tests.coordination.reinforcement.scene import open_need, said_yes, state_of
from tests.people import AssignmentFactory, log_in

State = Assignment.State
DECIDES = ["select", "standby", "decline", "confirm", "cancel"]


def act_url(name: str, assignment: Assignment) -> str:
    return reverse(f"api:assignment-{name}", args=[assignment.uuid])


@pytest.fixture
def ask(ehpad, charlie):
    return AssignmentFactory(need=open_need(ehpad), volunteer=charlie.volunteer)


def post(client, name, assignment, **data):
    return client.post(act_url(name, assignment), data, content_type="application/json")


def test_the_list_names_nobody(client, bob, ehpad):
    person = said_yes(open_need(ehpad)).volunteer

    listed = log_in(client, bob).get(reverse("api:assignment-list"))

    assert [row["volunteer"] for row in listed.json()["results"]] == [person.reference]
    for secret in (person.user.email, person.user.last_name, person.phone, "link_key"):
        assert secret not in listed.content.decode()


@pytest.mark.parametrize(
    "who, code", [("helene", 404), ("dora", 404), ("emile", 404), ("charlie", 403), (None, 401)]
)
def test_who_may_not_decide(client, request, ask, who, code):
    log_in(client, request.getfixturevalue(who) if who else None)

    for name in DECIDES:
        assert post(client, name, ask, reason="profile").status_code == code, name


def test_only_the_volunteer_answers(client, bob, charlie, ask):
    log_in(client, bob)
    assert post(client, "accept", ask).status_code == 403

    log_in(client, charlie)
    assert post(client, "accept", ask).status_code == 204
    assert state_of(ask) == State.ACCEPTED


def test_a_refusal_of_the_service_is_a_conflict_that_speaks_french(client, bob, ask):
    answered = post(log_in(client, bob), "select", ask)

    assert answered.status_code == 409
    assert "sollicité" in answered.json()["detail"]


def test_the_structure_chooses_confirms_and_cancels(client, bob, ehpad):
    candidate = said_yes(open_need(ehpad))
    log_in(client, bob)

    assert post(client, "select", candidate).status_code == 204
    assert post(client, "confirm", candidate).status_code == 204
    assert post(client, "cancel", candidate).status_code == 400
    assert post(client, "cancel", candidate, reason="fermeture").status_code == 204
    assert state_of(candidate) == State.CANCELLED


def test_the_list_costs_the_same_for_one_and_for_ten(client, bob, ehpad):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    need = open_need(ehpad, places=20)
    select(said_yes(need), by=bob)
    log_in(client, bob)
    client.get(reverse("api:assignment-list"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("api:assignment-list"))
    for _ in range(9):
        said_yes(need)

    with CaptureQueriesContext(connection) as many:
        listed = client.get(reverse("api:assignment-list"))

    assert len(listed.json()["results"]) == 10
    assert len(many) == len(few)


def test_a_mission_is_followed_to_its_end(client, bob, ehpad):
    ask = said_yes(open_need(ehpad))
    select(ask, by=bob)
    log_in(client, bob)
    seat = ask.seats.get()
    with time_machine.travel(seat.period.lower + timedelta(minutes=10), tick=False):
        log_in(client, bob)
        came = post(client, "presence", ask, slot=seat.slot_id, came=True)
        done = {"hours": [{"slot": seat.slot_id, "hours": "7.5"}]}
        ended = post(client, "finish", ask, gives_back=True, **done)
        thanked = post(client, "feedback", ask, rating=5, text="Merci.")

    assert [came.status_code, ended.status_code, thanked.status_code] == [204, 204, 204]
    seat.refresh_from_db()
    assert (state_of(ask), seat.hours) == (State.FINISHED, Decimal("7.5"))


def test_presence_for_a_slot_of_somebody_else_is_not_found(client, bob, ehpad):
    ask, other = said_yes(open_need(ehpad)), said_yes(open_need(ehpad))
    select(ask, by=bob)
    slot = other.seats.get().slot_id

    answered = post(log_in(client, bob), "presence", ask, slot=slot, came=True)

    assert answered.status_code == 404


def test_two_people_do_not_call_the_same_candidate(client, alice, bob, ehpad):
    ask = said_yes(open_need(ehpad))

    assert post(log_in(client, bob), "reserve", ask).status_code == 204
    late = post(log_in(client, alice), "reserve", ask)

    assert late.status_code == 409
    assert late.json()["code"] == "ReservedByAnother"
