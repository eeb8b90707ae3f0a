"""A version of a roster as documents to hand over: PDF/UA-1, CSV, JSON. Always the same bytes."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import typst
from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from coordination.oncall.models import RosterVersion, SlotClass
from coordination.oncall.selectors.wording import period_said
from portal.lib.csv import stream
from portal.lib.time import hours_between
from portal.ui.moments import day

FOLDER = settings.BASE_DIR / "templates" / "pdf"
CLASSES = dict(SlotClass.choices)
COLUMNS = ("secteur", "rôle", "personne", "début", "fin", "heures", "type", "férié", "points")


class DocumentBroken(RuntimeError):
    """The template no longer compiles without a warning: a fault of ours, never shown as a PDF."""


def roster_pdf(version: RosterVersion) -> bytes:
    """The version as a tagged PDF; data pass as JSON, so that nothing in them is code.

    Raises DocumentBroken.
    """
    compiler = typst.Compiler(
        str(FOLDER / "roster.typ"),
        root=str(FOLDER),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(roster_words(version), ensure_ascii=False)},
    )
    pdf, warnings = compiler.compile_with_warnings(
        format="pdf", pdf_standards=["ua-1"], timestamp=int(version.created_at.timestamp())
    )
    if warnings or not isinstance(pdf, bytes):
        raise DocumentBroken("; ".join(str(warning) for warning in warnings))
    return pdf


def roster_words(version: RosterVersion) -> dict[str, Any]:
    """What the document says, in words."""
    roster, zone = version.roster, ZoneInfo(version.roster.line.zone)
    issued = version.created_at.astimezone(zone)
    return {
        "line": roster.line.name,
        "kind": roster.line.get_kind_display(),
        "territory": str(roster.line.territory),
        "name": roster.name,
        "from": day(_noon(roster.days.lower, zone), now=issued),
        "to": day(_noon(roster.last_day, zone), now=issued),
        "number": version.number,
        "motive": version.motive,
        "hash": version.content_hash,
        "author": str(version.author or "le portail"),
        "issued": f"{day(issued, now=issued)} {issued.year}, {issued:%H:%M}",
        "rows": [
            [_when(row, zone), _named(row, "sector"), _named(row, "role"), row["name"]]
            for row in version.content
        ],
    }


def roster_json(version: RosterVersion) -> str:
    """The content itself, whose SHA-256 anybody can compute again, and where it comes from."""
    roster = version.roster
    told = {
        "line": roster.line.slug,
        "roster": str(roster.uuid),
        "name": roster.name,
        "first_day": roster.days.lower.isoformat(),
        "last_day": roster.last_day.isoformat(),
        "version": version.number,
        "published_at": version.created_at.isoformat(),
        "motive": version.motive,
        "sha256": version.content_hash,
        "shifts": version.content,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def roster_csv(version: RosterVersion) -> Iterator[str]:
    """One line per shift, as a spreadsheet opens it."""
    return stream(COLUMNS, (_cells(row) for row in version.content))


def _cells(row: dict[str, Any]) -> list[Any]:
    start, end = _instants(row)
    hours = f"{hours_between(start, end):.2f}".replace(".", ",")
    return [
        _named(row, "sector"),
        _named(row, "role"),
        row["name"],
        row["start"],
        row["end"],
        hours,
        CLASSES.get(row["class"], row["class"]),
        row["holiday"],
        row["points"].replace(".", ","),
    ]


def _when(row: dict[str, Any], zone: ZoneInfo) -> str:
    return period_said(DateTimeTZRange(*_instants(row)), zone)


def _instants(row: dict[str, Any]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"])


def _named(row: dict[str, Any], key: str) -> str:
    """Versions published before names were kept have the code alone."""
    return str(row.get(f"{key}_name") or row[key])


def _noon(one: Any, zone: ZoneInfo) -> datetime:
    return datetime(one.year, one.month, one.day, 12, tzinfo=zone)
