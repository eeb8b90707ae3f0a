"""Reads the official tables shipped with the directory."""

import csv
from datetime import date
from pathlib import Path

from directory.models import Activity, Category, Profession, Speciality

DATA = Path(__file__).parents[1] / "data"


def shipped_categories() -> list[Category]:
    """The categories of establishment (R66)."""
    return [
        Category(code=row["code"], label=row["libelle"], short_label=row["court"])
        for row in _rows("categories.csv")
    ]


def shipped_professions() -> list[Profession]:
    """The professions (G15) and our support trades."""
    return [
        Profession(
            code=row["code"],
            label=row["libelle"],
            plural=row["pluriel"],
            in_register=row["rpps"] == "1",
            rank=int(row["rang"]),
            closed_on=date.fromisoformat(row["date_fin"]) if row["date_fin"] else None,
        )
        for row in _rows("professions.csv")
    ]


def shipped_specialities() -> list[Speciality]:
    """The know-how (R38) of doctors, nurses and dentists."""
    return [
        Speciality(code=row["code"], label=row["libelle"], profession_id=row["profession"])
        for row in _rows("specialities.csv")
    ]


def shipped_activities() -> list[Activity]:
    """What structures offer, our own vocabulary, and the words that people use for it."""
    return [
        Activity(
            code=row["code"],
            label=row["libelle"],
            family=row["famille"],
            synonyms=row["synonymes"],
            rank=int(row["rang"]),
        )
        for row in _rows("activities.csv")
    ]


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
