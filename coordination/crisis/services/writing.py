"""One line enters the log: by a person, or by the portal for a change of state elsewhere."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import DatabaseError, transaction

from coordination.crisis import clock
from coordination.crisis.canonical import SALT_BYTES, VERSION, Value, canonical, digest_of
from coordination.crisis.models import (
    TEXT_LENGTH,
    Cell,
    CellMember,
    EntryFlag,
    EntryKind,
    Importance,
    LogEntry,
    LogText,
    Role,
)
from coordination.crisis.refusals.cell import CellArchived, NotOnDuty
from coordination.crisis.refusals.log import (
    CorrectionElsewhere,
    EntryEmpty,
    EntryInTheFuture,
    EntryTooLong,
    FlaggedAlready,
    PatientDoubt,
    PatientNumber,
)
from coordination.crisis.rules import may_write_log
from coordination.crisis.selectors.membership import memberships, role_among, role_for
from directory.models import Structure
from portal.accounts.models import User
from portal.lib.patient import doubts, holds_patient_number

# What an entry takes from its draft as it is.
COPIED = (
    "kind", "importance", "channel", "reliability", "certainty", "theme", "from_structure",
    "from_role", "to_structure", "to_role", "in_sitrep", "corrects", "link_role",
)  # fmt: skip
# Clocks differ a little; beyond, it is a mistake (rule 4).
FUTURE = timedelta(minutes=5)


@dataclass(frozen=True)
class Draft:
    """What an entry says. Only the text is needed: the rest has a sensible value."""

    text: str
    kind: str = EntryKind.RECEIVED
    occurred_at: datetime | None = None
    importance: str = Importance.NORMAL
    channel: str = ""
    reliability: str = ""
    certainty: str = ""
    theme: str = ""
    from_structure: Structure | None = None
    from_role: Role | None = None
    from_name: str = ""
    to_structure: Structure | None = None
    to_role: Role | None = None
    to_name: str = ""
    in_sitrep: bool = False
    links: tuple[str, ...] = field(default_factory=tuple)
    corrects: LogEntry | None = None
    link_role: str = ""


@transaction.atomic
def write_entry(cell: Cell, draft: Draft, *, by: User, confirmed: bool = False) -> LogEntry:
    """The line stands in the log of `cell`, numbered and chained, for good.

    `confirmed`: its writer has read it again, and it speaks of no patient. Raises NotOnDuty,
    CellArchived, EntryEmpty, EntryTooLong, EntryInTheFuture, PatientNumber, PatientDoubt,
    CorrectionElsewhere.
    """
    # The rule `may_write_log`, from the same reading as the role: one statement less.
    duties = list(memberships(by, cell).select_related("role"))
    if not any(one.standing == CellMember.Standing.MEMBER for one in duties):
        raise NotOnDuty
    passages = doubts(" · ".join((draft.text, draft.theme, draft.from_name, draft.to_name)))
    if passages and not confirmed and not holds_patient_number(draft.text):
        raise PatientDoubt(passages=" », « ".join(passages))
    return _insert(cell, draft, by=by, role=role_among(duties), is_system=False)


def note(
    cell: Cell,
    text: str,
    *,
    by: User | None,
    kind: str = EntryKind.ACTION,
    importance: str = Importance.NORMAL,
    links: tuple[str, ...] = (),
    in_sitrep: bool = False,
    occurred_at: datetime | None = None,
) -> LogEntry:
    """A change of state elsewhere in the cell has its line, marked as the portal's (rule 6).

    Called last in the transaction of that change: the log stays locked until its end. Raises
    CellArchived, PatientNumber.
    """
    role = role_for(by, cell) if by else None
    draft = Draft(
        text=text[:TEXT_LENGTH],
        kind=kind,
        importance=importance,
        links=links,
        in_sitrep=in_sitrep,
        occurred_at=occurred_at,
    )
    return _insert(cell, draft, by=by, role=role, is_system=True)


def receive(cell: Cell, draft: Draft, *, by: User | None) -> LogEntry:
    """What reaches the cell by the portal itself has its line, as anything received.

    Called late in the transaction that receives it. Raises what `write_entry` raises of a text.
    """
    return _insert(cell, draft, by=by, role=role_for(by, cell) if by else None, is_system=False)


@transaction.atomic
def flag_entry(entry: LogEntry, *, kind: str, by: User) -> EntryFlag:
    """The entry bears that mark from now on; the entry itself is not touched.

    Raises NotOnDuty, CellArchived, FlaggedAlready.
    """
    if not may_write_log(by, entry.log.cell):
        raise NotOnDuty
    if entry.log.cell.archived_at is not None:
        raise CellArchived
    known = kind == EntryFlag.Kind.IN_SITREP and entry.in_sitrep
    if known or EntryFlag.objects.filter(entry=entry, kind=kind).exists():
        raise FlaggedAlready
    return EntryFlag.objects.create(entry=entry, kind=kind, by=by, at=clock.now())


def content_of(entry: LogEntry, text: LogText) -> dict[str, Value]:
    """What the canonical content of `entry` is made of: every field that bears meaning."""
    return {
        "cell": entry.log_id,
        "occurred_at": entry.occurred_at,
        "author": entry.author_id,
        "author_role": entry.author_role_id,
        "kind": str(entry.kind),
        "importance": str(entry.importance),
        "channel": str(entry.channel),
        "reliability": str(entry.reliability),
        "certainty": str(entry.certainty),
        "theme": entry.theme,
        "from_structure": entry.from_structure_id,
        "from_role": entry.from_role_id,
        "from_name": text.from_name,
        "to_structure": entry.to_structure_id,
        "to_role": entry.to_role_id,
        "to_name": text.to_name,
        "in_sitrep": entry.in_sitrep,
        "is_system": entry.is_system,
        "links": "\n".join(entry.links),
        "corrects": entry.corrects_id,
        "link_role": str(entry.link_role),
        "text": text.text,
    }


def _insert(
    cell: Cell, draft: Draft, *, by: User | None, role: Role | None, is_system: bool
) -> LogEntry:
    _check(cell, draft)
    uuid, salt = uuid4(), secrets.token_bytes(SALT_BYTES)
    entry = LogEntry(
        uuid=uuid,
        log_id=cell.pk,
        recorded_at=clock.told(),
        occurred_at=draft.occurred_at or clock.now(),
        author=by,
        author_role=role,
        **{name: getattr(draft, name) for name in COPIED},
        is_system=is_system,
        links=list(draft.links),
        version=VERSION,
    )
    text = LogText(
        entry_uuid=uuid,
        text=draft.text.strip(),
        from_name=draft.from_name,
        to_name=draft.to_name,
        salt=salt,
    )
    entry.content_digest = digest_of(salt, canonical(content_of(entry, text)))
    try:
        with transaction.atomic(savepoint=False):
            text.save(force_insert=True)
            # The log is locked from here to the end of the transaction: nothing else follows.
            entry.save(force_insert=True)
    except DatabaseError as error:
        # It was closed while this waited for the log.
        if "its cell is archived" in str(error):
            raise CellArchived from error
        raise
    return entry


def _check(cell: Cell, draft: Draft) -> None:
    text = draft.text.strip()
    if cell.archived_at is not None:
        raise CellArchived
    if not text:
        raise EntryEmpty
    if len(text) > TEXT_LENGTH:
        raise EntryTooLong(length=f"{len(text):,}".replace(",", "\u00a0"))
    if holds_patient_number(" · ".join((text, draft.theme, draft.from_name, draft.to_name))):
        raise PatientNumber
    if draft.occurred_at and draft.occurred_at > clock.now() + FUTURE:
        raise EntryInTheFuture
    if draft.corrects is not None and draft.corrects.log_id != cell.pk:
        raise CorrectionElsewhere
