"""The tables of the ARS's page as rows of CSV: no name, no address, no number of anybody."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from coordination.reinforcement.models import Need
from coordination.situation.selectors.pilotage import (
    Line,
    by_community,
    by_profession,
    duration_words,
    funnel,
)

LINE_HEADER = (
    "Nom", "Besoins", "Places", "Places pourvues", "Médiane du premier oui ou non",
    "Médiane pour pourvoir",
)  # fmt: skip
EXPORTS: dict[str, tuple[str, ...]] = {
    "besoins": (
        "Structure", "FINESS", "Commune", "État", "Criticité", "Places", "Places pourvues",
        "Soumis le", "Diffusé le", "Pourvu le",
    ),
    "professions": LINE_HEADER,
    "territoires": LINE_HEADER,
    "entonnoir": ("Étape", "Personnes", "Délai médian depuis l’étape d’avant"),
}  # fmt: skip


def rows_of(kind: str, needs: QuerySet[Need]) -> Iterator[tuple[Any, ...]]:
    """The rows under the header of `kind`. Raises KeyError for an unknown one."""
    if kind == "besoins":
        yield from _needs(needs)
    elif kind == "entonnoir":
        yield from funnel(needs)
    else:
        lines = {"professions": by_profession, "territoires": by_community}[kind]
        yield from (_cells(line) for line in lines(needs))


def _needs(needs: QuerySet[Need]) -> Iterator[tuple[Any, ...]]:
    rows = needs.with_places().select_related("structure__commune").order_by("pk")
    for need in rows.iterator(chunk_size=500):
        moments = (need.submitted_at, need.opened_at, need.filled_at)
        yield (
            need.structure.name,
            need.structure.finess,
            need.structure.commune.name,
            need.get_state_display(),
            need.get_criticality_display(),
            need.places,
            need.places_taken,
            *(f"{timezone.localtime(one):%d/%m/%Y %H:%M}" if one else "" for one in moments),
        )


def _cells(line: Line) -> tuple[Any, ...]:
    answer, fill = duration_words(line.to_answer), duration_words(line.to_fill)
    return (line.name, line.needs, line.places, line.taken, answer, fill)
