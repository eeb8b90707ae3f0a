"""A meeting closes: its record is fixed, and goes to the absent, who acknowledge it."""

import hashlib
from typing import Any

from django.db import transaction

from coordination.crisis import clock
from coordination.crisis.models import EntryKind, Log, Meeting, MeetingReceipt, MeetingRecord
from coordination.crisis.notices.meeting import MeetingMinuted
from coordination.crisis.selectors.meetings.calendar import when
from coordination.crisis.selectors.meetings.page import absent, by_role, made
from coordination.crisis.services.meetings.planning import change, on_duty
from coordination.crisis.services.meetings.sitting import end_running
from coordination.crisis.services.writing import note
from coordination.notifications.services import notify
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.pdf import typeset

State = Meeting.State


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: User) -> None:
    """Open to closed, for good: its record is kept as it is, and those who were not there have
    it to read. Raises NotOnDuty, CellArchived, MeetingMoved."""
    on_duty(meeting, by)
    now = clock.now()
    end_running(meeting, now)
    change(meeting, (State.OPEN,), State.CLOSED, closed_at=now, closed_by=by)
    pdf = typeset("meeting.typ", _words(meeting), at=now)
    kept = MeetingRecord.objects.create(
        meeting=meeting, pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest()
    )
    missing = absent(meeting)
    MeetingReceipt.objects.bulk_create(
        MeetingReceipt(meeting=meeting, user=user, sent_at=now) for user in missing
    )
    record(by, "meeting.closed", meeting, sha256=kept.sha256)
    if missing:
        notify(MeetingMinuted, meeting)
    _say(meeting, len(missing), by=by)


@transaction.atomic
def acknowledge(receipt: MeetingReceipt) -> None:
    """Whoever received the record read it; a second time changes nothing."""
    unread = MeetingReceipt.objects.filter(pk=receipt.pk, read_at__isnull=True)
    if unread.update(read_at=clock.now()) == 1:
        record(receipt.user, "meeting.record_read", receipt.meeting)


def _say(meeting: Meeting, missing: int, *, by: User) -> None:
    decisions, tasks = made(meeting)
    words = (
        f"{meeting} : ouverte → tenue. Décisions : {len(decisions)}, tâches : {len(tasks)}. "
        f"Relevé envoyé aux absents : {missing}."
    )
    link = f"{meeting.get_absolute_url()}releve/"
    note(meeting.cell, words, by=by, kind=EntryKind.SENT, links=(link,))


def _words(meeting: Meeting) -> dict[str, Any]:
    cell, crisis = meeting.cell, meeting.cell.crisis
    prefix = "EXERCICE – " if crisis.is_exercise else ""
    decisions, tasks = made(meeting)
    head = Log.objects.get(cell=cell.pk)
    return {
        "title": f"{prefix}Relevé de décisions, réunion n° {meeting.number}",
        "short": f"relevé de la réunion n° {meeting.number}",
        "about": f"{crisis} ({crisis.reference})",
        "cell": cell.name,
        "is_exercise": crisis.is_exercise,
        "log_seq": head.last_seq,
        "log_head": head.head,
        "lead": [
            f"{crisis} ({crisis.reference}). {cell}, niveau {cell.level}.",
            f"{meeting}, {when(meeting)}. Close par {meeting.closed_by}.",
        ],
        "attendance": [
            [
                str(row.user),
                str(row.role or "sans fonction"),
                row.attendance.get_mode_display() if row.attendance else "absent",
            ]
            for row in by_role(meeting)
        ],
        "agenda": [_said_of(item) for item in meeting.items.order_by("rank", "pk")],
        "decisions": [
            f"{line.decision}, {line.decision.get_state_display()} : {line.text}"
            for line in decisions
            if line.decision
        ],
        "tasks": [_task_words(line) for line in tasks],
        "lines": [
            f"{line.author} : {line.text}" for line in meeting.lines.select_related("author")
        ],
    }


def _said_of(item: Any) -> str:
    took = f"{item.minutes} min" if item.minutes is not None else "non abordé"
    return f"{item.title} ({took}, prévu {item.planned_minutes} min)"


def _task_words(line: Any) -> str:
    task = line.task
    due = clock.here(task.due_at, line.meeting.cell.territory.timezone) if task.due_at else None
    until = f", pour le {due:%d/%m à %H h %M}" if due else ""
    return f"{line.text} ({task.owner_role or task.owner or 'à personne'}{until})"
