"""« Ma vacation »: what somebody is in each cell, what awaits them, what they must know first."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import F, Max
from django.urls import reverse

from coordination.crisis import clock
from coordination.crisis.models import (
    Call,
    CallOut,
    Cell,
    CellMember,
    Decision,
    Handover,
    LogEntry,
    Sitrep,
    Task,
)
from coordination.crisis.selectors.callout.board import call_link
from coordination.crisis.selectors.chain import RoleChain, chains_of
from coordination.crisis.selectors.log_page import Shown, last_flagged
from coordination.crisis.selectors.standing import Standing, standings
from coordination.crisis.selectors.work import tasks_mine
from coordination.oncall.models import Person, Shift
from coordination.oncall.selectors.people.personal import coming_of
from coordination.situation.selectors.acts import Act, by_urgency
from coordination.situation.selectors.to_read import ToRead, to_read
from portal.accounts.models import User
from portal.ui import moments

# Sheet 2: last report, open critical tasks, decisions in force, twenty last flagged entries.
FLAGGED, SHOWN, NEXT = 20, 10, 3


@dataclass
class CellShift:
    """A cell that the reader belongs to: their roles, what stands, whom to call."""

    standing: Standing
    mine: list[CellMember]
    chain: list[RoleChain]
    report: Sitrep | None = None
    critical: list[Task] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    @property
    def cell(self) -> Cell:
        return self.standing.cell


@dataclass(frozen=True)
class MyShift:
    """The whole page."""

    cells: list[CellShift]
    acts: list[Act]
    reads: list[ToRead]
    tasks: list[Task]
    flagged: list[Shown]
    left_at: datetime | None
    duties: list[Shift]

    @property
    def is_exercise(self) -> bool:
        return any(one.cell.crisis.is_exercise for one in self.cells)

    @property
    def news(self) -> list[Shown]:
        """The flagged entries that came after the reader left."""
        return [one for one in self.flagged if self.is_new(one)]

    @property
    def known(self) -> list[Shown]:
        """The others: already there when the reader left."""
        return [one for one in self.flagged if not self.is_new(one)]

    def is_new(self, one: Shown) -> bool:
        """Whether it was recorded after the reader left."""
        recorded = one.entry.recorded_at
        return self.left_at is not None and recorded is not None and recorded > self.left_at


def my_shift(user: User) -> MyShift:
    """What `user` is and must know now, in a number of statements that does not grow."""
    now = clock.now()
    held = CellMember.objects.filter(user=user.pk, period__contains=now, cell__archived_at=None)
    mine: dict[int, list[CellMember]] = defaultdict(list)
    for one in held.select_related("role").order_by("rank", "pk"):
        mine[one.cell_id].append(one)
    related = ("crisis", "structure", "territory", "parent")
    found = Cell.objects.filter(pk__in=mine).select_related(*related)
    cells = list(found.order_by("crisis__mode", "-level", "name", "pk"))
    chains = chains_of(cells, reader=user)
    shifts = [CellShift(one, mine[one.cell.pk], chains[one.cell.pk]) for one in standings(cells)]
    _dress(shifts, user)
    soon = F("due_at").asc(nulls_last=True)
    tasks = list(tasks_mine(user).order_by(soon, "-priority", "pk")[:SHOWN])
    return MyShift(
        cells=shifts,
        acts=by_urgency([*_calls(user), *_handovers(user), *_late(shifts)]),
        reads=to_read(user),
        tasks=tasks,
        flagged=last_flagged(cells, FLAGGED),
        left_at=_left_at(user, cells),
        duties=_duties(user),
    )


def crisis_acts(user: User) -> list[Act]:
    """What the cells ask of `user` at once: calls to answer, hand-overs to accept, late tasks."""
    now = clock.now()
    late = tasks_mine(user).late(now).count()
    tasks = []
    if late:
        words = f"{late} de vos tâches sont en retard" if late > 1 else "Une tâche est en retard"
        tasks = [Act(words, reverse("crisis:task_mine"), "watch", None)]
    led = CellMember.objects.filter(user=user.pk, role__leads=True, period__contains=now)
    critical = Task.objects.filter(cell__in=led.values("cell"), cell__archived_at=None).critical()
    overdue = [
        Act(
            f"{_name(one.cell)} : « {one} » est en retard",
            one.get_absolute_url(),
            "critical",
            one.due_at,
        )
        for one in critical.late(now).select_related("cell__crisis").order_by("due_at")[:NEXT]
    ]
    acts = [*_calls(user), *_handovers(user), *overdue, *tasks, *_late_below(user)]
    return by_urgency(acts)


def _dress(shifts: list[CellShift], user: User) -> None:
    """The last report that `user` reads, open critical tasks and decisions in force."""
    by_cell = {one.cell.pk: one for one in shifts}
    issued = Sitrep.objects.visible_to(user).filter(cell__in=by_cell, state=Sitrep.State.ISSUED)
    for report in issued.select_related("cell").order_by("issued_at"):
        by_cell[report.cell_id].report = report
    tasks = Task.objects.filter(cell__in=by_cell).open().critical()
    for task in tasks.select_related("owner", "owner_role").order_by("due_at", "pk"):
        by_cell[task.cell_id].critical.append(task)
    taken = Decision.objects.filter(cell__in=by_cell).in_force().select_related("cell")
    for decision in taken.order_by("-decided_at"):
        by_cell[decision.cell_id].decisions.append(decision)


def _name(cell: Cell) -> str:
    """The cell, said to be of an exercise when it is."""
    return f"EXERCICE\u00a0: {cell}" if cell.crisis.is_exercise else str(cell)


def _calls(user: User) -> list[Act]:
    """The call-outs that await the answer of `user`: one act each, by their last call."""
    sent = Call.objects.filter(
        user=user.pk, sent_at__isnull=False, callout__in=CallOut.objects.living()
    )
    last = {
        one.callout_id: one
        for one in sent.select_related("callout__cell__crisis").order_by("attempt")
    }
    answered = set(sent.exclude(answer="").values_list("callout", flat=True))
    return [
        Act(
            f"{_name(one.callout.cell)} vous appelle\u00a0: {one.callout.cause}",
            call_link(one.link_key),
            "critical",
            one.sent_at,
        )
        for pk, one in last.items()
        if pk not in answered
    ]


def _handovers(user: User) -> list[Act]:
    waiting = Handover.objects.waiting().filter(receiver=user.pk)
    return [
        Act(
            f"{one.giver} vous passe « {one.role} », {_name(one.cell)}\u00a0: lire et répondre",
            one.get_absolute_url(),
            "critical",
            one.written_at,
        )
        for one in waiting.select_related("giver", "role", "cell__crisis").order_by("written_at")
    ]


def _late(shifts: list[CellShift]) -> list[Act]:
    return [
        Act(
            f"{one.cell}\u00a0: point de situation en retard",
            f"{one.cell.get_absolute_url()}points/",
            "watch",
            one.standing.due,
        )
        for one in shifts
        if one.standing.is_late
    ]


def _late_below(user: User) -> list[Act]:
    """The reports that are late in the cells below those where `user` is on duty (rule 13)."""
    mine = CellMember.objects.filter(
        user=user.pk, period__contains=clock.now(), standing=CellMember.Standing.MEMBER
    )
    below = Cell.objects.visible_to(user).active().filter(parent__in=mine.values("cell"))
    related = ("crisis", "structure", "territory", "parent")
    found = list(below.select_related(*related))
    late = [one for one in standings(found) if one.is_late] if found else []
    late.sort(key=lambda one: (one.due, one.cell.pk))
    return [
        Act(
            f"{_name(one.cell)}\u00a0: point de situation attendu depuis {_hours(one.late_hours)}",
            one.cell.get_absolute_url(),
            "watch",
            one.due,
        )
        for one in late[:NEXT]
    ]


def _hours(count: int) -> str:
    return moments.duration(timedelta(hours=count)) if count else "moins d’une heure"


def _left_at(user: User, cells: list[Cell]) -> datetime | None:
    """When `user` was last there: an earlier duty that ended, or the last line they wrote."""
    lines = LogEntry.objects.filter(log__in=[cell.pk for cell in cells], is_system=False)
    last = lines.filter(author=user.pk).aggregate(at=Max("recorded_at"))["at"]
    over = CellMember.objects.filter(
        user=user.pk, cell__in=cells, period__endswith__lte=clock.now()
    )
    ended = over.aggregate(at=Max("period__endswith"))["at"]
    return max((one for one in (last, ended) if one is not None), default=None)


def _duties(user: User) -> list[Shift]:
    person = Person.objects.filter(user=user.pk).first()
    return coming_of(person)[:NEXT] if person else []
