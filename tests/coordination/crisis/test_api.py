"""Decisions, tasks, hand-overs, people and levels of a cell, by the API."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.crisis import clock
from coordination.crisis.models import AccessRecord, CellMember, Decision, Handover, Task
from coordination.crisis.services.decision import Proposal, decide, propose_decision
from coordination.crisis.services.handover import Words, write_handover
from coordination.crisis.services.task import NewTask, create_task
from coordination.crisis.services.writing import Draft, write_entry
from tests.coordination.crisis.crisis_world import join, open_departmental, role
from tests.people import log_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NIR = "1 84 12 76 451 089 46"


def post(client, path, **said):
    return client.post(f"/api/v1/{path}", said, content_type="application/json")


def test_a_decision_then_a_task_are_written_and_moved_as_on_the_pages(client, cell, alice, bob):
    join(cell, bob, "capacity")
    log_in(client, alice)
    soon = (clock.now() + HOUR).isoformat()

    proposed = post(client, "decisions/", cell=cell.uuid, statement="Armer 8 lits",
                    matter="capacity").json()  # fmt: skip
    taken = post(client, f"decisions/{proposed['uuid']}/take/").status_code
    again = post(client, f"decisions/{proposed['uuid']}/take/")
    refused = post(client, "decisions/", cell=cell.uuid, statement=f"Assuré {NIR}")
    doubtful = post(client, "decisions/", cell=cell.uuid, statement="Mme Durand, 84 ans, sort")
    incomplete = post(client, "tasks/", cell=cell.uuid, title="Ouvrir")
    task = post(client, "tasks/", cell=cell.uuid, title="Ouvrir", role="capacity", due_at=soon)
    mine = log_in(client, bob).get("/api/v1/tasks/", {"mine": "1", "state": "todo"}).json()
    path = f"tasks/{mine['results'][0]['uuid']}"
    moves = [
        post(client, f"{path}/start/").status_code,
        post(client, f"{path}/block/", reason="clé").status_code,
        post(client, f"{path}/assign/", email=alice.email, due_at=soon).status_code,
        post(client, f"{path}/start/").status_code,
        post(client, f"{path}/finish/", proof="8 lits").status_code,
        post(client, f"{path}/cancel/", reason="trop tard").status_code,
    ]

    assert (proposed["number"], proposed["state"], taken) == (1, "proposed", 204)
    assert again.status_code == 409 and "n’est plus dans l’état attendu" in again.json()["detail"]
    assert refused.status_code == 400 and "patients" in str(refused.json())
    assert doubtful.status_code == 409 and "Mme Durand, 84 ans" in doubtful.json()["detail"]
    assert incomplete.status_code == 409 and "qui s’en charge" in incomplete.json()["detail"]
    assert task.json()["owner_role"] == "capacity"
    assert moves == [204, 204, 204, 204, 204, 409]
    assert Task.objects.get().proof == "8 lits"


def test_people_enter_hand_over_and_leave_and_levels_are_read(client, cell, alice, bob, emile):
    log_in(client, alice)

    entered = post(client, "cell-members/", cell=cell.uuid, email=bob.email, role="capacity")
    nobody = post(client, "cell-members/", cell=cell.uuid, email="personne@demo.example")
    wrong = post(client, "cell-members/", cell=cell.uuid, email=bob.email, role="medical_director")
    log_in(client, bob)
    passing = post(client, "handovers/", cell=cell.uuid, role="capacity", email=emile.email,
                   watch="Oxygène").json()  # fmt: skip
    log_in(client, emile)
    accepted = post(client, f"handovers/{passing['uuid']}/accept/").status_code
    there = client.get("/api/v1/cell-members/", {"cell": cell.uuid}).json()["results"]
    levels = client.get("/api/v1/activations/", {"cell": cell.uuid}).json()["results"]
    left = post(client, f"cell-members/{there[0]['id']}/end/").status_code

    assert entered.status_code == 201 and entered.json()["until"] is None
    assert nobody.status_code == 400 and "compte" in str(nobody.json())
    assert wrong.status_code == 400 and "fonction" in str(wrong.json())
    assert (passing["receiver"], accepted, left) == (str(emile), 204, 204)
    assert there[0]["person"] == str(emile) and there[1]["until"] is not None
    assert [(one["from_level"], one["to_level"]) for one in levels] == [(0, 2)]
    assert not CellMember.objects.on_duty(cell).filter(user=emile).exists()
    assert Handover.objects.get().accepted_at is not None


def test_lists_cost_the_same_for_two_and_twenty_and_tell_nothing_of_a_restricted_cell(
    client, alice, bob, emile, aube, catalogue
):
    cell = open_departmental(aube, by=alice, visibility="restricted")
    join(cell, bob, "capacity")
    write_handover(cell, role(cell, "capacity"), Words(watch="Oxygène"), to=alice, by=bob)
    lists = ("decisions", "tasks", "handovers", "cell-members", "activations")
    log_in(client, alice)
    counts = []

    for many in (2, 18):
        for _ in range(many):
            entry = write_entry(cell, Draft("Une ligne"), by=alice)
            decision = decide(cell, Proposal("Une mesure", entry=entry), by=alice)
            due = NewTask("Agir", owner=alice, due_at=clock.now() + HOUR, decision=decision)
            create_task(cell, due, by=alice)
        propose_decision(cell, Proposal("Remplacer", supersedes=decision), by=alice)
        client.get("/api/v1/tasks/")
        counts.append([_statements(client, f"/api/v1/{one}/") for one in lists])
    narrow = client.get("/api/v1/decisions/", {"cell": cell.uuid, "state": "proposed"}).json()
    wrong = [
        client.get("/api/v1/tasks/", asked).status_code
        for asked in ({"cell": "nul"}, {"state": "nul"})
    ]
    bad = client.get("/api/v1/log-entries/", {"cell": "nul"}).status_code
    paged = client.get("/api/v1/tasks/", {"page_size": 5}).json()
    log = client.get("/api/v1/log-entries/", {"cell": cell.uuid, "page_size": 9}).json()
    older = client.get(log["next"]).json()["results"]
    outside = log_in(client, emile)
    seen = [outside.get(f"/api/v1/{one}/", {"cell": cell.uuid}).json() for one in lists]
    made = post(client, "tasks/", cell=cell.uuid, title="Intrus").status_code

    assert counts[0] == counts[1]
    assert len(narrow["results"]) == 2
    assert (wrong, bad) == ([400, 400], 400)
    assert len(paged["results"]) == 5 and paged["next"]
    numbers = [one["seq"] for one in [*log["results"], *older]]
    assert numbers == list(range(numbers[0], numbers[0] - 18, -1))
    assert all(one["results"] == [] for one in seen)
    assert made == 404
    read = set(AccessRecord.objects.values_list("what", flat=True))
    assert {"api tâches", "api décisions", "api personnes", "api niveaux"} <= read
    assert Decision.objects.filter(cell=cell).count() == 22


def _statements(client, page):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    return len(seen)
