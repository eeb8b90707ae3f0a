"""What a merger of communes would change in the lines: nothing is written."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, QuerySet

from coordination.oncall.models import SectorCommune
from portal.territories.models import Territory


@dataclass(frozen=True)
class LineMerger:
    """A line, where the communes that go are in it, and where the one that stays will be."""

    line: str
    was: str
    becomes: str


def merger_effects(olds: Collection[Territory], into: Territory, on: date) -> list[LineMerger]:
    """The lines that serve one of these communes on that day or later, by name."""
    gone = _placed([one.pk for one in olds], on)
    kept = _placed([into.pk], on)
    return [
        LineMerger(line, ", ".join(where), ", ".join(kept.get(line, where)))
        for line, where in gone.items()
    ]


def _placed(communes: list[int], on: date) -> dict[str, list[str]]:
    rows: QuerySet[SectorCommune] = SectorCommune.objects.filter(
        commune__in=communes, validity__overlap=DateRange(on, None)
    )
    found: dict[str, list[str]] = {}
    named = rows.annotate(line_name=F("line__name"), sector_name=F("sector__name"))
    for row in named.order_by("line_name", "line", "sector_name"):
        words = row.sector_name or f"non couverte, {row.reference}"
        here = found.setdefault(row.line_name, [])
        if words not in here:
            here.append(words)
    return found
