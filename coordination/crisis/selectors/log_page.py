"""The log as it is read: filtered, searched, corrected text first, the original one click away."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from coordination.crisis.models import (
    ACCENTS,
    PLAIN,
    Attachment,
    Cell,
    EntryFlag,
    Log,
    LogEntry,
    LogText,
    Redaction,
    Visibility,
)
from portal.accounts.models import User

# Later than this, the entry says that it was typed afterwards (rule 4).
DEFERRED = timedelta(minutes=30)
BARE = str.maketrans(ACCENTS, PLAIN)
BY = ("-seq",)
RELATED = (
    "corrects",
    "author",
    "author_role",
    "from_structure",
    "from_role",
    "to_structure",
    "to_role",
)
HEADER = (
    "numéro", "survenu le", "enregistré le", "auteur", "fonction", "nature", "importance",
    "canal", "de", "à", "thème", "texte", "corrige le n°", "système", "maillon",
)  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What one asked to see. System lines are hidden unless asked for."""

    search: str = ""
    kind: str = ""
    role: int | None = None
    theme: str = ""
    flagged: bool = False
    with_system: bool = False


class Head(NamedTuple):
    """The last number of a log, and whether each read of it is recorded (rule 24)."""

    seq: int
    is_restricted: bool


@dataclass
class Shown:
    """One entry with its words. `text` is None when it was redacted."""

    entry: LogEntry
    text: LogText | None
    replaced_by: "Shown | None" = None
    additions: list["Shown"] = field(default_factory=list)
    redaction: Redaction | None = None
    is_flagged: bool = False
    files: list[Attachment] = field(default_factory=list)

    @property
    def is_deferred(self) -> bool:
        recorded = self.entry.recorded_at
        return recorded is not None and recorded - self.entry.occurred_at > DEFERRED

    @property
    def is_same_day(self) -> bool:
        """It happened on the day under which the log shows it: its hour is enough."""
        recorded = self.entry.recorded_at
        if recorded is None:
            return False
        return timezone.localdate(recorded) == timezone.localdate(self.entry.occurred_at)

    @property
    def words(self) -> str:
        """The corrected text when there is one (rule 5)."""
        last = self.replaced_by or self
        return last.text.text if last.text else ""

    @property
    def sender(self) -> str:
        return _actor(self.entry.from_structure, self.entry.from_role, self.text, "from_name")

    @property
    def receiver(self) -> str:
        return _actor(self.entry.to_structure, self.entry.to_role, self.text, "to_name")


def entries(cell: Cell, asked: Filters | None = None) -> QuerySet[LogEntry]:
    """The entries of `cell` that the filters keep; order by `BY`."""
    asked = asked or Filters()
    rows = LogEntry.objects.filter(log=cell.pk).select_related(*RELATED)
    if not asked.with_system:
        rows = rows.filter(is_system=False)
    for name, value in (("kind", asked.kind), ("theme", asked.theme), ("author_role", asked.role)):
        if value:
            rows = rows.filter(**{name: value})
    if asked.flagged:
        rows = rows.filter(_is_flagged())
    return rows.filter(uuid__in=_holding(asked.search)) if asked.search.strip() else rows


def shown(rows: Iterable[LogEntry]) -> list[Shown]:
    """The entries with their words, corrections and marks, in a constant number of reads."""
    rows = list(rows)
    keys = [entry.pk for entry in rows]
    corrections = list(
        LogEntry.objects.filter(corrects__in=keys).select_related(*RELATED).order_by("seq")
    )
    both = [*rows, *corrections]
    texts = LogText.objects.defer("words", "salt").in_bulk([entry.uuid for entry in both])
    flagged = set(
        EntryFlag.objects.filter(entry__in=keys, kind="in_sitrep").values_list("entry", flat=True)
    )
    redactions = Redaction.objects.filter(entry__in=[entry.pk for entry in both])
    asked = {one.entry_id: one for one in redactions.exclude(state="refused").select_related(
        "first_approver", "second_approver")}  # fmt: skip
    found = {
        entry.pk: Shown(
            entry,
            texts.get(entry.uuid),
            redaction=asked.get(entry.pk),
            is_flagged=entry.in_sitrep or entry.pk in flagged,
        )
        for entry in both
    }
    borne = Q(entry__in=keys) | Q(line__in=keys)
    for file in Attachment.objects.filter(borne).named():
        for key in (file.entry_id, file.line_id):
            if key in found:
                found[key].files.append(file)
    for one in corrections:
        original = found[one.corrects_id]  # type: ignore[index]
        if one.link_role == "SPRSDS":
            original.replaced_by = found[one.pk]
        else:
            original.additions.append(found[one.pk])
    return [found[key] for key in keys]


