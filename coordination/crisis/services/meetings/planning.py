"""A meeting is planned, moved or cancelled; its agenda and its calendar."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from coordination.crisis import clock
from coordination.crisis.models import AgendaItem, Cell, Meeting, MeetingFeed, Role
from coordination.crisis.notices.meeting import MeetingCancelled, MeetingPlanned
from coordination.crisis.refusals.cell import CellArchived, NotOnDuty, RoleOfAnotherKind
from coordination.crisis.refusals.decision import ReasonMissing
from coordination.crisis.refusals.log import EntryEmpty, PatientDoubt, PatientNumber
from coordination.crisis.refusals.meeting import (
    AgendaFull,
    FeedGone,
    FeedOpenAlready,
    MeetingInThePast,
    MeetingMoved,
)
from coordination.crisis.rules import may_write_log
from coordination.crisis.selectors.catalogue import roles_of_cell
from coordination.crisis.selectors.meetings.calendar import digest_of, when
from coordination.crisis.services.writing import note
from coordination.notifications.services import notify
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import doubts, holds_patient_number

State = Meeting.State
# The first one, with its link, half an hour after the cell opens (sheet 1).
FIRST_AFTER = timedelta(minutes=30)
# What a meeting can go through.
MOST_ITEMS = 30
SECRET_BYTES = 24
# Somebody types the present minute.
TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True)
class NewMeeting:
    """When, for how long, about what; joined as the cell is unless it says otherwise."""

    starts_at: datetime
    planned_minutes: int = 30
    title: str = ""
    video_url: str = ""
    dial_in: str = ""
    place: str = ""


@transaction.atomic
def plan_meeting(cell: Cell, said: NewMeeting, *, by: User, confirmed: bool = False) -> Meeting:
    """The meeting has its number in `cell`; its people are told when and how to join.

    Raises NotOnDuty, CellArchived, MeetingInThePast, PatientNumber, PatientDoubt.
    """
    if not may_write_log(by, cell):
        raise NotOnDuty
    if cell.archived_at is not None:
        raise CellArchived
    check_words(said.title, confirmed=confirmed)
    _check_hour(said.starts_at)
    meeting = _numbered(cell, said, by=by)
    record(by, "meeting.planned", meeting, number=meeting.number)
    notify(MeetingPlanned, meeting)
    note(cell, f"{meeting} prévue {when(meeting)}.", by=by, links=(meeting.get_absolute_url(),))
    return meeting


def plan_first_meeting(cell: Cell, *, by: User) -> Meeting:
    """Half an hour after `cell` opens, its people meet by the link of the cell (sheet 1)."""
    first = NewMeeting(cell.opened_at + FIRST_AFTER, title="première réunion")
    return plan_meeting(cell, first, by=by)


@transaction.atomic
def move_meeting(meeting: Meeting, *, starts_at: datetime, by: User) -> None:
    """The planned meeting begins then; its people are told. Raises NotOnDuty, MeetingInThePast,
    MeetingMoved."""
    on_duty(meeting, by)
    _check_hour(starts_at)
    was = when(meeting)
    change(meeting, (State.PLANNED,), None, starts_at=starts_at)
    record(by, "meeting.moved", meeting)
    notify(MeetingPlanned, meeting)
    _say(meeting, f"{was} → {when(meeting)}", by=by)


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: User) -> None:
    """Planned to cancelled; its people are told, it stays in calendars as cancelled.

    Raises NotOnDuty, ReasonMissing, PatientNumber, MeetingMoved.
    """
    on_duty(meeting, by)
    if not reason.strip():
        raise ReasonMissing
    if holds_patient_number(reason):
        raise PatientNumber
    change(meeting, (State.PLANNED,), State.CANCELLED, cancel_reason=reason.strip())
    record(by, "meeting.cancelled", meeting)
    notify(MeetingCancelled, meeting)
    _say(meeting, f"prévue → annulée. Motif : {reason}", by=by)


def cancel_coming(cell: Cell, *, by: User) -> None:
    """Within the lift of `cell`: what was still planned is cancelled, and said."""
    for meeting in Meeting.objects.filter(cell=cell).planned():
        change(meeting, (State.PLANNED,), State.CANCELLED, cancel_reason="cellule levée")
        record(by, "meeting.cancelled", meeting)
        notify(MeetingCancelled, meeting)
        _say(meeting, "prévue → annulée. Motif : cellule levée", by=by)


@transaction.atomic
def add_item(
    meeting: Meeting,
    *,
    title: str,
    by: User,
    kind: str = AgendaItem.Kind.INFORMATION,
    owner_role: Role | None = None,
    planned_minutes: int = 5,
    confirmed: bool = False,
) -> AgendaItem:
    """The point is last on the agenda. Raises NotOnDuty, EntryEmpty, PatientNumber, PatientDoubt,
    RoleOfAnotherKind, AgendaFull, MeetingMoved."""
    on_duty(meeting, by)
    if not title.strip():
        raise EntryEmpty
    check_words(title, confirmed=confirmed)
    if owner_role and not roles_of_cell(meeting.cell).filter(pk=owner_role.pk).exists():
        raise RoleOfAnotherKind(role=owner_role)
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.state not in (State.PLANNED, State.OPEN):
        raise MeetingMoved(state=meeting.get_state_display())
    if meeting.items.count() >= MOST_ITEMS:
        raise AgendaFull(most=MOST_ITEMS)
    return AgendaItem.objects.create(
        meeting=meeting,
        rank=next_rank(meeting),
        kind=kind,
        title=title.strip(),
        owner_role=owner_role,
        planned_minutes=planned_minutes,
    )


@transaction.atomic
def open_feed(cell: Cell, *, by: User) -> str:
    """`by` may subscribe to the meetings of `cell`; the secret, said this once.

    Raises FeedOpenAlready.
    """
    User.objects.select_for_update().get(pk=by.pk)
    if MeetingFeed.objects.filter(owner=by, cell=cell, revoked_at__isnull=True).exists():
        raise FeedOpenAlready
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = MeetingFeed.objects.create(
        owner=by, cell=cell, digest=digest_of(secret), created_at=clock.now()
    )
    record(by, "meeting_feed.opened", feed)
    return secret


@transaction.atomic
def revoke_feed(cell: Cell, *, by: User) -> None:
    """The address that `by` had gives nothing any more, for good. Raises FeedGone."""
    living = MeetingFeed.objects.filter(owner=by, cell=cell, revoked_at__isnull=True)
    feed = living.first()
    if feed is None or living.update(revoked_at=clock.now()) != 1:
        raise FeedGone
    record(by, "meeting_feed.revoked", feed)


def next_rank(meeting: Meeting) -> int:
    """After the last point of its agenda."""
    return (meeting.items.aggregate(last=Max("rank"))["last"] or 0) + 1


def change(meeting: Meeting, before: tuple[str, ...], after: str | None, **with_it: object) -> None:
    """One writer only, from the state that was read; calendars see it. Raises MeetingMoved."""
    rows = Meeting.objects.filter(pk=meeting.pk, state=meeting.state, state__in=before)
    with_it |= {"sequence": meeting.sequence + 1, "changed_at": clock.now()}
    if rows.update(state=after or meeting.state, **with_it) != 1:
        meeting.refresh_from_db(fields=["state"])
        raise MeetingMoved(state=meeting.get_state_display())
    meeting.refresh_from_db()


def on_duty(meeting: Meeting, by: User) -> None:
    """`by` may act on that meeting. Raises CellArchived, NotOnDuty."""
    if meeting.cell.archived_at is not None:
        raise CellArchived
    if not may_write_log(by, meeting.cell):
        raise NotOnDuty


def check_words(words: str, *, confirmed: bool) -> None:
    """The words hold no patient. Raises PatientNumber, PatientDoubt."""
    if holds_patient_number(words):
        raise PatientNumber
    passages = doubts(words)
    if passages and not confirmed:
        raise PatientDoubt(passages=" », « ".join(passages))


def _numbered(cell: Cell, said: NewMeeting, *, by: User) -> Meeting:
    """The next number, given under the lock of the cell: a rollback leaves no gap."""
    Cell.objects.select_for_update().get(pk=cell.pk)
    last = Meeting.objects.filter(cell=cell).aggregate(last=Max("number"))["last"] or 0
    return Meeting.objects.create(
        cell=cell,
        number=last + 1,
        title=said.title.strip(),
        starts_at=said.starts_at,
        planned_minutes=said.planned_minutes,
        video_url=said.video_url or cell.video_url,
        dial_in=said.dial_in or cell.dial_in,
        fallback_phone=cell.fallback_phone or cell.phone,
        place=said.place or cell.place,
        planned_by=by,
        changed_at=clock.now(),
    )


def _check_hour(starts_at: datetime) -> None:
    if starts_at < clock.now() - TOLERANCE:
        raise MeetingInThePast


def _say(meeting: Meeting, move: str, *, by: User) -> None:
    note(meeting.cell, f"{meeting} : {move}", by=by, links=(meeting.get_absolute_url(),))
