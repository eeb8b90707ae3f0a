"""What the archive of a cell holds: everything that hangs on it, its log with its chain, PDFs."""

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import BinaryField, Model

from coordination.crisis.canonical import canonical, microseconds
from coordination.crisis.models import (
    Cell,
    LogEntry,
    LogText,
    Redaction,
    hanging,
    path_to_cell,
)
from coordination.crisis.sealing import LOG
from coordination.crisis.selectors.chronology import HEADER, chronology, local_hour, rows_of
from coordination.crisis.selectors.log_page import entries, shown
from coordination.crisis.services.writing import content_of
from portal.accounts.models import User
from portal.lib import csv
from portal.lib.pdf import typeset

# Never in an archive: secrets of links; an archive in itself; what the log says with its chain.
LEFT_OUT = {"Bundle", "OfflinePack", "Log", "LogEntry", "LogText", "DebriefAsk"}
SECRET = {"link_key", "token", "digest_key", "words"}
BATCH = 1000
# Lines of the log in one PDF: 20,000 at once took 2.2 GB of memory and 22 s.
PDF_LINES = 2000
Files = Iterator[tuple[str, dict[str, bytes]]]


def files_of(cell: Cell) -> Files:
    """Step by step (words of the step, files): data, log, PDFs. The cell is archived: all stands
    still."""
    for model in sorted(hanging(), key=lambda one: one.__name__):
        if model.__name__ not in LEFT_OUT:
            yield str(model._meta.verbose_name_plural), _rows(model, cell)
    yield "la cellule et ses personnes", _about(cell)
    yield "la main courante et sa chaîne", {LOG: _json(_log(cell))}
    yield "la main courante en PDF", _log_pdfs(cell)
    yield "la chronologie", _chronology(cell)


def steps() -> int:
    """How many steps `files_of` takes."""
    return len([one for one in hanging() if one.__name__ not in LEFT_OUT]) + 4


def _rows(model: type[Model], cell: Cell) -> dict[str, bytes]:
    way = "__".join(link.name for link in path_to_cell(model))
    files: dict[str, bytes] = {}
    rows = [
        {field.attname: _value(one, field, files) for field in _fields(model)}
        for one in model._default_manager.filter(**{way: cell}).order_by("pk")
    ]
    return {**files, f"donnees/{model._meta.model_name}.json": _json(rows)} if rows else {}


def _fields(model: type[Model]) -> list[Any]:
    return [one for one in model._meta.concrete_fields if one.name not in SECRET]


def _value(one: Model, field: Any, files: dict[str, bytes]) -> Any:
    """A short digest stays in the row; a file of its own is put beside, and named."""
    value = getattr(one, field.attname)
    if not isinstance(field, BinaryField) or value is None:
        return value
    content = bytes(value)
    if field.max_length is not None and field.max_length <= 64:
        return content.hex()
    ending = "pdf" if content.startswith(b"%PDF") else "bin"
    path = f"fichiers/{one._meta.model_name}-{one.pk}.{ending}"
    files[path] = content
    return path


def _about(cell: Cell) -> dict[str, bytes]:
    """The cell, its crisis, and the names behind the numbers: no address, no telephone."""
    people = User.objects.filter(pk__in=_people(cell)).order_by("pk")
    said = {
        "cell": {one.attname: getattr(cell, one.attname) for one in _fields(Cell)},
        "crisis": {
            one.attname: getattr(cell.crisis, one.attname) for one in _fields(type(cell.crisis))
        },
        "people": {one.pk: str(one) for one in people},
    }
    return {"cellule.json": _json(said)}


def _people(cell: Cell) -> set[int]:
    authors = LogEntry.objects.filter(log=cell.pk).values_list("author", flat=True).distinct()
    members = cell.members.values_list("user", flat=True)
    return {one for one in (*authors, *members) if one is not None}


def _log(cell: Cell) -> dict[str, Any]:
    redacted = set(
        Redaction.objects.filter(entry__log=cell.pk, state="done").values_list("entry", flat=True)
    )
    rows = [_line(entry, text, redacted) for entry, text in _both(cell)]
    return {"cell": str(cell.uuid), "head": cell.log.head, "entries": rows}


