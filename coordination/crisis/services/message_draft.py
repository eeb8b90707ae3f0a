"""A message is kept before it leaves, so that somebody else reads it again; sent, or dropped."""

from dataclasses import dataclass

from django.db import transaction

from coordination.crisis import clock
from coordination.crisis.models import Cell, Message, MessageDraft
from coordination.crisis.refusals.cell import CellArchived, NotOnDuty
from coordination.crisis.refusals.log import EntryEmpty, PatientNumber
from coordination.crisis.refusals.message import DraftGone
from coordination.crisis.rules import may_write_log
from coordination.crisis.services.message import Words, send_message
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import holds_patient_number


@dataclass(frozen=True)
class Typed:
    """What was typed so far, as the form holds it; anything may still be missing."""

    audience: str = ""
    title: str = ""
    text: str = ""
    answers: str = ""
    requires_ack: bool = False
    ack_hours: int = 1
    is_urgent: bool = False
    hours: int = 24


@transaction.atomic
def keep_draft(
    cell: Cell, typed: Typed, *, by: User, draft: MessageDraft | None = None
) -> MessageDraft:
    """What was typed is kept for whoever writes in the cell; nobody receives anything.

    `draft`: the one that is written again. Raises NotOnDuty, CellArchived, EntryEmpty,
    PatientNumber, DraftGone.
    """
    if not may_write_log(by, cell):
        raise NotOnDuty
    if cell.archived_at is not None:
        raise CellArchived
    if not (typed.title.strip() or typed.text.strip()):
        raise EntryEmpty
    if holds_patient_number(" · ".join((typed.title, typed.text, typed.answers))):
        raise PatientNumber
    values = vars(typed) | {"saved_by": by, "saved_at": clock.now()}
    if draft is None:
        kept = MessageDraft.objects.create(cell=cell, **values)
    elif MessageDraft.objects.waiting().filter(pk=draft.pk).update(**values) == 1:
        kept = MessageDraft.objects.get(pk=draft.pk)
    else:
        raise DraftGone
    record(by, "message.drafted", kept)
    return kept


@transaction.atomic
def send_draft(
    draft: MessageDraft, words: Words, *, audience: str, by: User, confirmed: bool = False
) -> Message:
    """The message has left, and the draft with it: two people do not both send it.

    Raises DraftGone and what `send_message` raises.
    """
    Cell.objects.select_for_update(no_key=True).get(pk=draft.cell_id)
    waiting = MessageDraft.objects.waiting().select_for_update().filter(pk=draft.pk)
    if not waiting.exists():
        raise DraftGone
    message = send_message(draft.cell, words, audience=audience, by=by, confirmed=confirmed)
    MessageDraft.objects.filter(pk=draft.pk).update(sent_as=message)
    return message


@transaction.atomic
def drop_draft(draft: MessageDraft, *, by: User) -> None:
    """It will not be sent; its words are kept. Raises NotOnDuty, CellArchived, DraftGone."""
    if not may_write_log(by, draft.cell):
        raise NotOnDuty
    if draft.cell.archived_at is not None:
        raise CellArchived
    if MessageDraft.objects.waiting().filter(pk=draft.pk).update(dropped_at=clock.now()) != 1:
        raise DraftGone
    record(by, "message.draft_dropped", draft)
