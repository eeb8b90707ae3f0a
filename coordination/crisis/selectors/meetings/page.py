"""What the pages of meetings show: who is there by role, the minutes, what is proposed next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from coordination.crisis import clock
from coordination.crisis.models import (
    Attendance,
    Cell,
    CellMember,
    Meeting,
    MeetingFeed,
    MeetingReceipt,
    MinuteLine,
    Role,
)
from coordination.crisis.selectors.catalogue import level_of
from coordination.crisis.selectors.membership import people_of, role_among
from portal.accounts.models import User
from portal.lib.links import key_of

BY = ("-starts_at", "-pk")
RELATED = ("cell__crisis__territory", "cell__structure", "cell__territory", "planned_by")
# Round hours are easier to remember.
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Seat:
    """Somebody of the cell: the role in which they sit, and whether they are there."""

    user: User
    role: Role | None
    attendance: Attendance | None


def meetings_of(cell: Cell) -> QuerySet[Meeting]:
    """The meetings of `cell`, with how many decisions and tasks each one made."""
    return Meeting.objects.filter(cell=cell).annotate(
        decisions=Count("lines", filter=Q(lines__kind="decision")),
        tasks=Count("lines", filter=Q(lines__kind="task")),
    )


def meetings_seen(user: User) -> QuerySet[Meeting]:
    """Those that `user` may open one by one."""
    return Meeting.objects.visible_to(user).select_related(*RELATED)


def coming(cell: Cell) -> Meeting | None:
    """The one that is open, else the next one."""
    mine = Meeting.objects.filter(cell=cell)
    under_way = mine.filter(state=Meeting.State.OPEN).order_by("starts_at").first()
    return under_way or mine.planned().order_by("starts_at", "pk").first()


def proposed_at(cell: Cell) -> datetime | None:
    """When the next meeting should be, by the rhythm of the level; None when it is on event."""
    level = level_of(cell)
    if not cell.is_active or level is None or level.meeting_every_hours is None:
        return None
    rows = Meeting.objects.filter(cell=cell).exclude(state=Meeting.State.CANCELLED)
    last = rows.order_by("-starts_at").first()
    every = timedelta(hours=level.meeting_every_hours)
    at = (last.starts_at if last else cell.level_since) + every
    now = clock.now()
    if at <= now:
        at = now + QUARTER
    return at + (-_since_hour(at) % QUARTER)


def by_role(meeting: Meeting) -> list[Seat]:
    """The people of the cell in the order of their roles, with those who came and left since."""
    duties: dict[int, list[CellMember]] = {}
    members = CellMember.objects.on_duty(meeting.cell).select_related("user", "role")
    for member in members:
        duties.setdefault(member.user_id, []).append(member)
    rows = Attendance.objects.filter(meeting=meeting).select_related("user", "role")
    noted = {one.user_id: one for one in rows}
    seats = [Seat(held[0].user, role_among(held), noted.get(user)) for user, held in duties.items()]
    seats += [Seat(one.user, one.role, one) for one in noted.values() if one.user_id not in duties]
    return sorted(seats, key=_place)


def absent(meeting: Meeting) -> list[User]:
    """The people of the cell who were neither there nor on the line."""
    there = Attendance.objects.filter(meeting=meeting, mode__in=Attendance.THERE)
    missing = people_of(meeting.cell).exclude(pk__in=there.values("user"))
    return list(missing.order_by("last_name", "first_name", "pk"))


def minutes_of(meeting: Meeting) -> QuerySet[MinuteLine]:
    """What was written, in order."""
    rows = MinuteLine.objects.filter(meeting=meeting).order_by("pk")
    related = ("author", "item", "decision__cell", "task__owner", "task__owner_role")
    return rows.select_related(*related, "meeting__cell__territory")


def made(meeting: Meeting) -> tuple[list[MinuteLine], list[MinuteLine]]:
    """The lines that made decisions, and those that made tasks."""
    lines = list(minutes_of(meeting).exclude(kind=MinuteLine.Kind.NOTE))
    decisions = [one for one in lines if one.kind == MinuteLine.Kind.DECISION]
    return decisions, [one for one in lines if one.kind == MinuteLine.Kind.TASK]


def receipts_of(meeting: Meeting) -> list[MeetingReceipt]:
    """Who was sent the record: the silent first."""
    rows = MeetingReceipt.objects.filter(meeting=meeting).select_related("user")
    return sorted(rows, key=lambda one: (one.read_at is not None, one.user.last_name, one.pk))


def receipt_by_token(token: str) -> MeetingReceipt | None:
    """The receipt behind a personal link; None for a link that is not ours."""
    key = key_of(token)
    if key is None:
        return None
    related = [f"meeting__{one}" for one in RELATED]
    rows = MeetingReceipt.objects.filter(link_key=key, user__is_active=True)
    return rows.select_related("user", "meeting__record", *related).first()


def receipt_for(meeting: Meeting, user: User) -> MeetingReceipt | None:
    """What `user` has to acknowledge of that meeting."""
    return MeetingReceipt.objects.filter(meeting=meeting, user=user).first()


def feed_of(cell: Cell, user: User) -> MeetingFeed | None:
    """The living subscription of `user` to the meetings of `cell`."""
    return MeetingFeed.objects.filter(owner=user, cell=cell, revoked_at__isnull=True).first()


def _place(seat: Seat) -> tuple[bool, bool, int, str, int]:
    role = seat.role
    return (
        role is None,
        not (role and role.leads),
        role.rank if role else 0,
        seat.user.last_name,
        seat.user.pk,
    )


def _since_hour(at: datetime) -> timedelta:
    return timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond)
