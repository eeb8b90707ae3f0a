"""A file is joined to a line of the log, a task or a decision: read first, kept for good."""

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from coordination.crisis import clock
from coordination.crisis.models import (
    AttachedFile,
    Attachment,
    Cell,
    Decision,
    LogEntry,
    Task,
)
from coordination.crisis.refusals.attachment import (
    FileDoubtful,
    FileEmpty,
    FileHoldsPatientNumber,
    FileKindRefused,
    FileNotItsName,
    FileTooHeavy,
    FileUnreadable,
    FileUnseen,
    TooManyFiles,
)
from coordination.crisis.refusals.cell import CellArchived, NotOnDuty
from coordination.crisis.rules import may_write_log
from coordination.crisis.services.blocking import count_block
from coordination.crisis.services.writing import note
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import doubts, holds_patient_number
from portal.lib.upload import IMAGES, KINDS, Kind, NotReadable, bears_its_name, kind_of
from portal.lib.upload_text import text_of

MOST_FILES = 20
LONGEST_NAME = 120
Subject = LogEntry | Task | Decision


@dataclass(frozen=True)
class Sent:
    """A file as somebody sends it."""

    name: str
    content: bytes


def attach_file(subject: Subject, sent: Sent, *, by: User, confirmed: bool = False) -> Attachment:
    """The file is joined to `subject`, and a line of the log holds its digest.

    It is what its name says, and holds no number of a patient, in its name or in its words.
    `confirmed`: its sender read it again, and it speaks of no patient. Raises NotOnDuty,
    CellArchived, FileTooHeavy, FileEmpty, FileKindRefused, FileNotItsName, FileUnreadable,
    FileHoldsPatientNumber, FileDoubtful, FileUnseen, TooManyFiles.
    """
    cell = subject.log.cell if isinstance(subject, LogEntry) else subject.cell
    if cell.archived_at is not None:
        raise CellArchived
    if not may_write_log(by, cell):
        raise NotOnDuty
    # Read before the transaction: a long file must keep nobody waiting for the log.
    name = _name(sent.name)
    kind = _kind(name, sent.content)
    _check_words(name, sent.content, kind, by=by, confirmed=confirmed)
    return _keep(cell, subject, Sent(name, sent.content), kind, by=by)


def accepted() -> list[Kind]:
    """The kinds of file that this portal takes."""
    return [KINDS[code] for code in settings.ATTACHMENT_KINDS if code in KINDS]


@transaction.atomic
def _keep(cell: Cell, subject: Subject, sent: Sent, kind: Kind, *, by: User) -> Attachment:
    """The bytes first: the log is locked from its line to the commit."""
    what = {LogEntry: "entry", Task: "task", Decision: "decision"}[type(subject)]
    if Attachment.objects.filter(**{what: subject}).count() >= MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    attachment = Attachment(
        uuid=uuid4(),
        cell=cell,
        **{what: subject},
        kind=kind.code,
        size=len(sent.content),
        sha256=hashlib.sha256(sent.content).hexdigest(),
        added_by=by,
        added_at=clock.now(),
    )
    AttachedFile.objects.create(attachment_id=attachment.uuid, name=sent.name, content=sent.content)
    record(by, "attachment.added", attachment, kind=kind.code, size=attachment.size)
    attachment.line = note(
        cell,
        f"{str(attachment).capitalize()} de {_words(subject)}. SHA-256 : {attachment.sha256}",
        by=by,
        links=(attachment.get_absolute_url(),),
    )
    attachment.save(force_insert=True)
    return attachment


def _name(given: str) -> str:
    """The name alone, without its folder nor what turns or hides its letters."""
    plain = unicodedata.normalize("NFC", PurePosixPath(given.replace("\\", "/")).name)
    plain = "".join(one for one in plain if unicodedata.category(one)[0] != "C").strip()
    ending = PurePosixPath(plain).suffix[:10]
    return f"{plain.removesuffix(ending)[: LONGEST_NAME - len(ending)]}{ending}"


def _kind(name: str, content: bytes) -> Kind:
    if not content:
        raise FileEmpty
    most = settings.ATTACHMENT_MEGABYTES
    if len(content) > most * 1_000_000:
        raise FileTooHeavy(most=most)
    try:
        kind = kind_of(content)
    except NotReadable as error:
        raise FileUnreadable(why=error) from error
    if kind is None or kind not in accepted():
        raise FileKindRefused(kinds=", ".join(one.label for one in accepted()))
    if not bears_its_name(name, kind):
        raise FileNotItsName(name=name, kind=kind.label, endings=" ou ".join(kind.endings))
    return kind


def _check_words(name: str, content: bytes, kind: Kind, *, by: User, confirmed: bool) -> None:
    # A name joins its words otherwise than by blanks.
    said = f"{name} · {name.replace('_', ' ').replace('-', ' ')}"
    try:
        text = text_of(content, kind)
    except NotReadable as error:
        raise FileUnreadable(why=error) from error
    for where, words in (("Le nom", said), ("Le contenu", text)):
        if holds_patient_number(words):
            count_block(by=by, place="attachment")
            raise FileHoldsPatientNumber(where=where)
    if confirmed:
        return
    passages = list(dict.fromkeys([*doubts(said), *doubts(text)]))
    if passages:
        raise FileDoubtful(passages=" », « ".join(passages[:3]))
    if kind.code in IMAGES or not text.strip():
        raise FileUnseen


def _words(subject: Subject) -> str:
    if isinstance(subject, LogEntry):
        return f"l’entrée n° {subject.seq}"
    if isinstance(subject, Decision):
        return f"la décision n° {subject.number}"
    return f"la tâche « {subject.title} »"
