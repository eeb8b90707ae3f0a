"""The note that one duty leaves to the next."""

from django.db import transaction
from django.utils import timezone

from coordination.notifications.services import notify
from coordination.oncall.models import HandoverNote, Person, Shift
from coordination.oncall.notices import NoteLeft
from coordination.oncall.refusals import NoteEmpty, NoteNamesPatient, NoteNotForYou
from coordination.oncall.selectors.swaps.relay import relieves
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import holds_nir

LONGEST = 600


@transaction.atomic
def leave_note(shift: Shift, *, text: str, by: User | None) -> HandoverNote:
    """Whoever takes over reads these words, and is told that they are there.

    Nothing about a patient. Raises NoteEmpty, NoteNamesPatient.
    """
    words = " ".join(text.split())[:LONGEST]
    if not words:
        raise NoteEmpty
    if holds_nir(words):
        raise NoteNamesPatient
    note = HandoverNote.objects.create(shift=shift, text=words, author=by)
    record(by, "note.left", note, shift=str(shift.uuid))
    notify(NoteLeft, note)
    return note


@transaction.atomic
def read_note(note: HandoverNote, *, reader: Person, by: User | None) -> None:
    """`reader` has read the note and takes it over; said twice, the first counts.

    Raises NoteNotForYou.
    """
    if not relieves(reader, note.shift):
        raise NoteNotForYou
    unread = HandoverNote.objects.filter(pk=note.pk, read_at__isnull=True)
    if unread.update(reader=reader, read_at=timezone.now()) == 1:
        record(by, "note.read", note, person=str(reader.uuid))
