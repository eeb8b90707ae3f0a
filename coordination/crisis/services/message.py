"""A cell writes to a group, brings its message up to date, takes it back; each answers once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from coordination.crisis import clock
from coordination.crisis.models import (
    ACKED_WITHIN,
    Cell,
    EntryKind,
    Message,
    MessageRecipient,
)
from coordination.crisis.notices.message import CellMessage, UrgentCellMessage
from coordination.crisis.refusals.cell import CellArchived, NotOnDuty
from coordination.crisis.refusals.log import EntryEmpty, PatientDoubt, PatientNumber
from coordination.crisis.refusals.message import (
    AnsweredAlready,
    AnswerUnknown,
    JustSent,
    MessageMoved,
    MessageOver,
    NobodyReached,
)
from coordination.crisis.rules import may_write_log
from coordination.crisis.selectors.message import preview
from coordination.crisis.selectors.unreached import unreached_count
from coordination.crisis.services.exercise import check_recipients
from coordination.crisis.services.writing import note
from coordination.crisis.sources import Target
from coordination.notifications.services import cancel, notify
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import doubts, holds_patient_number
from portal.lib.text import counted

Kind, State = Message.Kind, Message.State
TWICE_WITHIN = timedelta(minutes=1)
AFTER = {Kind.UPDATE: State.UPDATED, Kind.CANCEL: State.CANCELLED}


@dataclass(frozen=True)
class Words:
    """What a message says, what it asks, until when; before when it is acknowledged, an hour later
    unless said."""

    title: str
    text: str
    expires_at: datetime
    is_urgent: bool = False
    requires_ack: bool = False
    quick_answers: tuple[str, ...] = ()
    ack_due_at: datetime | None = None


@transaction.atomic
def send_message(
    cell: Cell, words: Words, *, audience: str, by: User, confirmed: bool = False
) -> Message:
    """Everybody whom that audience holds now has the message once, with the reason why; the log
    says how many structures have nobody to tell, and are to be called.

    `confirmed`: its writer has read it again, and it speaks of no patient. Raises NotOnDuty,
    CellArchived, EntryEmpty, PatientNumber, PatientDoubt, NobodyReached, JustSent,
    OutsideExercise.
    """
    _check(cell, words, by=by, confirmed=confirmed)
    found = preview(cell, audience)
    if found is None or not found.targets:
        raise NobodyReached
    message = Message(cell=cell, audience=found.audience.label[:200])
    _check_not_sent(message, words, by=by)
    to_call = unreached_count(cell, audience)
    return _send(message, words, found.targets, by=by, to_call=to_call)


@transaction.atomic
def follow_message(
    first: Message, kind: str, words: Words, *, by: User, confirmed: bool = False
) -> Message:
    """Those who had the first message have the new one, which refers to it; answers to the first
    are closed, and what had not left will not. Raises MessageMoved and what `send_message` raises.
    """
    _check(first.cell, words, by=by, confirmed=confirmed)
    standing = Message.objects.filter(pk=first.pk, state=State.SENT)
    if standing.update(state=AFTER[Kind(kind)]) != 1:
        raise MessageMoved
    for notice in (CellMessage, UrgentCellMessage):
        cancel(notice, first)
    rows = MessageRecipient.objects.filter(message=first).order_by("pk")
    targets = [Target(one.user_id, one.reason) for one in rows]
    message = Message(cell=first.cell, kind=kind, audience=first.audience, refers_to=first)
    return _send(message, words, targets, by=by)


@transaction.atomic
def answer_message(recipient: MessageRecipient, said: str) -> None:
    """They have read it, and said that when the message offers it. Once.

    Raises MessageOver, AnswerUnknown, AnsweredAlready.
    """
    message = Message.objects.select_for_update().get(pk=recipient.message_id)
    if not message.is_open:
        raise MessageOver
    if said and said not in message.quick_answers:
        raise AnswerUnknown
    now, mine = clock.now(), MessageRecipient.objects.filter(pk=recipient.pk)
    mine.filter(acked_at__isnull=True).update(acked_at=now)
    if said and mine.filter(answer="").update(answer=said, answered_at=now) != 1:
        raise AnsweredAlready(said=mine.get().answer)
    record(recipient.user, "message.answered", message)


def _check(cell: Cell, words: Words, *, by: User, confirmed: bool) -> None:
    if not may_write_log(by, cell):
        raise NotOnDuty
    if cell.archived_at is not None:
        raise CellArchived
    whole = " · ".join((words.title, words.text, *words.quick_answers))
    if not words.title.strip() or not words.text.strip():
        raise EntryEmpty
    if holds_patient_number(whole):
        raise PatientNumber
    if not confirmed and (passages := doubts(whole)):
        raise PatientDoubt(passages=" », « ".join(passages))


def _check_not_sent(message: Message, words: Words, *, by: User) -> None:
    """The same person did not write the same words to the same people a minute ago."""
    # Two clicks at once: the second waits here, and finds that it is done.
    Cell.objects.select_for_update(no_key=True).get(pk=message.cell_id)
    sent = Message.objects.filter(cell=message.cell, author=by, state=State.SENT, kind=Kind.ALERT)
    same = sent.filter(
        title=words.title.strip(), text=words.text.strip(), is_urgent=words.is_urgent,
        audience=message.audience, sent_at__gt=clock.now() - TWICE_WITHIN,
    )  # fmt: skip
    if same.exists():
        raise JustSent


def _send(
    message: Message, words: Words, targets: list[Target], *, by: User, to_call: int = 0
) -> Message:
    cell = message.cell
    people = User.objects.filter(pk__in=[one.user for one in targets])
    check_recipients(cell.crisis, people)
    message.title, message.text = words.title.strip(), words.text.strip()
    message.is_urgent, message.requires_ack = words.is_urgent, words.requires_ack
    message.quick_answers = list(words.quick_answers)
    message.expires_at, message.sent_at, message.author = words.expires_at, clock.now(), by
    if words.requires_ack:
        due = words.ack_due_at or message.sent_at + ACKED_WITHIN
        message.ack_due_at = min(due, words.expires_at)
    message.full_clean(exclude=["cell", "author", "refers_to"])
    message.save(force_insert=True)
    MessageRecipient.objects.bulk_create(
        MessageRecipient(message=message, user_id=one.user, reason=one.reason) for one in targets
    )
    notify(UrgentCellMessage if message.is_urgent else CellMessage, message)
    record(by, "message.sent", message, people=len(targets), kind=str(message.kind))
    before = f" (remplace « {message.refers_to} »)" if message.refers_to else ""
    said = f"{message.get_kind_display().capitalize()} pour {message.audience}, "
    said += counted(len(targets), "personne", "personnes")
    if to_call:
        said += f", {counted(to_call, 'structure sans compte', 'structures sans compte')} à appeler"
    note(
        cell, f"{said} : « {message.title} »{before}. {message.text}"[:2000], by=by,
        kind=EntryKind.SENT, links=(message.get_absolute_url(),),
    )  # fmt: skip
    return message
