"""Who has not acknowledged is reminded once, then the secretariat is told, once.

The instants stand on each recipient, in PostgreSQL: after an outage the round finds all that is
due, and a reminder always comes before the secretariat. Nobody is disturbed at night, nor the
secretariat, unless the message is urgent.
"""

from datetime import datetime, time, timedelta

from django.db import transaction

from coordination.crisis.models import (
    Cell,
    EntryKind,
    Importance,
    Meeting,
    MeetingReceipt,
    Message,
    MessageRecipient,
)
from coordination.crisis.notices.acks import (
    AckAwaited,
    AckMissing,
    RecordAwaited,
    RecordMissing,
    UrgentAckAwaited,
    UrgentAckMissing,
)
from coordination.crisis.services.writing import note
from coordination.notifications.quiet import quiet_until
from coordination.notifications.services import notify
from portal.lib.text import counted

# A record is longer to read than a message.
READ_WITHIN = timedelta(hours=12)
# Between the reminder and the secretariat.
PATIENCE, PATIENCE_URGENT = timedelta(hours=1), timedelta(minutes=15)
NIGHT = time(22), time(7)


def remind_acks(now: datetime) -> int:
    """Each message and record that awaits an acknowledgement has had its reminder, then its word to
    the secretariat; how many left now. Safe to run at any time."""
    here = MessageRecipient.objects.filter(
        acked_at__isnull=True, message__state=Message.State.SENT, message__expires_at__gt=now,
        message__ack_due_at__lte=now, message__cell__archived_at__isnull=True,
        escalated_at__isnull=True,
    )  # fmt: skip
    unread = MeetingReceipt.objects.filter(
        read_at__isnull=True, sent_at__lte=now - READ_WITHIN, escalated_at__isnull=True,
        meeting__cell__archived_at__isnull=True,
    )  # fmt: skip
    messages = here.order_by("message").values_list("message", flat=True).distinct()
    meetings = unread.order_by("meeting").values_list("meeting", flat=True).distinct()
    done = sum(_follow_message(pk, now) for pk in list(messages))
    return done + sum(_follow_meeting(pk, now) for pk in list(meetings))


@transaction.atomic
def _follow_message(pk: int, now: datetime) -> int:
    """One message, in its own transaction; another worker's is left to it."""
    rows = Message.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk)
    message = rows.select_related("cell__crisis", "cell__territory").first()
    if message is None or message.state != Message.State.SENT:
        return 0
    urgent = message.is_urgent
    if not urgent and _is_night(message.cell, now):
        return 0
    silent = MessageRecipient.objects.filter(message=message, acked_at__isnull=True)
    done = 0
    if silent.filter(reminded_at__isnull=True).update(reminded_at=now):
        notify(UrgentAckAwaited if urgent else AckAwaited, message)
        done += 1
    patience = PATIENCE_URGENT if urgent else PATIENCE
    late = silent.filter(reminded_at__lte=now - patience, escalated_at__isnull=True)
    if count := late.update(escalated_at=now):
        notify(UrgentAckMissing if urgent else AckMissing, message)
        _say(message.cell, f"« {message} »", count, message.get_absolute_url(), urgent=urgent)
        done += 1
    return done


@transaction.atomic
def _follow_meeting(pk: int, now: datetime) -> int:
    """The record of one meeting, in its own transaction."""
    rows = Meeting.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk)
    meeting = rows.select_related("cell__crisis", "cell__territory").first()
    if meeting is None or _is_night(meeting.cell, now):
        return 0
    silent = MeetingReceipt.objects.filter(meeting=meeting, read_at__isnull=True)
    done = 0
    if silent.filter(reminded_at__isnull=True).update(reminded_at=now):
        notify(RecordAwaited, meeting)
        done += 1
    late = silent.filter(reminded_at__lte=now - PATIENCE, escalated_at__isnull=True)
    if count := late.update(escalated_at=now):
        notify(RecordMissing, meeting)
        link = f"{meeting.get_absolute_url()}releve/"
        _say(meeting.cell, f"Relevé de la {str(meeting).lower()}", count, link)
        done += 1
    return done


def _is_night(cell: Cell, now: datetime) -> bool:
    return quiet_until(now, *NIGHT, cell.zone) is not None


def _say(cell: Cell, what: str, count: int, link: str, *, urgent: bool = False) -> None:
    people = counted(count, "personne n’a pas accusé", "personnes n’ont pas accusé")
    importance = Importance.IMPORTANT if urgent else Importance.NORMAL
    words = f"{what} : {people} réception après relance, au secrétariat d’appeler"
    note(cell, words, by=None, kind=EntryKind.ACTION, importance=importance, links=(link,))
