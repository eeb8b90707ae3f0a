"""What the cells recorded of themselves, read in a number of statements that does not grow."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import CharField, Count, Max, Q
from django.db.models.functions import Cast

from coordination.crisis import clock
from coordination.crisis.models import (
    Activation,
    Call,
    Cell,
    CellMember,
    Decision,
    Handover,
    Level,
    Sitrep,
    Task,
)
from coordination.crisis.selectors.standing import ladders_of
from coordination.notifications.models import Notification
from coordination.situation.selectors.response.measures import manned_after, on_time, uncovered
from portal.lib.time import Period

UNDELIVERED = (
    Notification.State.FAILED,
    Notification.State.UNCERTAIN,
    Notification.State.STALE,
    Notification.State.SUPPRESSED,
)
WITHIN = (5, 15, 60)


@dataclass
class Past:
    """The intervals of one cell: levels, and who held which role."""

    cell: Cell
    ladder: dict[int, Level]
    levels: list[Activation] = field(default_factory=list)
    held: dict[int, list[Period]] = field(default_factory=lambda: defaultdict(list))
    issued: list[tuple[datetime, datetime | None]] = field(default_factory=list)

    @property
    def first(self) -> Activation | None:
        return self.levels[0] if self.levels else None

    def required(self, rank: int) -> list[int]:
        """The roles that the level requires."""
        level = self.ladder.get(rank)
        return [one.role_id for one in level.requirements.all()] if level else []

    @property
    def manned(self) -> dict[int, timedelta]:
        """From the activation to half and all of the roles of its first level held."""
        if self.first is None:
            return {}
        required = self.required(self.first.to_level)
        firsts = [min((one[0] for one in self.held[role]), default=None) for role in required]
        return manned_after(self.first.decided_at, firsts)

    @property
    def lost(self) -> dict[int, timedelta]:
        """By required role, how long nobody held it at the levels that required it."""
        found: dict[int, timedelta] = defaultdict(timedelta)
        ends = [one.decided_at for one in self.levels[1:]] + [clock.now()]
        for one, end in zip(self.levels, ends, strict=True):
            for role in self.required(one.to_level):
                if one.decided_at < end:
                    found[role] += uncovered((one.decided_at, end), self.held[role])
        return found

    @property
    def punctual(self) -> tuple[int, int]:
        """Reports issued on time, and reports due."""
        if self.first is None:
            return 0, 0
        level = self.ladder.get(self.first.to_level)
        hours = level.sitrep_every_hours if level else None
        due = self.first.decided_at + timedelta(hours=hours) if hours else None
        last = clock.now() if self.cell.is_active else self.cell.level_since
        return on_time(due, self.issued, last)


def pasts_of(cells: Iterable[Cell]) -> list[Past]:
    """What each cell recorded, in six statements."""
    cells = list(cells)
    ladders = ladders_of(cells)
    found = {cell.pk: Past(cell, ladders[cell.pk]) for cell in cells}
    for one in Activation.objects.filter(cell__in=found).order_by("pk"):
        found[one.cell_id].levels.append(one)
    now = clock.now()
    members = CellMember.objects.filter(cell__in=found).exclude(role=None)
    for cell, role, period in members.values_list("cell", "role", "period"):
        found[cell].held[role].append((period.lower, period.upper or now))
    out = Sitrep.objects.filter(cell__in=found, state__in=Sitrep.OUT).order_by("issued_at")
    for cell, at, following in out.values_list("cell", "issued_at", "next_at"):
        if at is not None:
            found[cell].issued.append((at, following))
    return list(found.values())


def executed(cells: Iterable[Cell]) -> list[timedelta]:
    """From each decision to the last of its tasks, once all of them are over."""
    rows = Decision.objects.filter(cell__in=cells, decided_at__isnull=False).annotate(
        done=Count("tasks", filter=Q(tasks__state=Task.State.DONE)),
        left=Count("tasks", filter=Q(tasks__state__in=Task.OPEN)),
        last=Max("tasks__ended_at", filter=Q(tasks__state=Task.State.DONE)),
    )
    done = rows.filter(done__gt=0, left=0).values_list("decided_at", "last")
    return [last - decided for decided, last in done if last and decided]


def late_tasks(cells: Iterable[Cell]) -> tuple[int, int]:
    """Open tasks past their time, and open tasks."""
    rows = Task.objects.filter(cell__in=cells).open()
    found = rows.aggregate(late=Count("pk", filter=Q(due_at__lt=clock.now())), open=Count("pk"))
    return found["late"], found["open"]


def undelivered(cells: Iterable[Cell]) -> tuple[int, int]:
    """Messages of the cells that reached nobody, and those that were to leave."""
    cells = list(cells)
    about = Q(pk__in=[])
    for model in (Activation, Handover, Sitrep):
        ids = model.objects.filter(cell__in=cells).values(key=Cast("pk", CharField()))
        about |= Q(
            publication__subject_kind=model._meta.label_lower, publication__subject_id__in=ids
        )
    rows = Notification.objects.filter(about).exclude(state=Notification.State.CANCELLED)
    found = rows.aggregate(
        bad=Count("pk", filter=Q(state__in=UNDELIVERED)),
        all=Count("pk"),
    )
    return found["bad"], found["all"]


def answered(cells: Iterable[Cell]) -> tuple[dict[str, int], int]:
    """Answers to call-outs within 5, 15 and 60 minutes, and calls that left."""
    calls = Call.objects.filter(callout__cell__in=cells, sent_at__isnull=False)
    times = [
        answered_at - sent_at
        for sent_at, answered_at in calls.values_list("sent_at", "answered_at")
        if answered_at is not None and sent_at is not None
    ]
    total = calls.count()
    within = {
        f"à {one}\u00a0min": sum(time <= timedelta(minutes=one) for time in times) for one in WITHIN
    }
    return within, total