def _line(entry: LogEntry, text: LogText | None, redacted: set[int]) -> dict[str, Any]:
    said = canonical(content_of(entry, text), entry.version) if text else None
    recorded = entry.recorded_at or entry.occurred_at
    return {
        "seq": entry.seq,
        "recorded_at": recorded,
        "recorded_us": microseconds(recorded),
        "occurred_at": entry.occurred_at,
        "author": entry.author_id,
        "kind": entry.kind,
        "is_system": entry.is_system,
        "text": text.text if text else None,
        "redacted": entry.pk in redacted,
        "version": entry.version,
        "canonical": base64.b64encode(said).decode() if said is not None else None,
        "salt": bytes(text.salt).hex() if text else None,
        "content_digest": bytes(entry.content_digest).hex(),
        "commit": bytes(entry.commit or b"").hex(),
    }


def _both(cell: Cell) -> Iterator[tuple[LogEntry, LogText | None]]:
    after = 0
    mine = LogEntry.objects.filter(log=cell.pk).order_by("seq")
    while batch := list(mine.filter(seq__gt=after)[:BATCH]):
        texts = LogText.objects.defer("words").in_bulk([one.uuid for one in batch])
        yield from ((one, texts.get(one.uuid)) for one in batch)
        after = batch[-1].seq or after + BATCH


def _log_pdfs(cell: Cell) -> dict[str, bytes]:
    """The log on paper, in files of `PDF_LINES` lines: main-courante.pdf when one is enough."""
    last = LogEntry.objects.filter(log=cell.pk).count()
    if last <= PDF_LINES:
        return {"main-courante.pdf": _log_pdf(cell, after=0)}
    starts = enumerate(range(0, last, PDF_LINES), start=1)
    return {f"main-courante-{n:03}.pdf": _log_pdf(cell, after=after) for n, after in starts}


def _log_pdf(cell: Cell, *, after: int) -> bytes:
    mine = entries(cell).filter(seq__gt=after, seq__lte=after + PDF_LINES)
    rows = [
        [
            str(one.entry.seq),
            local_hour(cell, one.entry.occurred_at),
            one.entry.get_kind_display(),
            str(one.entry.author or "portail"),
            one.words if one.text else "(texte effacé)",
        ]
        for one in shown(mine.order_by("seq"))
    ]
    header = ["N°", "Survenu le", "Nature", "Auteur", "Texte"]
    head = f"Dernier maillon : {cell.log.head}"
    return _pdf(cell, "Main courante", header, rows, lead=[head])


def _chronology(cell: Cell) -> dict[str, bytes]:
    events = chronology(cell)
    rows = rows_of(cell, events)
    return {
        "chronologie.csv": "".join(csv.stream(HEADER, rows)).encode(),
        "chronologie.pdf": chronology_pdf(cell, rows),
    }


def chronology_pdf(cell: Cell, rows: Iterable[list[str]]) -> bytes:
    """The draft of the story of the cell, on paper."""
    lead = ["Projet établi par le portail à partir de la main courante : à relire et compléter."]
    shown_rows = [row[:3] for row in rows]
    return _pdf(cell, "Chronologie", HEADER[:3], shown_rows, lead=lead)


def _pdf(
    cell: Cell, title: str, header: list[str], rows: list[list[str]], *, lead: list[str]
) -> bytes:
    crisis = cell.crisis
    prefix = "EXERCICE – " if crisis.is_exercise else ""
    said = {
        "title": f"{prefix}{title}, {cell}",
        "author": cell.name,
        "about": f"{crisis} ({crisis.reference})",
        "footer": f"{prefix}{crisis.reference}, {cell}",
        "wide": True,
        "is_exercise": crisis.is_exercise,
        "lead": [f"{crisis} ({crisis.reference}).", *lead],
        "parts": [{"title": title, "header": header, "rows": rows, "empty": "Aucune ligne."}],
    }
    return typeset("tables.typ", said, at=cell.archived_at or cell.level_since)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_said).encode()


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
