"""What the cells decided, have to do, hand over and join, in the story of the crisis."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import Cell, Decision, Role, Task
from coordination.crisis.selectors.catalogue import roles_of_cell
from coordination.crisis.services import decision as deciding
from coordination.crisis.services import task as doing
from coordination.crisis.services.attachment import Sent, attach_file
from coordination.crisis.services.decision import Proposal
from coordination.crisis.services.handover import Words, write_handover
from coordination.crisis.services.task import NewTask
from portal.accounts.models import User

BLOCKED = "aucun transporteur avant demain midi : la préfecture cherche un véhicule"
SHEET = "releve-surblouses.csv"
COUNTED = "point;surblouses;jours devant soi\nTroyes nord;340;3\nRomilly;120;2\nBar-sur-Aube;90;2\n"
# Day, hour, by whom, what, why, what was set aside, the role that holds the matter.
DECISIONS = [
    (1, "10:00", "ars", "Les visites en EHPAD sont limitées à une personne par jour",
     "Trois foyers en deux jours", "Suspendre toutes les visites", "social_care"),
    (4, "09:00", "ars", "Les interventions programmées non urgentes sont reportées dans tout le "
     "département", "Réanimation à 90 %", "Transférer hors de la région", "capacity"),
    (6, "17:00", "ars", "Les visites en EHPAD sont suspendues, appels en vidéo organisés",
     "Sept foyers ouverts", "Garder une visite par jour", "social_care"),
    (7, "09:30", "logistique", "Réquisitionner les masques des entreprises",
     "Stocks à moins de trois jours", "Attendre la dotation nationale", "logistics"),
    (9, "10:10", "planification", "Rouvrir 20 % des interventions programmées après sept jours de "
     "baisse", "Patients en attente depuis trois semaines", "Tout rouvrir d’un coup", "capacity"),
]  # fmt: skip
REPLACES = {"Les visites en EHPAD sont suspendues": "Les visites en EHPAD sont limitées"}
SET_ASIDE = (7, "11:00", "Réquisitionner", "Relève du préfet ; la demande lui est transmise.")
PROPOSED = ("Réquisitionner", "Rouvrir")
# Hours ago, role, what, due in how many hours, priority, how far it went.
TASKS = [
    (30, "social_care", "Appeler les 7 EHPAD silencieux", -20, Task.Priority.HIGH, "done"),
    (20, "logistics", "Faire porter les surblouses à Romilly", 14, Task.Priority.HIGH, "blocked"),
    (12, "capacity", "Confirmer les équipes des 8 lits du troisième palier", -3,
     Task.Priority.CRITICAL, "doing"),
    (8, "communication", "Faire relire le communiqué du week-end", -1, Task.Priority.NORMAL, ""),
    (5, "workforce", "Trouver deux infirmières de nuit pour le week-end", 9,
     Task.Priority.HIGH, ""),
    (4, "secretariat", "Prévenir le COD du passage à 48 lits", 2, Task.Priority.NORMAL, "doing"),
]  # fmt: skip


def write_decision(cell: Cell, people: Mapping[str, User], row: tuple[str, ...]) -> None:
    """It is in force, or awaits whoever holds the matter."""
    who, statement, reason, rejected, matter = row
    old = next((old for new, old in REPLACES.items() if statement.startswith(new)), None)
    said = Proposal(
        statement=statement,
        reason=reason,
        rejected=rejected,
        matter=_role(cell, matter),
        supersedes=_decision(cell, old) if old else None,
    )
    proposed = statement.startswith(PROPOSED)
    act = deciding.propose_decision if proposed else deciding.decide
    act(cell, said, by=people[who], confirmed=True)


def set_aside(cell: Cell, people: Mapping[str, User], row: tuple[str, str]) -> None:
    """The director drops what is not the cell's to decide."""
    statement, reason = row
    deciding.drop_decision(_decision(cell, statement), reason=reason, by=people["ars"])


def give_tasks(cell: Cell, *, by: User) -> None:
    """Done, blocked, critical and late, late, to do; a file joined to the blocked one."""
    now = timezone.now()
    for hours, role, title, due, priority, far in TASKS:
        with clock.standing_at(now - timedelta(hours=hours)):
            said = NewTask(
                title=title, owner_role=_role(cell, role), priority=priority,
                due_at=now + timedelta(hours=due), origin=Task.Origin.OTHER,
            )  # fmt: skip
            task = doing.create_task(cell, said, by=by)
        with clock.standing_at(now - timedelta(hours=hours - 2)):
            _go(task, far, by=by)


def leave_role(cell: Cell, *, giver: User, receiver: User) -> None:
    """The night's notes wait for whoever takes the role."""
    role = next(one.role for one in cell.members.filter(user=giver) if one.role)
    words = Words(
        ongoing="Deux cabinets attendent des surblouses, livraison demandée pour 9 h.",
        pending="Liste des volontaires du week-end : 12 réponses sur 20.",
        watch="Attente au centre de prélèvement si plus de 80 passages.",
    )
    with clock.standing_at(timezone.now() - timedelta(minutes=4)):
        write_handover(cell, role, words, to=receiver, by=giver)


def _go(task: Task, far: str, *, by: User) -> None:
    if far:
        doing.start_task(task, by=by)
    if far == "done":
        doing.finish_task(task, proof="Sept appels passés, cinq ont donné leurs chiffres.", by=by)
    if far == "blocked":
        doing.block_task(task, reason=BLOCKED, by=by)
        attach_file(task, Sent(SHEET, COUNTED.encode()), by=by, confirmed=True)


def _role(cell: Cell, slug: str) -> Role:
    return roles_of_cell(cell).get(slug=slug)


def _decision(cell: Cell, statement: str) -> Decision:
    return Decision.objects.get(cell=cell, statement__startswith=statement)
