"""The lines of a roster in a spreadsheet: which column is which, which day and which hours."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from coordination.oncall.imports.sheet import Formula, NotASheet, Row
from coordination.oncall.selectors.rosters.roster_import import Entry
from portal.lib.french_input import parse_day, parse_hour
from portal.lib.text import search_key

COLUMNS = {
    "day": {"date", "jour", "date du jour", "jour local"},
    "hours": {"horaire", "horaires", "heures", "heure", "plage", "plage horaire"},
    "start": {"debut", "heure de debut", "de"},
    "end": {"fin", "heure de fin", "a"},
    "sector": {"secteur", "territoire"},
    "role": {"role", "fonction"},
    "person": {
        *("personne", "nom", "nom prenom", "prenom nom", "nom et prenom", "prenom et nom"),
        *("medecin", "infirmier", "infirmiere", "titulaire", "qui", "professionnel"),
    },
    "rpps": {"rpps", "numero rpps", "n rpps", "no rpps"},
}
NAMES = {"day": "Date", "hours": "Horaire", "person": "Personne"}
SEARCHED_ROWS = 25
SLASHED = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
DASHES = re.compile(r"\s*(?:[-–—‑→]|\bà\b|\ba\b|\bjusqu.?à?\b)\s*", re.IGNORECASE)


@dataclass
class Lines:
    """The lines understood, the others with their sentence, those without anybody."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    empty: int = 0


class _Refused(ValueError):
    """One line is left aside; `str()` is French."""


def read_rows(rows: list[Row]) -> Lines:
    """Each line after the one that names the columns. Raises NotASheet without such a line."""
    position, columns = _columns(rows)
    found = Lines()
    american = _american(rows[position + 1 :], columns["day"])
    title = ""
    for row in rows[position + 1 :]:
        if len(row.filled) == 1 and _at(row, columns.get("person")) is None:
            title = re.sub(r"^secteur\s*:?\s*", "", str(row.filled[0]), flags=re.IGNORECASE)
            continue
        values = {name: _at(row, where) for name, where in columns.items()}
        if values["person"] is None and values.get("rpps") is None:
            found.empty += 1
            continue
        try:
            found.entries.append(_entry(row.number, values, title, american))
        except _Refused as problem:
            found.problems.append((row.number, str(problem)))
    return found


def _columns(rows: list[Row]) -> tuple[int, dict[str, int]]:
    """Where the line of the columns is, below titles if there are any, and where each one is."""
    best: dict[str, int] = {}
    for position, row in enumerate(rows[:SEARCHED_ROWS]):
        found: dict[str, int] = {}
        for where, cell in enumerate(row.cells):
            name = _named(cell)
            if name and name not in found:
                found[name] = where
        hours = "hours" in found or {"start", "end"} <= set(found)
        if "day" in found and "person" in found and hours:
            return position, found
        best = max(best, found, key=len)
    lacking = [words for name, words in NAMES.items() if name not in best]
    if {"start", "end"} <= set(best) and "Horaire" in lacking:
        lacking.remove("Horaire")
    raise NotASheet(
        f"Les colonnes ne sont pas celles attendues : il manque {', '.join(lacking)}. "
        "Téléchargez le modèle et gardez sa ligne de titres."
    )


def _named(cell: Any) -> str | None:
    key = search_key(cell) if isinstance(cell, str) else ""
    return next((name for name, words in COLUMNS.items() if key in words), None)


def _at(row: Row, where: int | None) -> Any:
    return row.cells[where] if where is not None and where < len(row.cells) else None


def _american(rows: list[Row], where: int) -> int | None:
    """The first line whose date can only be read month first: the others are then doubtful."""
    for row in rows:
        cell = _at(row, where)
        found = SLASHED.fullmatch(cell) if isinstance(cell, str) else None
        if found and int(found[1]) <= 12 < int(found[2]):
            return row.number
    return None


def _entry(line: int, values: dict[str, Any], title: str, american: int | None) -> Entry:
    if any(isinstance(value, Formula) for value in values.values()):
        raise _Refused("Cette ligne contient une formule : collez sa valeur à la place.")
    start, end = _hours(values)
    return Entry(
        line,
        _day(values["day"], american),
        start,
        end,
        str(values.get("sector") or title),
        str(values.get("role") or ""),
        str(values["person"] or "").lstrip("'"),
        _rpps(values.get("rpps")),
    )


def _day(value: Any, american: int | None) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if value is None:
        raise _Refused("La date manque.")
    if not isinstance(value, str):
        raise _Refused(f"« {value} » n’est pas une date : donnez à la cellule le format date.")
    found = SLASHED.fullmatch(value)
    if found and int(found[1]) <= 12 < int(found[2]):
        raise _Refused(f"« {value} » : le mois vient après le jour. Écrivez jj/mm/aaaa.")
    if found and american and int(found[1]) <= 12 and int(found[2]) <= 12 and found[1] != found[2]:
        raise _Refused(
            f"« {value} » peut se lire de deux façons, et la ligne {american} donne le mois "
            "d’abord : ce fichier mélange deux formats de date. Écrivez jj/mm/aaaa partout."
        )
    try:
        return parse_day(value)
    except ValueError as error:
        raise _Refused(f"« {value} » : {error}") from error


def _hours(values: dict[str, Any]) -> tuple[time, time]:
    text = values.get("hours")
    if text is None and values.get("start") is not None and values.get("end") is not None:
        return _hour(values["start"]), _hour(values["end"])
    if not isinstance(text, str):
        raise _Refused("L’horaire manque : écrivez-le comme 20h-8h.")
    words = re.sub(r"^de\s+", "", text.strip(), flags=re.IGNORECASE)
    parts = [part for part in DASHES.split(words) if part.strip()]
    if len(parts) != 2:
        raise _Refused(f"L’horaire « {text} » n’est pas lisible : écrivez-le comme 20h-8h.")
    return _hour(parts[0]), _hour(parts[1])


def _hour(value: Any) -> time:
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value
    text = str(value).strip()
    if re.fullmatch(r"24\s*(h|:)?\s*(00)?", text, flags=re.IGNORECASE):
        return time(0)
    try:
        return parse_hour(text)
    except ValueError as error:
        raise _Refused(f"« {text} » : {error}") from error


def _rpps(value: Any) -> str:
    if value is None:
        return ""
    text = str(int(value)) if isinstance(value, float) else str(value)
    return "".join(char for char in text if char.isalnum())
