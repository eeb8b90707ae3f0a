"""Reads a table of the NOS terminologies, `.tabs` or CSV. Duplicates occur; closed codes stay."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from directory.imports.decoding import writable
from directory.refusals import NotNos

TABLE = re.compile(r"TRE[_-]([A-Z]\d+)", re.IGNORECASE)
# The columns of `.tabs` after its two lines of title; those of CSV by name.
LONGEST_CODE = 8
CODE, ADAPTED, SHORT, LONG, VALID, CLOSED = 1, 2, 3, 4, 5, 6


@dataclass(frozen=True)
class Term:
    """One code: its words, and the day it was closed if it was."""

    code: str
    label: str
    short: str
    closed_on: date | None


def read_table(path: Path) -> tuple[str, dict[str, Term]]:
    """The name of the table (« R66 ») and its terms by code. Raises NotNos."""
    try:
        text = writable(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise NotNos(path=path.name, why=f"{error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise NotNos(path=path.name, why="il n’est pas encodé en UTF-8.") from error
    found = TABLE.search(path.name) or TABLE.search(text[:2_000])
    if found is None:
        raise NotNos(path=path.name, why="ni son nom ni son titre ne disent quelle table il porte.")
    terms: dict[str, Term] = {}
    for one in _tabs(text) if text.startswith("<OID>") else _csv(path, text):
        # A row given twice is the same row; of two that differ, the one still open counts.
        known = terms.get(one.code)
        if known is None or known.closed_on is not None:
            terms[one.code] = one
    if longest := next((code for code in terms if len(code) > LONGEST_CODE), ""):
        raise NotNos(path=path.name, why=f"le code « {longest[:40]} » est trop long.")
    if not terms:
        raise NotNos(path=path.name, why="aucun code n’y est lisible.")
    return found[1].upper(), terms


def _tabs(text: str) -> Iterator[Term]:
    for line in text.splitlines()[3:]:
        cells = [cell.strip() for cell in line.split(";")]
        if len(cells) > CLOSED and cells[CODE]:
            label = cells[ADAPTED] or cells[LONG]
            yield Term(cells[CODE], label, cells[SHORT], _day(cells[CLOSED]))


def _csv(path: Path, text: str) -> Iterator[Term]:
    titles, *lines = text.splitlines() or [""]
    rows = csv.DictReader([titles.lower(), *lines], delimiter=";")
    if not {"code", "libelle"} <= set(rows.fieldnames or ()):
        raise NotNos(path=path.name, why="il lui faut les colonnes « code » et « libelle ».")
    try:
        for row in rows:
            if row["code"] and row["libelle"]:
                closed = _day(row.get("date_fin") or "")
                yield Term(row["code"].strip(), row["libelle"].strip(), "", closed)
    except csv.Error as error:
        why = f"sa ligne {rows.line_num + 1} est illisible."
        raise NotNos(path=path.name, why=why) from error


def _day(text: str) -> date | None:
    """The day of « 20240329120000 » or « 2024-03-29 »."""
    digits = text.replace("-", "")[:8]
    try:
        return date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}") if digits else None
    except ValueError:
        return None