def last_entries(cell: Cell, count: int) -> list[Shown]:
    """The end of the log, the newest first, without the portal's own lines."""
    return shown(entries(cell).order_by("-seq")[:count])


def last_flagged(cells: Iterable[Cell], count: int) -> list[Shown]:
    """The last entries marked for a situation report in any of `cells`, the newest first."""
    rows = LogEntry.objects.filter(_is_flagged(), log__in=[cell.pk for cell in cells])
    return shown(rows.select_related(*RELATED, "log__cell").order_by("-recorded_at", "-pk")[:count])


def entries_seen(user: User) -> QuerySet[LogEntry]:
    """The entries that `user` may open one by one: of the logs they read, and their own."""
    return LogEntry.objects.filter(
        Q(author=user.pk) | Q(log__cell__in=Cell.objects.with_log_for(user))
    ).select_related(*RELATED, "log__cell__crisis", "log__cell__territory")


def last_mover(cell: Cell, address: str) -> str:
    """Who moved what has that address, as the log says; « , par Zoé Martin » or nothing."""
    rows = LogEntry.objects.filter(log=cell.pk, links__contains=[address], author__isnull=False)
    last = rows.select_related("author").order_by("-seq").first()
    return f", par {last.author}" if last else ""


def last_seq(cell: Cell) -> int:
    """The last number given: what a page compares before it reads again."""
    return Log.objects.values_list("last_seq", flat=True).get(pk=cell.pk)


def head_read_by(user: User, uuid: UUID) -> Head | None:
    """Where the log of that cell is, for who reads it; None otherwise: one statement."""
    read = Cell.objects.with_log_for(user).filter(uuid=uuid, archived_at=None)
    found = read.values_list("log__last_seq", "visibility").first()
    return Head(found[0], found[1] == Visibility.RESTRICTED) if found else None


def export_rows(cell: Cell) -> Iterator[tuple[Any, ...]]:
    """Every entry from the first, system lines included (rule 6), as text."""
    after, size = 0, 500
    while batch := list(
        entries(cell, Filters(with_system=True)).filter(seq__gt=after).order_by("seq")[:size]
    ):
        yield from (_row(one) for one in shown(batch))
        after = batch[-1].seq or after + size


def _is_flagged() -> Q:
    """When it was written, or later."""
    later = EntryFlag.objects.filter(entry=OuterRef("pk"), kind=EntryFlag.Kind.IN_SITREP)
    return Q(in_sitrep=True) | Q(Exists(later))


def _row(one: Shown) -> tuple[Any, ...]:
    entry = one.entry
    text = one.text.text if one.text else "[effacé]"
    recorded = entry.recorded_at.isoformat() if entry.recorded_at else ""
    return (
        entry.seq, entry.occurred_at.isoformat(), recorded, entry.author or "portail",
        entry.author_role or "", entry.get_kind_display(), entry.get_importance_display(),
        entry.get_channel_display(), one.sender, one.receiver, entry.theme, text,
        entry.corrects.seq if entry.corrects else "",
        "oui" if entry.is_system else "", bytes(entry.commit or b"").hex(),
    )  # fmt: skip


def _holding(words: str) -> QuerySet[Any]:
    asked = SearchQuery(words.translate(BARE), config="french", search_type="websearch")
    return LogText.objects.filter(words=asked).values("entry_uuid")


def _actor(structure: Any, role: Any, text: LogText | None, name: str) -> str:
    named = getattr(text, name) if text else ""
    return ", ".join(str(one) for one in (structure, role, named) if one)
