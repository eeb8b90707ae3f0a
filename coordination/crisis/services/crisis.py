"""A crisis is declared, numbered, suspended, resumed, ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import Crisis, CrisisNumber, EntryKind, Mode, Scale, Term, Trend
from coordination.crisis.refusals.cell import CellsStillActive, CrisisMoved, DecisionInTheFuture
from coordination.crisis.refusals.log import PatientNumber
from coordination.crisis.services.closing.bundle import ask_bundles
from coordination.crisis.services.closing.contacts import purge_contacts
from coordination.crisis.services.writing import note
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import holds_patient_number
from portal.lib.text import counted
from portal.territories.models import Territory

Status = Crisis.Status
# What stands before the official code in a reference: codes of different kinds may be equal.
MARKS = {
    Territory.Kind.REGION: "R",
    Territory.Kind.EPCI: "E",
    Territory.Kind.PERIMETER: "P",
    Territory.Kind.COUNTRY: "N",
}
FUTURE = timedelta(minutes=5)


@dataclass(frozen=True)
class Declaration:
    """What is said of a crisis by whoever sees it begin (sheet 1)."""

    title: str
    nature: str
    territory: Territory
    started_at: datetime
    mode: str = Mode.ACTUAL
    effects: str = ""
    contact: str = ""
    orsan_plan: Term | None = None
    typologies: tuple[Term, ...] = ()
    scale: int = Scale.LOCAL
    trend: str = Trend.UNKNOWN


@transaction.atomic
def declare_crisis(said: Declaration, *, by: User) -> Crisis:
    """The crisis exists under its reference, not started until a cell opens.

    Raises DecisionInTheFuture, PatientNumber.
    """
    if said.started_at > clock.now() + FUTURE:
        raise DecisionInTheFuture
    if holds_patient_number(" · ".join((said.title, said.nature, said.effects, said.contact))):
        raise PatientNumber
    crisis = Crisis.objects.create(
        reference=_next_reference(said.territory, timezone.localtime(clock.now()).year),
        title=said.title,
        nature=said.nature,
        territory=said.territory,
        started_at=said.started_at,
        mode=said.mode,
        effects=said.effects,
        contact=said.contact,
        orsan_plan=said.orsan_plan,
        scale=said.scale,
        trend=said.trend,
        declared_by=by,
        declared_at=clock.now(),
    )
    crisis.typologies.set(said.typologies)
    record(by, "crisis.declared", crisis, reference=crisis.reference, mode=crisis.mode)
    return crisis


@transaction.atomic
def begin_crisis(crisis: Crisis, *, by: User) -> None:
    """Not started to in progress; nothing when it is in progress already."""
    waiting = Crisis.objects.filter(pk=crisis.pk, status=Status.NOT_STARTED)
    if waiting.update(status=Status.IN_PROGRESS) == 1:
        record(by, "crisis.begun", crisis)
        crisis.status = Status.IN_PROGRESS


@transaction.atomic
def suspend_crisis(crisis: Crisis, *, by: User) -> None:
    """In progress to stopped; the log of each cell says so. Raises CrisisMoved."""
    _move(crisis, {Status.IN_PROGRESS}, Status.STOPPED, by, "crisis.suspended")
    _say(crisis, "Crise suspendue, au lieu de : en cours", by=by)


@transaction.atomic
def resume_crisis(crisis: Crisis, *, by: User) -> None:
    """Stopped to in progress again; the log of each cell says so. Raises CrisisMoved."""
    _move(crisis, {Status.STOPPED}, Status.IN_PROGRESS, by, "crisis.resumed")
    _say(crisis, "Crise de nouveau en cours, au lieu de : suspendue", by=by)


@transaction.atomic
def complete_crisis(crisis: Crisis, *, by: User) -> None:
    """Stopped to completed, once every cell is at level 0; its cells are read-only (rule 29),
    no personal contact stays, and the archive of each is asked for. What was declared by mistake,
    and has no cell, is completed at once.

    Raises CellsStillActive, CrisisMoved.
    """
    # No cell opens nor rises meanwhile: both take this lock first.
    Crisis.objects.select_for_update().get(pk=crisis.pk)
    active = crisis.cells.filter(level__gt=0).count()
    if active:
        raise CellsStillActive(cells=counted(active, "cellule active", "cellules actives"))
    _move(crisis, {Status.STOPPED, Status.NOT_STARTED}, Status.COMPLETED, by, "crisis.completed")
    now = clock.now()
    Crisis.objects.filter(pk=crisis.pk).update(ended_at=now)
    _say(crisis, "Crise terminée : la cellule est archivée, plus rien n’y change", by=by)
    purge_contacts(crisis)
    crisis.cells.filter(archived_at=None).update(archived_at=now)
    ask_bundles(crisis, by=by)


@transaction.atomic
def assess_crisis(crisis: Crisis, *, scale: int, trend: str, by: User) -> None:
    """Its scale and trend are these; the log of each cell says old and new. Raises CrisisMoved."""
    known = Crisis.objects.select_for_update().get(pk=crisis.pk)
    if known.status == Status.COMPLETED:
        raise CrisisMoved(state=known.get_status_display())
    before = _assessed(known)
    crisis.scale = known.scale = scale
    crisis.trend = known.trend = trend
    Crisis.objects.filter(pk=crisis.pk).update(scale=scale, trend=trend)
    record(by, "crisis.assessed", crisis, scale=scale, trend=str(trend))
    if before != _assessed(known):
        _say(crisis, f"{_assessed(known)}, au lieu de : {before}", by=by)


def _assessed(crisis: Crisis) -> str:
    scale, trend = crisis.get_scale_display(), crisis.get_trend_display()
    return f"Échelle de la crise {scale}, évolution {trend}"


def _say(crisis: Crisis, words: str, *, by: User) -> None:
    """In the log of each of its cells, always in the same order: two acts never wait crosswise."""
    for cell in crisis.cells.select_for_update().filter(archived_at=None).order_by("pk"):
        note(cell, words, by=by, kind=EntryKind.DECISION, in_sitrep=True)


def _move(crisis: Crisis, before: set[Status], after: Status, by: User, action: str) -> None:
    if Crisis.objects.filter(pk=crisis.pk, status__in=before).update(status=after) != 1:
        crisis.refresh_from_db(fields=["status"])
        raise CrisisMoved(state=crisis.get_status_display())
    record(by, action, crisis, was=str(crisis.status), now=str(after))
    crisis.status = after


def _next_reference(territory: Territory, year: int) -> str:
    """AAAA-TERR-NNN: the counter's row stays locked until the end of the transaction."""
    key = {"territory": territory, "year": year}
    CrisisNumber.objects.bulk_create([CrisisNumber(**key)], ignore_conflicts=True)
    CrisisNumber.objects.filter(**key).update(last=F("last") + 1)
    number = CrisisNumber.objects.get(**key).last
    place = MARKS.get(Territory.Kind(territory.kind), "") + territory.code
    return f"{year}-{place}-{number:03d}"
