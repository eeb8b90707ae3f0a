"""A proposal for a draft roster: asked, computed by a worker, stopped, then taken up by hand.

Nothing here writes a roster but `apply_proposal`, which is the coordinator's own act.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from coordination.oncall.models import GenerationRun, LineRole, Person, Roster, Shift, Slot
from coordination.oncall.refusals import (
    GenerationOver,
    GenerationUnderWay,
    NobodyToDraw,
    NothingToDraw,
    ProposalOutdated,
    RosterMoved,
)
from coordination.oncall.selectors.drawing.generation import line_input
from coordination.oncall.selectors.drawing.proposal import as_result
from coordination.oncall.services.rosters.placement import Placement, place_all
from coordination.oncall.solver.line import LineInput, fingerprint, problem_of
from coordination.oncall.solver.loading import solve
from coordination.oncall.solver.outcome import Outcome, Progress, Settings
from coordination.oncall.solver.problem import Roster as Held
from portal.accounts.models import User
from portal.audit.services import record

State = GenerationRun.State
# A run whose worker gave no sign for that long is taken up by another one.
SILENCE = timedelta(seconds=30)
# Work done per second asked, on a worker's core: the same work gives the same proposal.
EFFORT_PER_SECOND = 0.4
ATTEMPTS = 3


@transaction.atomic
def ask_generation(
    roster: Roster, *, seconds: int, stays_close: bool, by: User, seed: int = 1
) -> GenerationRun:
    """A worker will compute a proposal for the draft; nothing of the draft changes.

    Raises RosterMoved, NothingToDraw, NobodyToDraw, GenerationUnderWay.
    """
    if not roster.is_working:
        raise RosterMoved(state=roster.get_state_display())
    asked = line_input(roster, stays_close=stays_close)
    if not asked.places:
        raise NothingToDraw
    if not asked.candidates:
        raise NobodyToDraw
    try:
        with transaction.atomic():
            run = GenerationRun.objects.create(
                roster=roster, seconds=seconds, stays_close=stays_close, seed=seed, asked_by=by
            )
    except IntegrityError as error:
        raise GenerationUnderWay from error
    record(by, "generation.asked", run, roster=str(roster.uuid), seconds=seconds)
    return run


def claim_generation(now: datetime) -> GenerationRun | None:
    """The oldest run that waits, or whose worker fell silent, is this worker's own.

    One that broke three workers is given up: a fourth would not do better.
    """
    silent = Q(state=State.RUNNING, alive_at__lt=now - SILENCE)
    GenerationRun.objects.filter(silent, attempts__gte=ATTEMPTS).update(
        state=State.FAILED, ended_at=now
    )
    waiting = GenerationRun.objects.filter(Q(state=State.QUEUED) | silent)
    taken = {
        "state": State.RUNNING,
        "claimed_at": now,
        "alive_at": now,
        "attempts": F("attempts") + 1,
    }
    for run in waiting.select_related("roster__line").order_by("asked_at")[:3]:
        mine = GenerationRun.objects.filter(pk=run.pk, state=run.state, alive_at=run.alive_at)
        if mine.update(**taken) == 1:
            run.refresh_from_db()
            return run
    return None


def run_generation(run: GenerationRun) -> None:
    """The proposal is computed and kept; progress is written about each second.

    A run that somebody stops keeps its best. The one whose claim was lost writes nothing.
    """
    asked = line_input(run.roster, stays_close=run.stays_close)
    start: Held | None = None
    if run.stays_close:
        start = {one.key: one.held | one.locked for one in asked.candidates}
    problem = problem_of(asked)
    outcome = solve(
        problem,
        Settings(
            seed=run.seed, seconds=run.seconds, effort=run.seconds * EFFORT_PER_SECOND, workers=2
        ),
        start=start,
        watch=lambda progress: _note(run, progress),
        should_stop=lambda: _is_over(run),
    )
    _keep(run, asked, outcome)


@transaction.atomic
def stop_generation(run: GenerationRun, *, by: User) -> None:
    """The worker stops within a second or two and keeps its best; a run still waiting is over
    at once. Raises GenerationOver."""
    now = timezone.now()
    mine = GenerationRun.objects.filter(pk=run.pk)
    waiting = mine.filter(state=State.QUEUED)
    running = mine.filter(state=State.RUNNING, stop_asked_at=None)
    over = {"stop_asked_at": now, "ended_at": now}
    if waiting.update(state=State.FAILED, **over) + running.update(stop_asked_at=now) != 1:
        raise _over(run)
    record(by, "generation.stopped", run)


@transaction.atomic
def apply_proposal(run: GenerationRun, *, by: User) -> int:
    """The draft holds the proposal in place of its other shifts, locked ones kept; how many.

    Raises GenerationOver, ProposalOutdated, RosterMoved.
    """
    asked = line_input(run.roster, stays_close=run.stays_close)
    ready = GenerationRun.objects.filter(pk=run.pk, state__in=GenerationRun.READY)
    if ready.update(state=State.APPLIED) != 1:
        raise _over(run)
    if fingerprint(asked) != run.input_hash:
        raise ProposalOutdated
    placements = _placements(run)
    number = place_all(run.roster, placements, origin=Shift.Origin.GENERATOR, by=by)
    record(by, "generation.applied", run, shifts=number)
    return number


def _placements(run: GenerationRun) -> list[Placement]:
    slots = {slot.pk: slot for slot in Slot.objects.filter(roster=run.roster)}
    roles = {role.pk: role for role in LineRole.objects.filter(line=run.roster.line)}
    rows = run.result["shifts"]
    people = Person.objects.in_bulk({person for _, _, person in rows})
    locked = set(
        Shift.objects.filter(roster=run.roster, is_locked=True).values_list("slot", "person")
    )
    return [
        Placement(slots[slot], roles[role], people[person])
        for slot, role, person in rows
        if (slot, person) not in locked
    ]


def _note(run: GenerationRun, progress: Progress) -> None:
    _mine(run).update(
        alive_at=timezone.now(),
        objective=progress.objective,
        bound=progress.bound,
        elapsed_seconds=progress.seconds,
    )


def _is_over(run: GenerationRun) -> bool:
    """Whether somebody stopped it, or another worker took it up."""
    return not _mine(run).filter(stop_asked_at=None).exists()


def _mine(run: GenerationRun) -> Any:
    return GenerationRun.objects.filter(pk=run.pk, state=State.RUNNING, claimed_at=run.claimed_at)


@transaction.atomic
def _keep(run: GenerationRun, asked: LineInput, outcome: Outcome) -> None:
    kept = _mine(run).update(
        state=State.STOPPED if outcome.is_stopped else State.DONE,
        input_hash=fingerprint(asked),
        objective=outcome.objective,
        bound=outcome.bound,
        elapsed_seconds=outcome.seconds,
        result=as_result(run.roster, asked, outcome.roster),
        ended_at=timezone.now(),
    )
    if kept == 1:
        record(None, "generation.ended", run, objective=outcome.objective, bound=outcome.bound)


def _over(run: GenerationRun) -> GenerationOver:
    run.refresh_from_db()
    return GenerationOver(state=run.get_state_display())
