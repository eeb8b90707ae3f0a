"""The arithmetic of beds: how many a register counts, when a step will be full."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

# A line through fewer readings than this, or older ones, says nothing of tomorrow.
FEWEST, MOST = 3, 10
RECENT = timedelta(days=7)
# Share of a step from which the next one is looked at (planned steps, 85 %).
NEARLY_FULL = Decimal("0.85")


@dataclass(frozen=True)
class Trend:
    """A straight line: `value` now, `per_hour` beds more each hour."""

    value: float
    per_hour: float


def trend(readings: Sequence[tuple[datetime, float]], *, now: datetime) -> Trend | None:
    """The least-squares line of the last readings (ten at most, of seven days), in order of time.

    slope = sum((t - mean t)(v - mean v)) / sum((t - mean t)^2), t in hours; its value now is
    mean v + slope x (now - mean t). None under three readings, or all of one instant: nothing is
    forecast, which is said.
    """
    recent = [(at, value) for at, value in readings if now - at <= RECENT][-MOST:]
    if len(recent) < FEWEST:
        return None
    hours = [(at - now).total_seconds() / 3600 for at, _value in recent]
    values = [value for _at, value in recent]
    mid, mean = sum(hours) / len(hours), sum(values) / len(values)
    spread = sum((one - mid) ** 2 for one in hours)
    if not spread:
        return None
    pairs = zip(hours, values, strict=True)
    slope = sum((hour - mid) * (value - mean) for hour, value in pairs) / spread
    return Trend(value=mean - slope * mid, per_hour=slope)


def hours_until(target: float, line: Trend | None) -> float | None:
    """In how many hours the line reaches `target`; 0 when it has, None when it never will."""
    if line is None:
        return None
    if line.value >= target:
        return 0.0
    return (target - line.value) / line.per_hour if line.per_hour > 0 else None


def is_too_late(
    *, occupied: Decimal, target: int, next_lead_hours: int, full_in_hours: float | None
) -> bool:
    """At 85 % of the step, when the next one takes longer to open than this one to be full.

    At its target the step is full, whatever the line says.
    """
    if occupied < NEARLY_FULL * target:
        return False
    full = 0.0 if occupied >= target else full_in_hours
    return full is not None and next_lead_hours > full


@dataclass(frozen=True)
class RegisterLine:
    """A line of the national register (ROR): its ingestion key (rule 15), and a count."""

    location: str
    kind: str
    status: str
    temporality: str
    crisis_type: str
    assignment: str
    count: Decimal

    @property
    def beds(self) -> Hashable:
        """The same beds, whatever they are temporarily assigned to."""
        return (self.location, self.kind, self.status, self.temporality, self.crisis_type)


def register_total(lines: Iterable[RegisterLine]) -> Decimal:
    """How many beds: those that differ only by temporary assignment are the same ones.

    Known trap: 11 free beds published twice, once unassigned and once "Covid", are 11. Of such
    lines the largest counts: an assignment is a part of the whole.
    """
    largest: dict[Hashable, Decimal] = {}
    for line in lines:
        largest[line.beds] = max(line.count, largest.get(line.beds, Decimal(0)))
    return sum(largest.values(), Decimal(0))
