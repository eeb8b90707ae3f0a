"""The cut of a line into sectors: its list, its map, what drawing a sector would change."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange, NumericRange
from django.db.models import Count, Q
from django.utils import timezone

from coordination.oncall.models import Line, Sector, SectorCommune
from coordination.oncall.selectors.lines.settings_page import sectors_with_needs
from portal.territories.models import Territory
from portal.territories.selectors import department_with_outlines

Band = tuple[int, int]
COLOURS = 8


@dataclass(frozen=True)
class Move:
    """A commune that changes hands, and whose it is until then."""

    commune: str
    former: str


@dataclass
class Effects:
    """What would change on the day: nothing is written yet."""

    stays: int = 0
    added: list[str] = field(default_factory=list)
    moved: list[Move] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def effects_of(
    sector: Sector, communes: Iterable[Territory], *, since: date, bands: Iterable[Band]
) -> Effects:
    """What the sector gains, takes from others and leaves if it serves these communes."""
    wanted = {commune.pk: commune for commune in communes}
    hours = Q()
    for band in bands:
        hours |= Q(band__overlap=NumericRange(*band))
    rows = SectorCommune.objects.filter(
        hours, line=sector.line, validity__overlap=DateRange(since, None)
    ).select_related("commune", "sector")
    effects, known, mine = Effects(), set[int](), set[int]()
    for row in rows.order_by("commune__search_key", "pk"):
        name = f"{row.commune} ({row.commune.code})"
        if row.sector_id == sector.pk and row.sector_id is not None:
            mine.add(row.commune_id)
            if row.commune_id not in wanted and name not in effects.left:
                effects.left.append(name)
        elif row.commune_id in wanted:
            known.add(row.commune_id)
            former = str(row.sector or f"non couverte, {row.reference}")
            if Move(name, former) not in effects.moved:
                effects.moved.append(Move(name, former))
    effects.stays = len(mine & wanted.keys())
    fresh = [one for pk, one in wanted.items() if pk not in mine | known]
    effects.added = [f"{one} ({one.code})" for one in fresh]
    return effects


def sectors_page(line: Line) -> dict[str, Any]:
    """The open sectors with their communes counted, and those that nobody serves."""
    today = timezone.localdate()
    rows = SectorCommune.objects.filter(line=line, validity__contains=today)
    counted = rows.values("sector").annotate(found=Count("commune", distinct=True))
    communes = {row["sector"]: row["found"] for row in counted}
    placed = rows.values("commune")
    inside = Territory.objects.within([line.territory_id]).communes()
    loose = inside.filter(closed_on__isnull=True).exclude(pk__in=placed)
    sectors = sectors_with_needs(line, today)
    return {
        "line": line,
        "sectors": [(sector, communes.get(sector.pk, 0)) for sector in sectors],
        "uncovered": sum(found for sector, found in communes.items() if sector is None),
        "loose": loose.count(),
        "loose_names": list(loose.order_by("search_key")[:20]),
        "department": department_with_outlines(line.territory),
    }


def current_communes(sector: Sector) -> dict[str, Any]:
    """The communes of today as the form begins with them, and their hours when there are some."""
    today = timezone.localdate()
    rows = SectorCommune.objects.filter(sector=sector, validity__contains=today)
    found = list(rows.select_related("commune").order_by("commune__search_key"))
    by_code = {row.commune.code: row.commune.name for row in found}
    bands = {(row.band.lower, row.band.upper) for row in found}
    initial: dict[str, Any] = {
        "codes": "\n".join(f"{code};{name}" for code, name in by_code.items()),
        "since": today,
    }
    if bands and bands != {(0, 1440)}:
        first, last = _hours(bands)
        initial |= {"starts": first, "ends": last}
    return initial


def communes_to_come(sector: Sector) -> int:
    """How many communes it serves today or later."""
    rows = SectorCommune.objects.filter(
        sector=sector, validity__overlap=DateRange(timezone.localdate(), None)
    )
    return rows.values("commune").distinct().count()


def uncovered_communes(line: Line) -> list[SectorCommune]:
    """Those that a decision leaves out today or later."""
    rows = SectorCommune.objects.filter(
        line=line, sector=None, validity__overlap=(timezone.localdate(), None)
    )
    return list(rows.select_related("commune").order_by("commune__search_key", "validity"))


def map_of_line(line: Line, day: date) -> dict[str, Any]:
    """For each commune of the day: its sectors by hours of the day, for the map."""
    rows = SectorCommune.objects.filter(line=line, validity__contains=day)
    found: dict[str, list[dict[str, Any]]] = {}
    names = rows.values_list("commune__code", "sector__uuid", "sector__name", "band", "reference")
    for code, uuid, name, band, reference in names.order_by("commune__code", "band"):
        whole = (band.lower, band.upper) == (0, 1440)
        found.setdefault(code, []).append(
            {
                "sector": str(uuid) if uuid else "",
                "words": (name or f"non couverte, {reference}")
                + ("" if whole else f" ({_clock(band.lower)}–{_clock(band.upper)})"),
            }
        )
    sectors = Sector.objects.open(day).filter(line=line).order_by("name")
    return {
        "day": day.isoformat(),
        "sectors": [
            {"uuid": str(uuid), "name": name, "colour": rank % COLOURS}
            for rank, (uuid, name) in enumerate(sectors.values_list("uuid", "name"))
        ],
        "communes": found,
    }


def _hours(bands: set[Band]) -> tuple[time, time]:
    """The hours that these bands say: past midnight, two of them make one."""
    if len(bands) == 2 and {0, 1440} <= {edge for band in bands for edge in band}:
        first = max(band[0] for band in bands)
        return _time(first), _time(min(band[1] for band in bands))
    first, last = min(bands)
    return _time(first), _time(last)


def _time(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def _clock(minute: int) -> str:
    return f"{minute // 60} h" + (f" {minute % 60:02d}" if minute % 60 else "")
