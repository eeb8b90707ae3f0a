"""Rest and caps: the rules that a person's duties obey, with figures given by parameters.

Durations are real hours; windows roll and look both ways, because a duty may break a window
that a later one closes. Each finding says its rule, value, limit and source.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coordination.oncall.calendar import SATURDAY, SUNDAY, Calendar
from coordination.oncall.clock import common, days_between, elapsed
from portal.lib.time import Period

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Duty:
    """A duty [start, end[, and the end of the last trip made during it, if any."""

    period: Period
    last_trip_end: datetime | None = None
    key: int | None = None


@dataclass(frozen=True)
class Rule:
    """One figure of a regime (models.RuleParameter); severity is block, force or warn."""

    code: str
    label: str
    value: float
    severity: str
    legal_ref: str


@dataclass(frozen=True)
class Finding:
    """A rule that the tested duty breaks, said in French by `sentence`."""

    code: str
    severity: str
    value: float
    limit: float
    sentence: str
    legal_ref: str
    period: Period | None = None


@dataclass(frozen=True)
class Terms:
    """What the rules of a person are read with: zone, calendar, and whether waiting is rest."""

    zone: ZoneInfo
    calendar: Calendar = Calendar()
    waiting_is_rest: bool = True


Judge = Callable[[Rule, Duty, list[Duty], Terms], list[Finding]]


def earliest_return(duty: Duty, *, rest_hours: float, waiting_is_rest: bool = True) -> datetime:
    """From when the person may work again.

    Rest runs from the end of the last trip where waiting is rest (R.6152-27; no trip, nothing
    to recover from), from the end of the duty elsewhere.
    """
    if not waiting_is_rest:
        return duty.period[1] + timedelta(hours=rest_hours)
    if duty.last_trip_end is None:
        return duty.period[1]
    return max(duty.period[1], duty.last_trip_end + timedelta(hours=rest_hours))


def check(
    tested: Duty, others: Iterable[Duty], rules: Iterable[Rule], terms: Terms
) -> list[Finding]:
    """The rules that `tested` breaks among the other duties, worst first."""
    around = [duty for duty in others if duty.key is None or duty.key != tested.key]
    found: list[Finding] = []
    for rule in rules:
        judge = JUDGES.get(rule.code)
        if judge is not None:
            found += judge(rule, tested, around, terms)
    order = {"block": 0, "force": 1, "warn": 2}
    return sorted(found, key=lambda one: (order.get(one.severity, 3), one.code))


def most_in_window(duties: Iterable[Duty], around: Duty, window: timedelta) -> timedelta:
    """The most hours of duty that a rolling window touching `around` holds.

    The sum can only peak where a window begins with a duty or ends with one.
    """
    periods = [duty.period for duty in (*duties, around)]
    starts = [start for start, _ in periods] + [end - window for _, end in periods]
    best = timedelta()
    for start in starts:
        frame = (start, start + window)
        if common(frame, around.period):
            inside = [shared for one in periods if (shared := common(one, frame))]
            best = max(best, elapsed(inside))
    return best


def _rest_between(rule: Rule, tested: Duty, others: list[Duty], terms: Terms) -> list[Finding]:
    """The next duty begins once rested; both sides of the tested one."""
    found = []
    for first, second in _neighbours(tested, others):
        ready = earliest_return(first, rest_hours=rule.value, waiting_is_rest=terms.waiting_is_rest)
        if second.period[0] < ready:
            hours = _hours(second.period[0] - max(first.period[0], _fatigue_end(first, terms)))
            found.append(
                _finding(rule, hours, f"{_shown(hours)} h de repos au lieu de {_shown(rule.value)}")
            )
    return found


def _hours_per_days(days: int) -> Judge:
    def judge(rule: Rule, tested: Duty, others: list[Duty], terms: Terms) -> list[Finding]:
        most = _hours(most_in_window(others, tested, timedelta(days=days)))
        if most <= rule.value:
            return []
        words = (
            f"{_shown(most)} h sur {days} jours glissants, au lieu de {_shown(rule.value)} au plus"
        )
        return [_finding(rule, most, words)]

    return judge


def _days_per_month(name: str) -> Judge:
    """Distinct Saturdays, Sundays or holidays touched in a month (décret 2002-9)."""

    def judge(rule: Rule, tested: Duty, others: list[Duty], terms: Terms) -> list[Finding]:
        mine = _special_days(tested.period, name, terms)
        touched = mine.union(*(_special_days(duty.period, name, terms) for duty in others))
        found = []
        for year, month in sorted({(day.year, day.month) for day in mine}):
            number = sum((day.year, day.month) == (year, month) for day in touched)
            if number > rule.value:
                words = f"{number} {name} dans le mois, au lieu de {_shown(rule.value)} au plus"
                found.append(_finding(rule, number, words))
        return found

    return judge


def _special_days(period: Period, name: str, terms: Terms) -> set[date]:
    first, last = (mark.astimezone(terms.zone) for mark in period)
    end = last.date() + timedelta(days=1 if last.time() > last.time().min else 0)
    days = set(days_between(first.date(), end))
    if name == "samedis":
        return {day for day in days if day.weekday() == SATURDAY}
    if name == "dimanches":
        return {day for day in days if day.weekday() == SUNDAY}
    return {day for day in days if terms.calendar.holiday(day)}


def _neighbours(tested: Duty, others: list[Duty]) -> list[tuple[Duty, Duty]]:
    before = [duty for duty in others if duty.period[0] <= tested.period[0]]
    after = [duty for duty in others if duty.period[0] > tested.period[0]]
    pairs = []
    if before:
        pairs.append((max(before, key=lambda duty: duty.period[1]), tested))
    if after:
        pairs.append((tested, min(after, key=lambda duty: duty.period[0])))
    return pairs


def _fatigue_end(duty: Duty, terms: Terms) -> datetime:
    if terms.waiting_is_rest and duty.last_trip_end is not None:
        return duty.last_trip_end
    return duty.period[1]


def _finding(rule: Rule, value: float, words: str) -> Finding:
    sentence = f"{rule.label} : {words}."
    return Finding(rule.code, rule.severity, value, rule.value, sentence, rule.legal_ref)


def _hours(length: timedelta) -> float:
    return length.total_seconds() / 3600


def _shown(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0").replace(".", ",")


JUDGES: dict[str, Judge] = {
    "rest.daily": _rest_between,
    "cap.hours_7_days": _hours_per_days(7),
    "cap.hours_15_days": _hours_per_days(15),
    "cap.saturdays_month": _days_per_month("samedis"),
    "cap.sundays_month": _days_per_month("dimanches"),
    "cap.holidays_month": _days_per_month("jours fériés"),
}
