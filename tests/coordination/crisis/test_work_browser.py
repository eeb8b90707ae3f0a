"""Decisions, tasks and hand-overs in a real Chromium: each page is accessible."""

from datetime import timedelta

import pytest

from coordination.crisis import clock
from coordination.crisis.models import Mode
from coordination.crisis.services.decision import Proposal, decide, propose_decision
from coordination.crisis.services.handover import Words, write_handover
from coordination.crisis.services.task import NewTask, block_task, create_task, start_task
from tests.coordination.crisis.crisis_world import join, open_departmental, role
from tests.pages import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_pages_of_decisions_tasks_and_handovers_are_accessible(
    visit, catalogue, alice, bob, emile, aube
):
    cell = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    join(cell, bob, "capacity")
    first = decide(
        cell, Proposal("Visites suspendues", reason="foyer", rejected="visites d’une heure"),
        by=alice,
    )  # fmt: skip
    propose_decision(cell, Proposal("Fermer l’accueil du bâtiment B"), by=bob)
    soon = clock.now() + timedelta(minutes=90)
    task = create_task(
        cell, NewTask("Prévenir les familles", "Par téléphone", due_at=soon, decision=first,
                      owner_role=role(cell, "capacity"), priority=5), by=alice,
    )  # fmt: skip
    late = NewTask("Compter les masques", owner=alice, due_at=clock.now() - timedelta(hours=3))
    stuck = create_task(cell, late, by=alice)
    start_task(stuck, by=alice)
    block_task(stuck, reason="magasin fermé", by=alice)
    words = Words(ongoing="Deux appels à rendre", pending="Le COZ", watch="Oxygène")
    handover = write_handover(cell, role(cell, "capacity"), words, to=emile, by=bob)
    base = cell.get_absolute_url()
    for path in [
        base, f"{base}decisions/", f"{base}decisions/ecrire/", first.get_absolute_url(),
        f"{first.get_absolute_url()}suspendre/", f"{first.get_absolute_url()}abroger/",
        f"{base}taches/", f"{base}taches/ecrire/",
        "/crises/mes-taches/", task.get_absolute_url(), f"{task.get_absolute_url()}confier/",
        f"{base}passer/", f"{base}transmettre/", handover.get_absolute_url(),
        f"/crises/joindre/tache/{task.uuid}/",
    ]:  # fmt: skip
        check_page(visit(alice, path))
