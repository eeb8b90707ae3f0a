"""Data typed by mistake in the log is destroyed, by two people, and the tombstone stays."""

from django.db import IntegrityError, transaction
from django.db.models import Q

from coordination.crisis import clock
from coordination.crisis.models import AttachedFile, Cell, EntryKind, LogEntry, LogText, Redaction
from coordination.crisis.refusals.log import (
    ApprovedTwice,
    OwnEntry,
    PatientNumber,
    RedactionAsked,
    RedactionMoved,
)
from coordination.crisis.services.closing.bundle import withdraw_bundles
from coordination.crisis.services.writing import note
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import holds_patient_number

State = Redaction.State


@transaction.atomic
def ask_redaction(entry: LogEntry, *, reason: str, by: User) -> Redaction:
    """The redaction awaits two agreements; the text stays until then.

    Raises RedactionAsked, PatientNumber.
    """
    if holds_patient_number(reason):
        raise PatientNumber
    try:
        with transaction.atomic():
            redaction = Redaction.objects.create(
                entry=entry, reason=reason, requested_by=by, requested_at=clock.now()
            )
    except IntegrityError as error:
        raise RedactionAsked from error
    record(by, "redaction.asked", redaction, entry=entry.seq)
    _say(entry.log.cell, f"Effacement demandé de l’entrée n° {entry.seq}. Motif : {reason}", by=by)
    return redaction


@transaction.atomic
def approve_redaction(redaction: Redaction, *, by: User) -> bool:
    """One more agreement; with the second, text and salt are destroyed. True once it is done.

    Raises OwnEntry, ApprovedTwice, RedactionMoved.
    """
    entry = redaction.entry
    if entry.author_id == by.pk:
        raise OwnEntry
    rows = Redaction.objects.filter(pk=redaction.pk)
    if rows.filter(state=State.REQUESTED).update(state=State.APPROVED, first_approver=by) == 1:
        record(by, "redaction.approved", redaction, entry=entry.seq)
        return False
    if rows.filter(state=State.APPROVED, first_approver=by).exists():
        raise ApprovedTwice
    second = rows.filter(state=State.APPROVED).exclude(first_approver=by)
    if second.update(state=State.DONE, second_approver=by, done_at=clock.now()) != 1:
        raise RedactionMoved
    LogText.objects.filter(entry_uuid=entry.uuid).delete()
    withdraw_bundles(entry.log.cell)
    borne = Q(attachment__entry=entry) | Q(attachment__line=entry)
    AttachedFile.objects.filter(borne).delete()
    record(by, "redaction.done", redaction, entry=entry.seq)
    redaction.refresh_from_db()
    _say(
        entry.log.cell,
        f"Entrée n° {entry.seq} effacée, avec l’accord de {redaction.first_approver} et de {by}. "
        f"Motif : {redaction.reason}",
        by=by,
        kind=EntryKind.CORRECTION,
    )
    return True


@transaction.atomic
def refuse_redaction(redaction: Redaction, *, by: User) -> None:
    """The text stays. Raises RedactionMoved."""
    waiting = Redaction.objects.filter(pk=redaction.pk, state__in=[State.REQUESTED, State.APPROVED])
    if waiting.update(state=State.REFUSED) != 1:
        raise RedactionMoved
    record(by, "redaction.refused", redaction)
    words = f"Effacement refusé de l’entrée n° {redaction.entry.seq}"
    _say(redaction.entry.log.cell, words, by=by)


def _say(cell: Cell, words: str, *, by: User, kind: str = EntryKind.ACTION) -> None:
    """In the log, unless the cell is archived: the tombstone and the journal say it then."""
    if cell.archived_at is None:
        note(cell, words, by=by, kind=kind)
