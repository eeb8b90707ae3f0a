"""Decisions and tasks, as people go through them on the pages of a cell."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.crisis import clock
from coordination.crisis.models import AccessRecord, CellMember, Decision, Mode, Task
from coordination.crisis.services.decision import Proposal, decide, propose_decision
from coordination.crisis.services.task import NewTask, create_task
from coordination.crisis.services.writing import Draft, write_entry
from tests.coordination.crisis.crisis_world import join, open_departmental, role
from tests.people import log_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_line_becomes_a_decision_then_a_task_that_follows_its_role(client, alice, bob, cell):
    join(cell, bob, "capacity")
    entry = write_entry(cell, Draft("Armer 8 lits de plus", kind="decision"), by=alice)
    log_in(client, alice)
    base = f"/crises/cellules/{cell.uuid}/"

    shown = client.get(entry.get_absolute_url()).content.decode()
    page = client.get(f"{base}decisions/ecrire/?entree={entry.uuid}").content.decode()
    client.post(
        f"{base}decisions/ecrire/?entree={entry.uuid}",
        {"statement": "Armer 8 lits", "take_now": "on", "rejected": "Transférer"},
    )
    decision = Decision.objects.get()
    refused = client.post(f"{base}taches/ecrire/?decision=1", {"title": "Ouvrir", "priority": 5})
    client.post(
        f"{base}taches/ecrire/?decision=1",
        {"title": "Ouvrir l’aile B", "priority": 5, "owner": f"role-{role(cell, 'capacity').pk}",
         "due_at_day": "2026-03-01", "due_at_hour": "08:00"},
    )  # fmt: skip
    task = Task.objects.get()
    home = client.get(base).content.decode()
    mine = log_in(client, bob).get("/crises/mes-taches/").content.decode()
    client.post(f"{task.get_absolute_url()}commencer/")
    client.post(f"{task.get_absolute_url()}terminer/", {"proof": "8 lits ouverts"})

    assert "Inscrire comme décision" in shown and "Armer 8 lits de plus" in page
    assert decision.state == "taken" and decision.entry == entry
    assert "une tâche dit qui s’en charge et pour quand" in refused.content.decode()
    assert task.origin == "decision" and task.decision == decision
    assert "Armer 8 lits" in home and "En retard" in home
    assert "Ouvrir l’aile B" in mine
    task.refresh_from_db()
    assert (task.state, task.proof, task.ended_by) == ("done", "8 lits ouverts", bob)


def test_a_line_becomes_a_task_and_a_line_of_the_next_report(client, alice, cell):
    entry = write_entry(cell, Draft("Oxygène : deux jours à Romilly"), by=alice)
    log_in(client, alice)
    base = f"/crises/cellules/{cell.uuid}/"

    buttons = client.get(entry.get_absolute_url()).content.decode()
    asked = client.get(f"{base}taches/ecrire/?entree={entry.uuid}").content.decode()
    client.post(
        f"{base}taches/ecrire/?entree={entry.uuid}",
        {"title": "Livrer Romilly", "priority": 3, "owner": f"role-{role(cell, 'logistics').pk}",
         "due_at_day": "2027-03-01", "due_at_hour": "08:00"},
    )  # fmt: skip
    client.post(f"{entry.get_absolute_url()}marquer/")
    flagged = client.get(entry.get_absolute_url()).content.decode()
    report = client.post(f"{base}points/", {"audience": "cell"}, follow=True).content.decode()

    for words in ("Inscrire comme décision", "En faire une tâche", "Porter au point de situation"):
        assert words in buttons
    assert "Oxygène : deux jours" in asked and Task.objects.get().entry == entry
    assert "Porter au point de situation" not in flagged
    assert "Oxygène : deux jours à Romilly" in report


def test_decisions_are_suspended_replaced_and_filtered_on_the_pages(client, alice, cell):
    decide(cell, Proposal("Visites suspendues"), by=alice)
    propose_decision(cell, Proposal("Fermer l’accueil"), by=alice)
    log_in(client, alice)
    base = f"/crises/cellules/{cell.uuid}/decisions/"

    without = client.post(f"{base}1/suspendre/", {"reason": ""}).content.decode()
    client.post(f"{base}1/suspendre/", {"reason": "familles en détresse"})
    client.post(f"{base}1/reprendre/")
    client.post(f"{base}2/prendre/")
    client.post(f"{base}ecrire/?remplace=1", {"statement": "Visites d’une heure", "take_now": "on"})
    in_force = client.get(f"{base}?vigueur=1").content.decode()
    doubt = client.post(f"{base}ecrire/", {"statement": "Mme Durand, 84 ans, sort"})
    again = client.post(f"{base}1/abroger/", {"reason": "fin"}, follow=True).content.decode()

    assert "Cette réponse est nécessaire" in without
    assert "Visites d’une heure" in in_force and "Fermer l’accueil" in in_force
    assert "Visites suspendues" not in in_force
    assert "parle peut-être d’un patient" in doubt.content.decode()
    assert "n’est plus dans l’état attendu" in again
    assert list(Decision.objects.order_by("number").values_list("state", flat=True)) == [
        "replaced", "taken", "taken",
    ]  # fmt: skip
    assert client.get(f"{base}9/").status_code == 404
    assert client.get(f"{base}1/inventer/").status_code == 404


def test_the_pages_cost_the_same_for_two_and_twenty_and_a_restricted_read_is_kept(
    client, alice, aube, catalogue
):
    cell = open_departmental(aube, by=alice, visibility="restricted", mode=Mode.EXERCISE)
    log_in(client, alice)
    base = f"/crises/cellules/{cell.uuid}/"
    pages = [base, f"{base}taches/", f"{base}decisions/", "/crises/mes-taches/"]
    counts = []

    for many in (2, 18):
        for _ in range(many):
            decision = decide(cell, Proposal("Une mesure"), by=alice)
            soon = NewTask("Une tâche", owner=alice, due_at=clock.now() + HOUR, decision=decision)
            task = create_task(cell, soon, by=alice)
        client.get(base)
        counts.append([_queries(client, page) for page in pages])

    assert counts[0] == counts[1]
    read = set(AccessRecord.objects.values_list("what", flat=True))
    assert {"décisions", "tâches"} <= read
    addresses = [*pages, task.get_absolute_url(), decision.get_absolute_url(),
                 f"{base}taches/ecrire/", f"{base}decisions/ecrire/",
                 f"{task.get_absolute_url()}annuler/"]  # fmt: skip
    assert [one for one in addresses if "pt-exercise" not in client.get(one).content.decode()] == []


def test_a_role_is_passed_on_the_pages_and_everything_of_who_leaves(
    client, alice, bob, emile, cell
):
    join(cell, bob, "capacity")
    decide(cell, Proposal("Visites suspendues"), by=alice)
    log_in(client, bob)
    base = f"/crises/cellules/{cell.uuid}/"
    capacity = role(cell, "capacity")

    nobody = client.post(f"{base}passer/", {"role": capacity.pk, "watch": "Oxygène"})
    written = client.post(
        f"{base}passer/", {"role": capacity.pk, "email": emile.email, "watch": "Oxygène"}
    )
    page = log_in(client, emile).get(written["Location"]).content.decode()
    client.post(f"{written['Location']}accepter/")
    read = client.get(written["Location"]).content.decode()
    home = client.get(base).content.decode()
    client.post(f"{base}transmettre/", {"giver": emile.pk, "to": alice.pk, "email": bob.email})
    stays = CellMember.objects.on_duty(cell).filter(user=emile).count()
    client.post(f"{base}transmettre/", {"giver": emile.pk, "email": bob.email})

    assert "Choisissez une personne" in nobody.content.decode()
    assert "Oxygène" in page and "je prends la fonction" in page and "suspendues" not in page
    assert "Acceptée" in read and "Visites suspendues" in read
    assert "Tout transmettre avant de partir" in home
    assert stays == 1, "who leads holds nothing else"
    held = CellMember.objects.on_duty(cell).filter(role=capacity)
    assert [one.user for one in held] == [bob]


def _queries(client, page):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    return len(seen)
