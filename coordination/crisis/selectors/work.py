"""Decisions, tasks and their files as the pages of a cell show them."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from coordination.crisis import clock
from coordination.crisis.models import Attachment, Cell, Decision, Handover, Task
from coordination.crisis.models.attachment import AttachmentQuerySet
from coordination.crisis.models.decision import DecisionQuerySet
from coordination.crisis.models.handover import HandoverQuerySet
from coordination.crisis.models.task import TaskQuerySet
from portal.accounts.models import User

DECISIONS_BY = ("-number",)
OPEN_BY, CLOSED_BY = ("due", "pk"), ("-ended_at", "-pk")
OF_TASK = ("cell__crisis", "owner", "owner_role")
# What the page of a cell shows of each.
SHOWN = 5


@dataclass(frozen=True)
class Work:
    """What the page of a cell says of its decisions and tasks."""

    in_force: list[Decision]
    decisions: int
    waiting: int
    tasks: list[Task]
    open: int
    late: int
    critical: int
    handovers: list[Handover]


def work_of(cell: Cell) -> Work:
    """The last decisions in force and the tasks that press, with their counts: five reads."""
    in_force = decisions_of(cell).in_force().order_by(*DECISIONS_BY)
    open_ones = tasks_of(cell).open()
    now = clock.now()
    counts = open_ones.aggregate(
        open=Count("pk"),
        late=Count("pk", filter=Q(due_at__lt=now)),
        critical=Count("pk", filter=Q(priority=Task.Priority.CRITICAL)),
    )
    registered = Decision.objects.filter(cell=cell).aggregate(
        decisions=Count("pk"), waiting=Count("pk", filter=Q(state=Decision.State.PROPOSED))
    )
    return Work(
        in_force=list(in_force[:SHOWN]),
        tasks=list(open_ones.order_by(F("due_at").asc(nulls_last=True), "-priority", "pk")[:SHOWN]),
        handovers=list(handovers_of(cell).waiting().order_by("pk")[:SHOWN]),
        **registered,
        **counts,
    )


def decisions_of(cell: Cell) -> DecisionQuerySet:
    """The register of `cell`."""
    return Decision.objects.filter(cell=cell).select_related(
        *("cell", "decided_by", "decided_as", "matter", "proposed_by", "supersedes__cell"),
        "entry",
    )


def decisions_seen(user: User) -> DecisionQuerySet:
    """Those that `user` may open one by one."""
    related = ("cell__crisis", "cell__territory", "cell__structure", "matter", "entry",
               "proposed_by", "decided_by", "decided_as", "supersedes")  # fmt: skip
    return Decision.objects.visible_to(user).select_related(*related)


def attachments_seen(user: User) -> AttachmentQuerySet:
    """The files that `user` may take."""
    return Attachment.objects.visible_to(user).named().select_related("cell__crisis")


def handovers_of(cell: Cell) -> HandoverQuerySet:
    """The hand-overs of `cell`."""
    return Handover.objects.filter(cell=cell).select_related("role", "giver", "receiver")


def handovers_seen(user: User) -> HandoverQuerySet:
    """Those that `user` may open one by one."""
    related = ("cell__crisis", "cell__structure", "cell__territory", "role", "giver", "receiver")
    return Handover.objects.visible_to(user).select_related(*related)


def tasks_of(cell: Cell) -> TaskQuerySet:
    """The tasks of `cell`."""
    return Task.objects.filter(cell=cell).select_related(*OF_TASK)


def tasks_mine(user: User) -> TaskQuerySet:
    """The open tasks of `user` and of the roles they hold, in the cells that they see."""
    seen = Task.objects.filter(cell__in=Cell.objects.with_log_for(user))
    return seen.of(user).open().select_related(*OF_TASK)


def tasks_seen(user: User) -> TaskQuerySet:
    """Those that `user` may open one by one."""
    related = (*OF_TASK, "cell__territory", "created_by", "ended_by", "entry__log",
               "decision__cell")  # fmt: skip
    return Task.objects.visible_to(user).select_related(*related)


def counts_by_state(cell: Cell) -> dict[str, int]:
    """How many tasks are in each state, late ones apart."""
    rows = Task.objects.filter(cell=cell)
    found = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return found | {"late": rows.late().count()}
