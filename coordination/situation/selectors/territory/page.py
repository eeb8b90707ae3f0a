"""The page of a territory, and its map: the same rows, in the same order, with the same words."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from coordination.crisis.models import Crisis
from coordination.crisis.selectors.figures.board import Row
from coordination.crisis.selectors.standing import Standing
from coordination.reinforcement.models import Need
from coordination.situation.selectors.pilotage import Line, by_profession
from coordination.situation.selectors.territory.cells import callouts_in, positions, standings_of
from coordination.situation.selectors.territory.duties import lines_now
from coordination.situation.selectors.territory.structures import BANDS, reads_names, told_in
from portal.accounts.models import User
from portal.territories.models import Territory


@dataclass(frozen=True)
class Wanting:
    """What is asked of volunteers there: places asked and filled, and by profession."""

    needs: int
    places: int
    taken: int
    items: list[Line]

    @property
    def share(self) -> str:
        return f"{round(100 * self.taken / self.places)}\u00a0%" if self.places else "–"


def territory_page(user: User, territory: Territory) -> dict[str, Any]:
    """All that the page shows, in a number of statements that does not grow."""
    named = reads_names(user, territory)
    cells = standings_of(user, territory)
    return {
        "cells": cells,
        "real": [one for one in cells if not one.cell.crisis.is_exercise],
        "callouts": callouts_in([one.cell for one in cells], user),
        "named": named,
        "told": told_in(territory, named=named),
        "bands": BANDS,
        "wanting": wanting_in(user, territory),
        "lines": lines_now(user, territory),
    }


def territory_seen(user: User, territory: Territory | None) -> Territory | None:
    """Where one looks from; for who has no territory, that of the first cell of theirs."""
    if territory is not None:
        return territory
    mine = Crisis.objects.under_way().filter(cells__members__user=user.pk, cells__level__gt=0)
    first = mine.select_related("territory").order_by("mode", "pk").first()
    return first.territory if first else None


def wanting_in(user: User, territory: Territory) -> Wanting:
    """The needs under way that `user` sees there, exercises apart: two statements."""
    needs = _needs(user, territory)
    sums = needs.aggregate(
        places=Sum("slots__capacity", default=0), taken=Sum("slots__taken", default=0)
    )
    items = sorted(by_profession(needs), key=lambda one: one.taken - one.places)
    count = needs.count()
    return Wanting(needs=count, items=items, **sums)


def features(user: User, territory: Territory) -> list[dict[str, Any]]:
    """The map: the cells, then the structures named by the table beside it."""
    cells = standings_of(user, territory)
    spots = positions(one.cell for one in cells)
    points = [_cell(one, spots[one.cell.pk]) for one in cells if one.cell.pk in spots]
    told = told_in(territory, named=reads_names(user, territory))
    return points + [
        _structure(one.row) for one in told.rows if one.row.structure.latitude is not None
    ]


def _needs(user: User, territory: Territory) -> QuerySet[Need]:
    inside = Territory.objects.within([territory.pk]).values("pk")
    seen = Need.objects.visible_to(user).filter(structure__commune__in=inside)
    return seen.living().filter(is_exercise=False).exclude(state=Need.State.DRAFT)


def _cell(one: Standing, spot: tuple[float, float]) -> dict[str, Any]:
    exercise = "EXERCICE\u00a0: " if one.cell.crisis.is_exercise else ""
    text = f"{one.held} fonctions tenues sur {one.required}"
    return _point(
        spot,
        title=f"{exercise}{one.cell}",
        text=f"Niveau {one.cell.level}, {one.cell.level_name}. {text}",
        level="critical" if one.vacant else "place",
        level_label="Cellule, fonction sans personne" if one.vacant else "Cellule au complet",
        url=one.cell.get_absolute_url(),
    )


def _structure(row: Row) -> dict[str, Any]:
    level, label = row.badge
    place = row.structure
    return _point(
        (place.latitude or 0, place.longitude or 0),
        title=str(place),
        text=str(place.commune),
        level=level,
        level_label=f"Structure {label.lower()}",
        url=place.get_absolute_url(),
    )


def _point(spot: tuple[float, float], **properties: str) -> dict[str, Any]:
    latitude, longitude = spot
    where = {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "geometry": where, "properties": properties}
