"""The week to come of a line, with its numbers, for a phone that will have no network."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from coordination.oncall.models import ContactMethod, Line, Sector, SectorCommune, reads_contact
from coordination.oncall.models.sector import DAY_MINUTES
from coordination.oncall.selectors.plans.plan import Person, add_rotations, planned
from portal.accounts.models import User
from portal.lib.time import Period

DAYS = 7
# After a day, what changed since is more likely than not to matter.
FRESH_HOURS = 24
KINDS = dict(ContactMethod.Kind.choices)
PUBLIC = ContactMethod.Audience.PROFESSIONALS


@dataclass(frozen=True)
class Number:
    """A way to reach somebody that the reader may keep on their phone."""

    pk: int
    kind: str
    label: str
    value: str
    is_reserved: bool


@dataclass(frozen=True)
class Duty:
    """Somebody on call during [start, end[; `kept_back` numbers are not for this reader."""

    period: Period
    name: str
    role: str
    numbers: list[Number]
    kept_back: int


@dataclass
class SectorWeek:
    """A sector, its duties in order, the communes it answers for."""

    sector: Sector
    duties: list[Duty]
    communes: list[str] = field(default_factory=list)

    @property
    def phone(self) -> str:
        return self.sector.phone or self.sector.line.phone


@dataclass
class Copy:
    """What is written in the file, and until when it may be trusted."""

    line: Line
    at: datetime
    until: datetime
    fresh_until: datetime
    sectors: list[SectorWeek]
    uncovered: list[SectorCommune]
    zone: ZoneInfo

    @property
    def reserved(self) -> list[int]:
        """The contacts beyond the widest audience, each once: the journal is to know."""
        return sorted(
            {
                number.pk
                for week in self.sectors
                for duty in week.duties
                for number in duty.numbers
                if number.is_reserved
            }
        )


def copy_of(line: Line, *, reader: User, managed: bool) -> Copy:
    """The seven days to come, overrides counted, in a constant number of statements."""
    now = timezone.now()
    window = (now, now + timedelta(days=DAYS))
    sectors = list(line.sectors.open().select_related("line"))
    ids = [sector.pk for sector in sectors]
    plan = planned(ids, window, contacts=True)
    add_rotations(plan, ids, window, contacts=True)
    duties: dict[int, list[Duty]] = defaultdict(list)
    for (sector, role), fragments in plan.resolved(window).items():
        for one in fragments:
            person = plan.people[one.person]
            numbers = _numbers(person, reader, managed)
            back = len(person.contacts) - len(numbers)
            label = plan.roles[role].label
            duties[sector].append(Duty(one.period, person.name, label, numbers, back))
    weeks = [
        SectorWeek(one, sorted(duties[one.pk], key=lambda duty: duty.period)) for one in sectors
    ]
    uncovered = _communes(line, weeks)
    fresh = now + timedelta(hours=FRESH_HOURS)
    return Copy(line, now, window[1], fresh, weeks, uncovered, ZoneInfo(line.zone))


def _numbers(person: Person, reader: User, managed: bool) -> list[Number]:
    return [
        Number(raw["pk"], raw["kind"], KINDS[raw["kind"]], raw["value"], raw["audience"] != PUBLIC)
        for raw in person.contacts
        if reads_contact(reader, raw["audience"], managed=managed)
    ]


def _communes(line: Line, weeks: list[SectorWeek]) -> list[SectorCommune]:
    """Each sector is given its communes of today; the uncovered ones are returned."""
    rows = SectorCommune.objects.filter(line=line, validity__contains=timezone.localdate())
    by_sector = {week.sector.pk: week.communes for week in weeks}
    uncovered = []
    for row in rows.select_related("commune").order_by("commune__search_key", "band", "pk"):
        if row.sector_id is None:
            uncovered.append(row)
        elif row.sector_id in by_sector:
            by_sector[row.sector_id].append(f"{row.commune}{_band(row.band)}")
    return uncovered


def _band(band: Any) -> str:
    """The hours at which the commune is served, when it is not all day."""
    if (band.lower, band.upper) == (0, DAY_MINUTES):
        return ""
    start, end = (
        f"{minute // 60}\u00a0h\u00a0{minute % 60:02}" for minute in (band.lower, band.upper)
    )
    return f" (de {start} à {end})"
