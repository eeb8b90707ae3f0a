"""Who carried what on a line over twelve rolling months, against what each committed to."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max, Q

from coordination.oncall.clock import add_months
from coordination.oncall.models import Line, Member, Roster, Shift, SlotClass
from coordination.oncall.points import ZERO, Balance, Commitment, presence, targets
from coordination.oncall.selectors.plans.overridden import changes_of
from portal.lib.time import local_instant

MONTHS = 12
LABELS = dict(SlotClass.choices)
# Up to today, or up to the last day of what is published.
SERVED, PLANNED = "fait", "prevu"
WIDTH = 100


@dataclass(frozen=True)
class Row:
    """A person: duties and points by class, their total, what would be fair."""

    name: str
    share: Decimal
    duties: int
    by_class: list[Decimal]
    balance: Balance

    @property
    def level(self) -> str:
        """`far` beyond a quarter of their target, and a point at least."""
        far = abs(self.balance.deviation) > max(self.balance.target / 4, Decimal(1))
        return "far" if far else "near"


@dataclass(frozen=True)
class Drawn:
    """The bar of a person and the mark of their target, in hundredths of the widest."""

    row: Row
    width: float
    target: float


def fairness_page(line: Line, asked: str, *, today: date) -> dict[str, Any]:
    """The members of the window, the farthest from their share first; overrides count."""
    end = _end(line, asked, today)
    first = add_months(end, -MONTHS)
    members = _members(line, first, end)
    held, classes, sector_points = _held(line, first, end)
    rows = _rows(members, held, classes, _targets(members, sector_points, first, end))
    top = max([*(row.balance.points for row in rows), *(row.balance.target for row in rows), ZERO])
    return {
        "line": line,
        "asked": asked if asked == SERVED else PLANNED,
        "first": first,
        "last": end - timedelta(days=1),
        "classes": [LABELS[one] for one in classes],
        "rows": rows,
        "drawn": [_drawn(row, top or Decimal(1)) for row in rows],
        "total": sum((row.balance.points for row in rows), ZERO),
        "far": sum(row.level == "far" for row in rows),
    }


def _end(line: Line, asked: str, today: date) -> date:
    """The day after the last one that counts."""
    tomorrow = today + timedelta(days=1)
    if asked == SERVED:
        return tomorrow
    ends = Roster.objects.public().filter(line=line).aggregate(last=Max("days__endswith"))
    return max(ends["last"] or tomorrow, tomorrow)


def _members(line: Line, first: date, end: date) -> dict[int, list[Member]]:
    found: dict[int, list[Member]] = defaultdict(list)
    rows = Member.objects.filter(line=line, membership__overlap=DateRange(first, end))
    related = rows.select_related("person").prefetch_related("sectors")
    for row in related.order_by("person", "membership", "pk"):
        found[row.person_id].append(row)
    return found


@dataclass
class _Held:
    """What a person holds in the window."""

    name: str
    duties: int
    points: dict[str, Decimal]


def _held(
    line: Line, first: date, end: date
) -> tuple[dict[int, _Held], list[str], dict[int, Decimal]]:
    """Points by person and class, the classes met in their order, points by sector."""
    zone = ZoneInfo(line.zone)
    window = (local_instant(first, time(0), zone), local_instant(end, time(0), zone))
    shifts = Shift.objects.holding().filter(
        Q(period__startswith__gte=window[0], period__startswith__lt=window[1]), line=line
    )
    columns = (
        "person", "person__first_name", "person__last_name", "sector", "slot__slot_class",
        "slot__points", "slot__period", "period",
    )  # fmt: skip
    found: dict[int, _Held] = {}
    by_sector: dict[int, Decimal] = defaultdict(lambda: ZERO)
    met = set()
    for person, given, name, sector, kind, points, slot, period in shifts.values_list(*columns):
        one = found.setdefault(person, _Held(f"{given} {name}".strip(), 0, {}))
        worth = points * _part(period, slot)
        one.duties += 1
        one.points[kind] = one.points.get(kind, ZERO) + worth
        by_sector[sector] += worth
        met.add(kind)
    for change in changes_of(line, window):
        one = found.setdefault(change.person, _Held(change.name, 0, {}))
        one.duties += change.duties
        one.points[change.kind] = one.points.get(change.kind, ZERO) + change.points
        by_sector[change.sector] += change.points
        met.add(change.kind)
    return found, [kind for kind in LABELS if kind in met], by_sector


def _part(period: Any, slot: Any) -> Decimal:
    """The part of the slot that is held: half of a night is half of its points."""
    whole = (slot.upper - slot.lower).total_seconds()
    return Decimal(str(round((period.upper - period.lower).total_seconds() / whole, 4)))


def _targets(
    members: dict[int, list[Member]], sector_points: dict[int, Decimal], first: date, end: date
) -> dict[int, Decimal]:
    """What each would hold if all was shared by commitment among those who serve the sector;
    a newcomer owes for the months they were there."""
    found: dict[int, Decimal] = defaultdict(lambda: ZERO)
    weights = {
        person: Commitment(_share(rows), presence=_presence(rows, first, end))
        for person, rows in members.items()
    }
    serving = {person: _sectors(rows) for person, rows in members.items()}
    for sector, points in sorted(sector_points.items()):
        able = {
            person: weight
            for person, weight in weights.items()
            if not serving[person] or sector in serving[person]
        }
        for person, target in targets(points, able).items():
            found[person] += target
    return found


def _sectors(rows: list[Member]) -> set[int]:
    """The sectors a person serves; none when they serve them all."""
    if any(not row.sectors.all() for row in rows):
        return set()
    return {sector.pk for row in rows for sector in row.sectors.all()}


def _presence(rows: list[Member], first: date, end: date) -> Decimal:
    spans = (
        presence(row.membership.lower, row.membership.upper, first=first, end=end) for row in rows
    )
    return sum(spans, ZERO)


def _share(rows: list[Member]) -> Decimal:
    return max((row.share for row in rows), default=ZERO)


def _rows(
    members: dict[int, list[Member]],
    held: dict[int, _Held],
    classes: list[str],
    aims: dict[int, Decimal],
) -> list[Row]:
    names = {person: str(rows[0].person) for person, rows in members.items()}
    names |= {person: one.name for person, one in held.items()}
    rows = []
    for person, name in names.items():
        one = held.get(person) or _Held(name, 0, {})
        by_class = [one.points.get(kind, ZERO) for kind in classes]
        balance = Balance(person, sum(by_class, ZERO), aims.get(person, ZERO))
        rows.append(Row(name, _share(members.get(person, [])), one.duties, by_class, balance))
    return sorted(rows, key=lambda row: (-abs(row.balance.deviation), row.name, row.balance.person))


def _drawn(row: Row, top: Decimal) -> Drawn:
    return Drawn(
        row,
        width=round(float(WIDTH * row.balance.points / top), 2),
        target=round(float(WIDTH * row.balance.target / top), 2),
    )
