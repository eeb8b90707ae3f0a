"""What fills the agenda of a meeting by itself (sheet 4): each source is asked in turn."""

from datetime import timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from coordination.crisis import clock
from coordination.crisis.models import (
    ACKED_WITHIN,
    Cell,
    Decision,
    Handover,
    MeetingReceipt,
    Message,
    Sitrep,
    Task,
)
from coordination.crisis.selectors.figures.board import figures_board
from coordination.crisis.selectors.membership import people_of
from coordination.crisis.selectors.sitrep import due_at, late_hours
from coordination.crisis.sources import Point, points_of, provide_points
from portal.ui import moments

# Beyond, the page of the subject says more than an agenda can.
MOST = 8


def agenda_of(cell: Cell) -> list[Point]:
    """What the life of `cell` puts on the agenda now, whoever declared it."""
    return points_of(cell)


def late_tasks(cell: Cell) -> list[Point]:
    """The tasks past their time, and those that something blocks, the most pressing first."""
    blocked = Task.objects.filter(cell=cell, state=Task.State.BLOCKED)
    rows = (Task.objects.filter(cell=cell).late() | blocked).order_by("-priority", "due_at", "pk")
    found = list(rows[: MOST + 1])
    points = [
        Point(
            key=f"task:{one.uuid}",
            title=f"Tâche {_trouble(one)} : {one.title}"[:200],
            link=one.get_absolute_url(),
            kind="action",
            minutes=3,
        )
        for one in found[:MOST]
    ]
    if len(found) > MOST:
        link = reverse("crisis:task_list", args=[cell.uuid])
        points.append(Point("tasks", "Les autres tâches en retard", link, kind="action"))
    return points


def undecided(cell: Cell) -> list[Point]:
    """The decisions that are proposed, and await whoever holds the matter."""
    rows = Decision.objects.filter(cell=cell, state=Decision.State.PROPOSED).select_related("cell")
    return [
        Point(
            key=f"decision:{one.uuid}",
            title=f"À décider : {one.statement}"[:200],
            link=one.get_absolute_url(),
            kind="decision",
        )
        for one in rows.order_by("number")[:MOST]
    ]


def stale_figures(cell: Cell) -> list[Point]:
    """The structures that say nothing, or nothing fresh: one point for all of them."""
    board = figures_board(cell)
    if not board.silent:
        return []
    several = "s" if board.silent > 1 else ""
    words = f"{board.silent} structure{several} silencieuse{several}"
    title = f"Chiffres : {words} sur {board.count}"
    return [Point("figures", title, reverse("crisis:cell_figures", args=[cell.uuid]), minutes=3)]


def late_report(cell: Cell) -> list[Point]:
    """The situation report that is late, and the one that awaits its validation."""
    found = []
    link = reverse("crisis:sitrep_list", args=[cell.uuid])
    hours = late_hours(due_at(cell))
    if hours:
        late = moments.duration(timedelta(hours=hours))
        found.append(Point("sitrep", f"Point de situation en retard de {late}", link))
    rows = Sitrep.objects.filter(cell=cell, state=Sitrep.State.SUBMITTED).select_related("cell")
    return found + [
        Point(f"sitrep:{one.pk}", f"{one} à valider", one.get_absolute_url(), kind="decision")
        for one in rows.order_by("number")[:MOST]
    ]


def unanswered(cell: Cell) -> list[Point]:
    """The acknowledgements that are missing: hand-overs, records of the meetings before."""
    waiting = Handover.objects.filter(cell=cell).waiting().select_related("role", "receiver")
    found = [
        Point(
            key=f"handover:{one.uuid}",
            title=f"Passation sans réponse : {one.role}, à {one.receiver}"[:200],
            link=one.get_absolute_url(),
            kind="action",
            minutes=2,
        )
        for one in waiting.order_by("pk")[:MOST]
    ]
    silent = MeetingReceipt.objects.filter(
        meeting__cell=cell, read_at__isnull=True, user__in=people_of(cell)
    )
    unread = silent.count()
    last = silent.select_related("meeting").order_by("-pk").first()
    if last is not None:
        title = f"Relevés de décisions non lus : {unread}"
        link = f"{last.meeting.get_absolute_url()}releve/"
        found.append(Point("records", title, link, minutes=2))
    return found


def unacknowledged(cell: Cell) -> list[Point]:
    """The messages that some have not acknowledged in time, each with a count."""
    old = Message.objects.filter(cell=cell, requires_ack=True, state=Message.State.SENT)
    due = Coalesce("ack_due_at", F("sent_at") + ACKED_WITHIN)
    old = old.alias(due=due).filter(due__lte=clock.now())
    silent = Count("recipients", filter=Q(recipients__acked_at__isnull=True))
    counted = old.annotate(silent=silent, told=Count("recipients")).filter(silent__gt=0)
    rows = counted.order_by("-sent_at", "-pk").values_list("uuid", "title", "silent", "told")
    return [
        Point(
            key=f"message:{uuid}",
            title=f"Sans accusé ({missing} sur {told}) : {title}"[:200],
            link=reverse("crisis:message_detail", args=[uuid]),
            kind="action",
            minutes=2,
        )
        for uuid, title, missing, told in rows[:MOST]
    ]


def _trouble(task: Task) -> str:
    return "bloquée" if task.state == Task.State.BLOCKED else "en retard"


provide_points(late_tasks)
provide_points(undecided)
provide_points(stale_figures)
provide_points(late_report)
provide_points(unanswered)
provide_points(unacknowledged)
