"""The circuit of a roster and the searches for somebody, through the API."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.oncall.models import CoverCall, Roster, Transmission
from tests.coordination.oncall.circuit_world import circuit
from tests.coordination.oncall.roster_world import SlotTemplateFactory
from tests.people import log_in

pytestmark = pytest.mark.django_db
__all__ = ["circuit"]
ROSTERS, SENT, CALLS = "/api/v1/rosters/", "/api/v1/transmissions/", "/api/v1/cover-calls/"


def test_a_roster_goes_through_its_circuit_by_the_same_services(client, circuit):
    log_in(client, circuit.coordinator)
    one = f"{ROSTERS}{circuit.roster.uuid}/"

    early = client.post(f"{one}distribute/")
    acts = [client.post(f"{one}{act}/").status_code for act in ("transmit", "distribute")]
    again = client.post(f"{one}transmit/")
    shown = client.get(one).json()
    sent = client.get(SENT).json()["results"]
    first = next(row for row in sent if row["recipient"] == "Conseil de l’Ordre")
    bare = client.post(f"{SENT}{first['id']}/acknowledge/", {"is_refused": "true"})
    said = client.post(f"{SENT}{first['id']}/acknowledge/")

    assert early.status_code == 409 and "conseil de l’Ordre" in early.json()["detail"]
    assert (acts, again.status_code, bare.status_code, said.status_code) == (
        [204, 204], 409, 409, 204,
    )  # fmt: skip
    assert (shown["state"], shown["versions"][0]["number"]) == ("distributed", 1)
    assert shown["last"] == str(circuit.first + timedelta(days=29))
    assert Transmission.objects.get(pk=first["id"]).receipts.count() == 1
    assert len(sent) == 3


def test_a_draft_is_made_published_and_refused_to_who_does_not_run_the_line(client, circuit):
    SlotTemplateFactory(line=circuit.line)
    start = circuit.first + timedelta(days=60)
    asked = {"line": "pdsa", "name": "Printemps", "first": str(start), "last": str(start)}

    log_in(client, circuit.nadia.user)
    refused = client.post(ROSTERS, asked)
    log_in(client, circuit.coordinator)
    made = client.post(ROSTERS, asked)
    unknown = client.post(ROSTERS, asked | {"line": "ailleurs"})
    one = f"{ROSTERS}{made.json()['uuid']}/"
    simulated = client.post(f"{one}simulate/")
    empty = client.post(f"{one}publish/")
    given_up = client.post(f"{one}abandon/")

    assert (refused.status_code, made.status_code, unknown.status_code) == (403, 201, 404)
    assert (made.json()["state"], made.json()["last"]) == ("draft", str(start))
    assert (simulated.status_code, empty.status_code, given_up.status_code) == (204, 409, 204)
    assert "personne" in empty.json()["detail"]
    assert Roster.objects.get(uuid=made.json()["uuid"]).state == "abandoned"


def test_a_place_is_proposed_accepted_once_and_each_reads_their_own_offer(client, circuit):
    zoe, other = circuit.person("Zoé"), circuit.person("Inès")
    shift = circuit.shifts[0]
    asked = {
        "roster": str(circuit.roster.uuid), "slot": shift.slot_id, "replaces": str(shift.uuid),
        "people": [str(zoe.uuid), str(other.uuid)], "reason": "congé",
    }  # fmt: skip

    log_in(client, circuit.nadia.user)
    assert client.post(CALLS, asked, content_type="application/json").status_code == 403
    log_in(client, circuit.coordinator)
    made = client.post(CALLS, asked, content_type="application/json")
    twice = client.post(CALLS, asked, content_type="application/json")
    strange = asked | {"people": [str(circuit.roster.uuid)]}
    assert client.post(CALLS, strange, content_type="application/json").status_code == 400
    one = f"{CALLS}{made.json()['uuid']}/"
    log_in(client, zoe.user)
    mine = client.get(one).json()
    taken = client.post(f"{one}accept/")
    log_in(client, other.user)
    late = client.post(f"{one}accept/")

    assert (made.status_code, twice.status_code) == (201, 409)
    assert len(made.json()["offers"]) == 2
    assert [offer["name"] for offer in mine["offers"]] == [str(zoe)]
    assert (taken.status_code, late.status_code) == (204, 409)
    assert "Zoé" in late.json()["detail"]
    assert CoverCall.objects.get().taker == zoe
    shift.refresh_from_db()
    assert shift.person == zoe


def test_the_lists_cost_the_same_for_more_rows(client, circuit, django_assert_num_queries):
    log_in(client, circuit.coordinator)
    one = f"{ROSTERS}{circuit.roster.uuid}/"
    client.post(f"{one}transmit/")
    propose(circuit, 5)
    costs = {}
    for address in (ROSTERS, SENT, CALLS):
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        costs[address] = len(few)
    client.post(f"{one}distribute/")
    propose(circuit, 6)
    propose(circuit, 7)

    for address, cost in costs.items():
        with django_assert_num_queries(cost, info=address):
            client.get(address)


def propose(circuit, rank):
    slot = circuit.slot(rank)
    call = CoverCall.objects.create(
        line=circuit.line, slot=slot, role=circuit.role, period=slot.period,
        deadline=slot.period.lower,
    )  # fmt: skip
    call.offers.create(person=circuit.louise)
