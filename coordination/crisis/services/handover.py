"""A role is handed over: written, accepted; or everything of somebody who leaves, at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from coordination.crisis import clock
from coordination.crisis.models import (
    Cell,
    CellMember,
    EntryKind,
    Handover,
    Importance,
    Role,
    Task,
)
from coordination.crisis.notices.handover import HandoverUnanswered, HandoverWritten
from coordination.crisis.refusals.cell import AlreadyGone, CellArchived, NotOnDuty
from coordination.crisis.refusals.handover import (
    HandoverEmpty,
    HandoverMoved,
    HandoverWaits,
    NothingToHandOver,
    NotYourHandover,
    RoleNotHeld,
    ToOneself,
)
from coordination.crisis.refusals.log import PatientNumber
from coordination.crisis.rules import may_hand_over_for
from coordination.crisis.selectors.log_page import last_mover
from coordination.crisis.selectors.membership import memberships
from coordination.crisis.services.member import enter, leave
from coordination.crisis.services.task import first_reminder
from coordination.crisis.services.writing import note
from coordination.notifications.services import cancel, notify
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import holds_patient_number
from portal.lib.text import counted

# Without an answer, the secretariat is told (sheet 2).
UNANSWERED = timedelta(minutes=15)
BATCH = 100


@dataclass(frozen=True)
class Words:
    """The three texts: what goes on, what waits, what to watch."""

    ongoing: str = ""
    pending: str = ""
    watch: str = ""


@transaction.atomic
def write_handover(cell: Cell, role: Role, words: Words, *, to: User, by: User) -> Handover:
    """The receiver is told, and the role stays with `by` until they accept.

    Raises CellArchived, RoleNotHeld, ToOneself, HandoverEmpty, HandoverWaits, PatientNumber.
    """
    _check(cell, words, giver=by, to=to)
    _held(cell, role, by)
    try:
        with transaction.atomic():
            handover = Handover.objects.create(
                cell=cell,
                role=role,
                giver=by,
                receiver=to,
                ongoing=words.ongoing,
                pending=words.pending,
                watch=words.watch,
                written_at=clock.now(),
            )
    except IntegrityError as error:
        raise HandoverWaits(role=role) from error
    notify(HandoverWritten, handover)
    record(by, "handover.written", handover, role=role.slug)
    _say(handover, f"{by} écrit les consignes de « {role} » pour {to}", by=by)
    return handover


@transaction.atomic
def accept_handover(handover: Handover, *, by: User) -> None:
    """The role is `by`'s, with its rank and its tasks; both sides have their line in the log.

    Raises NotYourHandover, HandoverMoved, RoleNotHeld, CellArchived, ExclusiveRole.
    """
    if handover.receiver_id != by.pk:
        raise NotYourHandover(who=handover.receiver)
    _end(handover, accepted_at=clock.now())
    cell, role, giver = handover.cell, handover.role, handover.giver
    _pass(cell, role, giver=giver, to=by, by=by)
    cancel(HandoverUnanswered, handover)
    tasks = Task.objects.filter(cell=cell, owner_role=role).open().count()
    follow = counted(tasks, "tâche suit", "tâches suivent")
    record(by, "handover.accepted", handover, role=role.slug)
    _say(handover, f"{giver} n’a plus « {role} » : consignes transmises à {by}", by=giver)
    _say(handover, f"{by} prend « {role} » à la suite de {giver} ; {follow}", by=by)


@transaction.atomic
def withdraw_handover(handover: Handover, *, by: User) -> None:
    """The giver keeps the role. Raises NotYourHandover, HandoverMoved,
    CellArchived."""
    if by.pk not in (handover.giver_id, handover.receiver_id):
        raise NotYourHandover(who=handover.receiver)
    _end(handover, withdrawn_at=clock.now())
    cancel(HandoverUnanswered, handover)
    record(by, "handover.withdrawn", handover)
    _say(handover, f"Passation de « {handover.role} » à {handover.receiver} retirée", by=by)


@transaction.atomic
def hand_over_all(cell: Cell, giver: User, *, to: User, words: Words, by: User) -> int:
    """Every role and every task of `giver` in `cell` is `to`'s, in one action (rule 30).

    How many tasks moved. Raises NotOnDuty, ToOneself, NothingToHandOver, CellArchived,
    ExclusiveRole, PatientNumber.
    """
    if not may_hand_over_for(by, cell, giver):
        raise NotOnDuty
    if cell.archived_at is not None:
        raise CellArchived
    if giver == to:
        raise ToOneself
    if holds_patient_number(" · ".join((words.ongoing, words.pending, words.watch))):
        raise PatientNumber
    now = clock.now()
    held = list(memberships(giver, cell).select_related("role"))
    mine = Task.objects.filter(cell=cell, owner=giver).open()
    if not held and not mine.exists():
        raise NothingToHandOver(who=giver)
    waiting = Handover.objects.filter(cell=cell, giver=giver).waiting()
    waiting.update(withdrawn_at=now)
    roles = [one.role for one in held if one.role]
    for member in held:
        leave(member, by=by)
    _enter_roles(cell, held, to=to, by=by)
    moved = 0
    for task in mine.select_for_update():
        again = first_reminder(task.due_at, now)
        moved += mine.filter(pk=task.pk).update(owner=to, next_due_at=again)
    record(by, "cell.handed_over", cell, tasks=moved, roles=[role.slug for role in roles])
    names = ", ".join(f"« {role} »" for role in roles) or "aucune fonction"
    said = " / ".join(one for one in (words.ongoing, words.pending, words.watch) if one)
    text = f"{giver} part et transmet tout à {to} : {names}, {counted(moved, 'tâche', 'tâches')}."
    note(cell, f"{text}{f' Consignes : {said}' if said else ''}", by=by, kind=EntryKind.RELIEF,
         importance=Importance.IMPORTANT)  # fmt: skip
    return moved


@transaction.atomic
def raise_alarms(now: datetime) -> int:
    """The secretariat is told of each hand-over left unanswered, once; how many."""
    late = Handover.objects.waiting().filter(
        written_at__lte=now - UNANSWERED, alarmed_at__isnull=True, cell__archived_at__isnull=True
    )
    claimed = late.select_for_update(skip_locked=True, of=("self",)).order_by("cell", "pk")
    found = list(claimed.select_related("cell", "role", "giver", "receiver")[:BATCH])
    Handover.objects.filter(pk__in=[one.pk for one in found]).update(alarmed_at=now)
    for handover in found:
        notify(HandoverUnanswered, handover)
    for handover in found:
        words = f"« {handover.role} » : {handover.receiver} n’a pas accepté les consignes de "
        _say(handover, f"{words}{handover.giver} en 15 minutes", by=None,
             importance=Importance.IMPORTANT)  # fmt: skip
    return len(found)


def _check(cell: Cell, words: Words, *, giver: User, to: User) -> None:
    if cell.archived_at is not None:
        raise CellArchived
    if giver == to:
        raise ToOneself
    whole = " · ".join((words.ongoing, words.pending, words.watch))
    if not whole.replace("·", "").strip():
        raise HandoverEmpty
    if holds_patient_number(whole):
        raise PatientNumber


def _held(cell: Cell, role: Role, user: User) -> CellMember:
    held = memberships(user, cell).filter(role=role).first()
    if held is None:
        raise RoleNotHeld(who=user, role=role)
    return held


def _pass(cell: Cell, role: Role, *, giver: User, to: User, by: User) -> None:
    """The intervals of both: the giver's ends, the receiver's begins at the same rank."""
    held = _held(cell, role, giver)
    try:
        leave(held, by=by)
    except AlreadyGone as error:
        raise RoleNotHeld(who=giver, role=role) from error
    _enter_roles(cell, [held], to=to, by=by)


def _enter_roles(cell: Cell, held: list[CellMember], *, to: User, by: User) -> None:
    """`to` holds each of those roles; what they were in it before, or without a role, ends."""
    for one in held:
        if one.role is None:
            continue
        for before in memberships(to, cell).filter(role=one.role):
            leave(before, by=by)
        reason = f"à la suite de {one.user}"[:300]
        enter(cell, to, by=by, role=one.role, rank=one.rank, reason=reason)


def _end(handover: Handover, **how: datetime) -> None:
    if handover.cell.archived_at is not None:
        raise CellArchived
    if Handover.objects.filter(pk=handover.pk).waiting().update(**how) != 1:
        raise HandoverMoved(who=last_mover(handover.cell, handover.get_absolute_url()))
    handover.refresh_from_db()


def _say(
    handover: Handover, words: str, *, by: User | None, importance: str = Importance.NORMAL
) -> None:
    links = (handover.get_absolute_url(),)
    note(handover.cell, words, by=by, kind=EntryKind.RELIEF, importance=importance, links=links)
