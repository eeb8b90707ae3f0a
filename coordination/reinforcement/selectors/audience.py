"""Whom a crisis cell may write to among volunteers: those told of a need who have not answered."""

from collections.abc import Callable

from django.db.models import QuerySet

from coordination.crisis.models import Cell
from coordination.crisis.sources import Audience, Target
from coordination.reinforcement.models import Assignment
from directory.models import Profession
from portal.territories.models import Territory

SILENT = (Assignment.State.NOTIFIED, Assignment.State.SEEN)
SAID = "les volontaires prévenus qui n’ont pas répondu"


def audiences(cell: Cell) -> list[Audience]:
    """All of them, then by profession; a cell of one structure does not write to volunteers."""
    if cell.structure_id is not None:
        return []
    known = _silent(cell).values("volunteer__profession")
    kinds = Profession.objects.filter(pk__in=known).order_by("label")
    found = [Audience("prevenus", SAID, _people(None))] if kinds else []
    return found + [
        Audience(f"prevenus-{one.pk}", f"{SAID} : {one.plural or one.label}", _people(one))
        for one in kinds
    ]


def _silent(cell: Cell) -> QuerySet[Assignment]:
    near = Territory.objects.within([cell.territory_id])
    rows = Assignment.objects.filter(need__structure__commune__in=near, state__in=SILENT)
    return rows.filter(volunteer__user__isnull=False)


def _people(kind: Profession | None) -> Callable[[Cell], list[Target]]:
    def found(cell: Cell) -> list[Target]:
        rows = _silent(cell).order_by("pk")
        if kind is not None:
            rows = rows.filter(volunteer__profession=kind)
        named = rows.values_list("volunteer__user", "need__structure__name")
        return [Target(user, f"prévenu d’un besoin de {name}"[:200]) for user, name in named]

    return found
