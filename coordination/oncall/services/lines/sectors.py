"""Sectors are drawn: which communes, from which day, at which hours of the day.

A change begins on a day: what stood before ends there, and the past stays what it was.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.postgres.fields import DateRangeField
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, NumericRange
from django.db.models import DateField, F, Func, QuerySet, Value

from coordination.oncall.models import Line, Requirement, Sector, SectorCommune
from coordination.oncall.refusals import (
    CommunesTaken,
    CommuneTaken,
    NoCommune,
    RequirementClash,
    UnknownCommune,
)
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.holidays import zone_of
from portal.territories.models import Territory

WHOLE_DAY = (0, 1440)
MOST_LINES = 5000
CODE = re.compile(r"\b(\d[\dAB]\d{3})\b", re.IGNORECASE)


@dataclass(frozen=True)
class ReadLine:
    """A line of what was pasted or imported, and what is understood of it."""

    number: int
    text: str
    commune: Territory | None = None
    problem: str = ""


@dataclass
class Reading:
    """What a list of communes says, line by line; nothing is written."""

    lines: list[ReadLine] = field(default_factory=list)

    @property
    def communes(self) -> list[Territory]:
        return [line.commune for line in self.lines if line.commune and not line.problem]

    @property
    def problems(self) -> list[ReadLine]:
        return [line for line in self.lines if line.problem]


def read_communes(
    sector: Sector,
    text: str,
    *,
    since: date,
    band: tuple[int, int] = WHOLE_DAY,
    take: bool = False,
) -> Reading:
    """The INSEE codes of a pasted text or of a CSV, each with its commune or its problem.

    `take`: a commune that another sector has is no problem, it will be taken from it.
    """
    rows = [row.strip() for row in text.splitlines()]
    asked = [(number, row) for number, row in enumerate(rows, start=1) if row][:MOST_LINES]
    codes = {number: _code_of(row) for number, row in asked}
    known = _known(code for code in codes.values() if code)
    taken = (
        {} if take else _taken(sector.line, known.values(), since=since, besides=sector, band=band)
    )
    reading, seen = Reading(), set[str]()
    for number, row in asked:
        code = codes[number]
        if code is None:
            if number > 1:
                reading.lines.append(
                    ReadLine(number, row, problem="aucun code INSEE sur cette ligne")
                )
            continue
        problem = _problem(code, known.get(code), taken, seen, since)
        seen.add(code)
        reading.lines.append(ReadLine(number, row, known.get(code), problem))
    return reading


@transaction.atomic
def set_communes(
    sector: Sector,
    codes: Iterable[str],
    *,
    since: date,
    by: User | None,
    band: tuple[int, int] = WHOLE_DAY,
) -> None:
    """From `since` on, the sector serves exactly these communes at these minutes of the day.

    Raises UnknownCommune, CommuneTaken (another sector of the line has it then), NoCommune,
    CommunesTaken when somebody else moves one at the same instant.
    """
    communes = _communes(codes)
    taken = _taken(sector.line, communes, since=since, besides=sector, band=band)
    for commune in communes:
        if commune.pk in taken:
            raise CommuneTaken(commune=commune.name, sector=taken[commune.pk])
    mine = SectorCommune.objects.filter(sector=sector, band=NumericRange(*band))
    end_rows(mine, since=since)
    _place(sector.line, sector, communes, since=since, band=band)
    Sector.objects.filter(pk=sector.pk).update(holiday_zone=zone_of(communes[0].code))
    record(by, "sector.communes", sector, since=since.isoformat(), communes=len(communes))


@transaction.atomic
def move_communes(sector: Sector, codes: Iterable[str], *, since: date, by: User | None) -> int:
    """These communes pass to the sector on `since`, at all hours, wherever they were; how many.

    Raises UnknownCommune, NoCommune, CommunesTaken.
    """
    communes = _communes(codes)
    end_rows(SectorCommune.objects.filter(line=sector.line, commune__in=communes), since=since)
    _place(sector.line, sector, communes, since=since, band=WHOLE_DAY)
    record(by, "sector.communes_moved", sector, since=since.isoformat(), communes=len(communes))
    return len(communes)


@transaction.atomic
def leave_uncovered(
    line: Line, codes: Iterable[str], *, since: date, reason: str, reference: str, by: User | None
) -> None:
    """No sector serves these communes from `since`, by the decision that `reference` names."""
    communes = _communes(codes)
    end_rows(SectorCommune.objects.filter(line=line, commune__in=communes), since=since)
    SectorCommune.objects.bulk_create(
        SectorCommune(
            line=line,
            commune=commune,
            validity=DateRange(since, None),
            reason=reason,
            reference=reference,
        )
        for commune in communes
    )
    record(by, "line.uncovered", line, since=since.isoformat(), communes=len(communes))


@transaction.atomic
def set_requirement(requirement: Requirement, *, by: User | None) -> Requirement:
    """The sector owes that many people, or nobody by a decision, from a day on.

    What was owed before, for the same role and class, ends there. Raises RequirementClash.
    """
    since = requirement.validity.lower
    same = Requirement.objects.filter(
        sector=requirement.sector, slot_class=requirement.slot_class, role=requirement.role
    )
    same.filter(validity__startswith__gte=since).delete()
    for former in same.filter(validity__contains=since):
        former.validity = DateRange(former.validity.lower, since)
        former.save(update_fields=["validity"])
    requirement.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            requirement.save()
    except IntegrityError as error:
        raise RequirementClash from error
    record(by, "requirement.set", requirement, sector=requirement.sector.code)
    return requirement


def _place(
    line: Line, sector: Sector, communes: list[Territory], *, since: date, band: tuple[int, int]
) -> None:
    rows = [
        SectorCommune(
            line=line,
            sector=sector,
            commune=commune,
            band=NumericRange(*band),
            validity=DateRange(since, None),
        )
        for commune in communes
    ]
    try:
        with transaction.atomic():
            SectorCommune.objects.bulk_create(rows)
    except IntegrityError as error:
        raise CommunesTaken from error


def end_rows(rows: QuerySet[SectorCommune], *, since: date) -> None:
    """What begins on `since` or later never was; what stands then ends there."""
    rows.filter(validity__startswith__gte=since).delete()
    begins = Func(F("validity"), function="lower", output_field=DateField())
    shortened = Func(begins, Value(since), function="daterange", output_field=DateRangeField())
    rows.filter(validity__contains=since).update(validity=shortened)


def _taken(
    line: Line,
    communes: Iterable[Territory],
    *,
    since: date,
    besides: Sector,
    band: tuple[int, int] = WHOLE_DAY,
) -> dict[int, str]:
    """The communes that another sector has on `since` or later, and its name."""
    rows = SectorCommune.objects.filter(
        line=line,
        commune__in=[commune.pk for commune in communes],
        validity__overlap=DateRange(since, None),
        band__overlap=NumericRange(*band),
    ).exclude(sector=besides)
    found = rows.values_list("commune", "sector__name", "reference")
    return {commune: name or f"non couvert, {why}" for commune, name, why in found}


def _known(codes: Iterable[str]) -> dict[str, Territory]:
    found = Territory.objects.communes().filter(code__in=list(codes)).select_related("successor")
    return {commune.code: commune for commune in found}


def _communes(codes: Iterable[str]) -> list[Territory]:
    """The communes of these codes, in that order. Raises UnknownCommune, NoCommune."""
    asked = [code.strip().upper() for code in dict.fromkeys(codes)]
    known = _known(asked)
    for code in asked:
        if code not in known:
            raise UnknownCommune(code=code)
    if not asked:
        raise NoCommune
    return [known[code] for code in asked]


def _code_of(row: str) -> str | None:
    found = CODE.search(row)
    return found[1].upper() if found else None


def _problem(
    code: str, commune: Territory | None, taken: dict[int, str], seen: set[str], since: date
) -> str:
    if commune is None:
        return f"aucune commune ne porte le code {code}"
    if code in seen:
        return "déjà donnée plus haut"
    if commune.closed_on and commune.closed_on <= since:
        into = f", fusionnée dans {commune.successor.name}" if commune.successor else ""
        return f"cette commune n’existe plus{into}"
    if commune.pk in taken:
        return f"déjà dans le secteur {taken[commune.pk]}"
    return ""
