"""The animator's board: where the exercise stands, what comes next, what was seen."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from coordination.crisis import clock
from coordination.crisis.models import (
    OWNERS,
    CellMember,
    Crisis,
    ExerciseClock,
    Inject,
    Mode,
    Objective,
    Observation,
)
from portal.accounts.models import User
from portal.territories.models import Territory

Met = Observation.Met
# What one page holds: an exercise of a day has some tens of injects.
MOST = 200


@dataclass(frozen=True)
class Board:
    """An exercise as its animator and its observers see it."""

    is_over: bool
    ticking: ExerciseClock | None
    minutes: int
    planned: list[Inject]
    played: list[Inject]
    objectives: list[Objective]
    observations: list[Observation]


def board_of(crisis: Crisis) -> Board:
    """Everything of the exercise `crisis`, in six reads."""
    ticking = ExerciseClock.objects.filter(crisis=crisis).first()
    injects = list(injects_of(crisis).order_by(F("due_at").asc(nulls_last=True), "pk")[:MOST])
    waiting = [one for one in injects if one.state == Inject.State.PLANNED]
    past = [one for one in injects if one.state != Inject.State.PLANNED]
    return Board(
        ticking=ticking,
        is_over=crisis.status == Crisis.Status.COMPLETED,
        minutes=ticking.minutes(clock.now()) if ticking else 0,
        planned=sorted(waiting, key=_rank),
        played=sorted(past, key=lambda one: (one.played_at, one.pk), reverse=True),
        objectives=list(objectives_of(crisis)),
        observations=list(observations_of(crisis)[:MOST]),
    )


def injects_of(crisis: Crisis) -> QuerySet[Inject]:
    """The injects of the exercise."""
    rows = Inject.objects.filter(cell__crisis=crisis)
    return rows.select_related("cell__crisis", "role", "objective", "entry", "played_by")


def injects_seen(user: User) -> QuerySet[Inject]:
    """Those of the exercises that `user` sees; rules say who may open them."""
    rows = Inject.objects.filter(cell__crisis__in=Crisis.objects.visible_to(user))
    return rows.select_related("cell__crisis", "role", "objective")


def exercises_followed(user: User) -> QuerySet[Crisis]:
    """Those that `user` animates or observes: as `rules.may_follow_exercise` says, one by one."""
    agency = Territory.objects.within(user.territories_of(*OWNERS)).values("pk")
    watching = CellMember.objects.filter(
        user=user.pk, standing=CellMember.Standing.OBSERVER, period__contains=clock.now()
    )
    seen = Crisis.objects.visible_to(user).exclude(mode=Mode.ACTUAL)
    animated = Q(declared_by=user.pk) | Q(territory__in=agency)
    return seen.filter(animated | Q(pk__in=watching.values("cell__crisis")))


def injects_followed(user: User) -> QuerySet[Inject]:
    """Those of the exercises that `user` animates or observes."""
    return injects_seen(user).filter(cell__crisis__in=exercises_followed(user))


def observations_followed(user: User) -> QuerySet[Observation]:
    """What was observed in those exercises."""
    rows = Observation.objects.filter(cell__crisis__in=exercises_followed(user))
    return rows.select_related("cell__crisis", "objective", "author")


def objectives_of(crisis: Crisis) -> QuerySet[Objective]:
    """The objectives, with how often each was seen met, in part, or not."""
    counted = {
        name: Count("observations", filter=Q(observations__met=met))
        for name, met in (("yes", Met.YES), ("partly", Met.PARTLY), ("no", Met.NO))
    }
    return Objective.objects.filter(crisis=crisis).annotate(**counted).order_by("rank")


def observations_of(crisis: Crisis) -> QuerySet[Observation]:
    """What was observed, the last first."""
    rows = Observation.objects.filter(cell__crisis=crisis)
    return rows.select_related("cell", "objective", "author").order_by("-seen_at", "-pk")


def _rank(inject: Inject) -> tuple[bool, int, int]:
    minutes = inject.after_minutes
    return (minutes is None, minutes or 0, inject.pk)
