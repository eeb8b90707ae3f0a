"""A meeting is held: opened with its agenda, attendance, points, minutes line by line."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from coordination.crisis import clock
from coordination.crisis.models import (
    AgendaItem,
    Attendance,
    Cell,
    CellMember,
    Decision,
    Meeting,
    MinuteLine,
    Role,
    Task,
)
from coordination.crisis.refusals.log import EntryEmpty
from coordination.crisis.refusals.meeting import MeetingNotOpen, NotOfTheCell
from coordination.crisis.rules import may_decide
from coordination.crisis.selectors.meetings.agenda import agenda_of
from coordination.crisis.selectors.membership import role_for
from coordination.crisis.services.decision import Proposal, propose_decision, take_decision
from coordination.crisis.services.meetings.planning import (
    MOST_ITEMS,
    change,
    check_words,
    next_rank,
    on_duty,
)
from coordination.crisis.services.task import NewTask, create_task
from coordination.crisis.services.writing import note
from portal.accounts.models import User
from portal.audit.services import record

State, Kind = Meeting.State, MinuteLine.Kind
# The signs that open a line, as in the log: a decision, a task.
SIGNS = {"!": Kind.DECISION, "+": Kind.TASK}
# A task said in a meeting without a time is for the day after.
BY_DEFAULT = timedelta(hours=24)
TITLE = 200


@dataclass(frozen=True)
class NewLine:
    """What somebody typed; for a task, which role does it and for when."""

    text: str
    kind: str = Kind.NOTE
    item: AgendaItem | None = None
    owner_role: Role | None = None
    due_at: datetime | None = None

    @property
    def words(self) -> str:
        """The text without its sign."""
        text = self.text.strip()
        return text[1:].strip() if text[:1] in SIGNS else text

    @property
    def nature(self) -> str:
        """What its sign says, else the button."""
        return SIGNS.get(self.text.strip()[:1], self.kind)


@transaction.atomic
def open_meeting(meeting: Meeting, *, by: User) -> None:
    """Planned to open, with the points that the cell's own life puts on its agenda; whoever
    opens it is there. Raises NotOnDuty, CellArchived, MeetingMoved."""
    on_duty(meeting, by)
    change(meeting, (State.PLANNED,), State.OPEN, opened_at=clock.now())
    room = MOST_ITEMS - meeting.items.count()
    first = next_rank(meeting)
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            rank=first + rank,
            kind=point.kind,
            title=point.title,
            planned_minutes=point.minutes,
            source=point.key,
            link=point.link,
        )
        for rank, point in enumerate(agenda_of(meeting.cell)[:room])
    )
    _attend(meeting, by, mode=Attendance.Mode.PRESENT, by=by)
    record(by, "meeting.opened", meeting)
    note(meeting.cell, f"{meeting} : prévue → ouverte.", by=by, links=(meeting.get_absolute_url(),))


@transaction.atomic
def note_attendance(meeting: Meeting, user: User, *, mode: str, by: User) -> None:
    """`user` is there, on the line, or excused; the last word stands until the closing.

    Raises NotOnDuty, CellArchived, MeetingNotOpen, NotOfTheCell.
    """
    on_duty(meeting, by)
    _locked_open(meeting, also=(State.PLANNED,))
    if not CellMember.objects.on_duty(meeting.cell).filter(user=user).exists():
        raise NotOfTheCell(who=user)
    _attend(meeting, user, mode=mode, by=by)


@transaction.atomic
def start_item(item: AgendaItem, *, by: User) -> None:
    """The point is spoken of, the one before is over. Raises NotOnDuty, CellArchived,
    MeetingNotOpen."""
    meeting = item.meeting
    on_duty(meeting, by)
    _locked_open(meeting)
    now = clock.now()
    end_running(meeting, now)
    AgendaItem.objects.filter(pk=item.pk).update(started_at=now, ended_at=None)


@transaction.atomic
def write_minute(
    meeting: Meeting, said: NewLine, *, by: User, confirmed: bool = False
) -> MinuteLine:
    """The line is in the minutes; what it decides or asks for is in the register or the tasks.

    A decision of somebody who may not take it is proposed. Raises NotOnDuty, CellArchived,
    MeetingNotOpen, EntryEmpty, PatientNumber, PatientDoubt, and what a task raises.
    """
    on_duty(meeting, by)
    if said.nature == Kind.DECISION:
        # The cell before one's own rows: the register locks it to number the decision.
        Cell.objects.select_for_update().get(pk=meeting.cell_id)
    _locked_open(meeting)
    words = said.words
    if not words:
        raise EntryEmpty
    check_words(words, confirmed=confirmed)
    if said.item is not None and said.item.meeting_id != meeting.pk:
        raise MeetingNotOpen
    decision = task = None
    if said.nature == Kind.DECISION:
        decision = _decided(meeting, words, by=by)
    elif said.nature == Kind.TASK:
        task = _asked(meeting, said, by=by)
    return MinuteLine.objects.create(
        meeting=meeting,
        item=said.item,
        kind=said.nature,
        text=words,
        author=by,
        at=clock.now(),
        decision=decision,
        task=task,
    )


def end_running(meeting: Meeting, now: datetime) -> None:
    """No point is spoken of any more."""
    running = AgendaItem.objects.filter(
        meeting=meeting, started_at__isnull=False, ended_at__isnull=True
    )
    running.update(ended_at=now)


def _decided(meeting: Meeting, words: str, *, by: User) -> Decision:
    said = Proposal(words, reason=f"en séance, {meeting}")
    decision = propose_decision(meeting.cell, said, by=by, confirmed=True)
    if may_decide(by, decision):
        take_decision(decision, by=by)
    return decision


def _asked(meeting: Meeting, said: NewLine, *, by: User) -> Task:
    """Owned by the role that was said, else by the one in which its writer acts."""
    role = said.owner_role or role_for(by, meeting.cell)
    wanted = NewTask(
        title=said.words[:TITLE],
        detail=said.words if len(said.words) > TITLE else "",
        owner=None if role else by,
        owner_role=role,
        due_at=said.due_at or clock.now() + BY_DEFAULT,
        origin=Task.Origin.MEETING,
    )
    return create_task(meeting.cell, wanted, by=by, confirmed=True)


def _attend(meeting: Meeting, user: User, *, mode: str, by: User) -> None:
    said = {"mode": mode, "noted_by": by, "noted_at": clock.now()}
    said["role"] = role_for(user, meeting.cell)
    Attendance.objects.update_or_create(meeting=meeting, user=user, defaults=said)


def _locked_open(meeting: Meeting, also: tuple[str, ...] = ()) -> None:
    """The meeting stays as it is until the commit: it is not closed under somebody's line."""
    states = (State.OPEN, *also)
    held = Meeting.objects.select_for_update(no_key=True).filter(pk=meeting.pk, state__in=states)
    if held.first() is None:
        raise MeetingNotOpen
