"""An on-call line as a problem: places to hold, people, what each may, wishes and held before.

Every place is one role of one slot of one sector. Days and instants are real; the weights
of what is wished but not required are stated once, in `Weights`.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coordination.oncall.solver.fairness import circles, fair_targets
from coordination.oncall.solver.problem import (
    Demand,
    Duty,
    GroupLimit,
    Limit,
    Person,
    Problem,
    Share,
    Spacing,
    Together,
    Wish,
)
from coordination.oncall.solver.windows import hours_limits

SATURDAY, SUNDAY = 5, 6
MINUTE = timedelta(minutes=1)
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Weights:
    """What each thing costs. A missing person comes first, then the largest deviation, then
    all the deviations (a hundredth of a point each), then what people would rather."""

    short: int = 50_000
    under: int = 2_000
    worst: int = 50
    share: int = 5
    duties_a_month: int = 300
    weekends_a_month: int = 500
    warned_rule: int = 1_000
    wish: int = 30
    spacing: int = 60
    spacing_days: int = 3
    weekend: int = 40
    change: int = 150


@dataclass(frozen=True)
class Place:
    """One role of one slot: when, for which sector, its class, its worth, how many people.

    Without a role, whoever holds any role of the line will do.
    """

    key: str
    sector: str
    role: str
    slot_class: str
    day: date
    span: Span
    points: int
    minimum: int = 1
    target: int = 1
    maximum: int = 1


@dataclass(frozen=True)
class Cap:
    """A dated figure of a regime: hours in rolling days, or days of a kind in a month."""

    rule: str
    value: float
    is_hard: bool
    window_days: int | None = None
    days: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """Somebody listed on the line. No sector means every one; `done` are the duties held
    around the period, here or on another line; `held` the places of the former roster."""

    key: str
    roles: frozenset[str]
    sectors: frozenset[str] = frozenset()
    share: int = 100
    presence: float = 1
    before: int = 0
    away: tuple[tuple[Span, str], ...] = ()
    listed: tuple[date, date] = (date.min, date.max)
    rest_hours: float = 0
    caps: tuple[Cap, ...] = ()
    duties_a_month: int | None = None
    weekends_a_month: int | None = None
    wishes: tuple[tuple[Span, bool, int], ...] = ()
    done: tuple[Span, ...] = ()
    locked: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    is_replanned: bool = False


@dataclass(frozen=True)
class LineInput:
    """What the coordinator asks to draw up, from the day `first` to the eve of `end`."""

    first: date
    end: date
    places: tuple[Place, ...]
    candidates: tuple[Candidate, ...]
    weights: Weights = field(default_factory=Weights)
    zone: str = ""


def problem_of(asked: LineInput) -> Problem:
    """The problem to solve; places in the order of their keys, people too."""
    weights = asked.weights
    origin = min((place.span[0] for place in asked.places), default=None)
    duties = {place.key: _duty(place, asked.first, origin) for place in asked.places}
    bars = {one.key: _bars(one, asked.places) for one in asked.candidates}
    aims = _targets(asked, bars)
    return Problem(
        days=(asked.end - asked.first).days,
        duties=tuple(duties.values()),
        demands=tuple(
            Demand(
                one.key,
                one.minimum,
                one.target,
                one.maximum,
                weights.short,
                weights.under,
                weights.under,
            )
            for one in asked.places
        ),
        people=tuple(_person(one, asked, bars[one.key], aims[one.key]) for one in asked.candidates),
        worst_cost=weights.worst,
    )


def fingerprint(asked: LineInput) -> str:
    """SHA-256 of everything that decides the roster; the order of the rows does not count."""
    plain = asdict(asked)
    for rows in ("places", "candidates"):
        plain[rows] = sorted(plain[rows], key=lambda row: str(row["key"]))
    written = json.dumps(plain, sort_keys=True, default=_plain)
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value, key=str)
    return str(value)


def _duty(place: Place, first: date, origin: datetime | None) -> Duty:
    start, end = (round((mark - (origin or mark)) / MINUTE) for mark in place.span)
    day = (place.day - first).days
    return Duty(place.key, place.slot_class, day, start, end, place.points)


def _bars(one: Candidate, places: Iterable[Place]) -> dict[str, str]:
    found = {}
    for place in places:
        rule = _bar(one, place)
        if rule:
            found[place.key] = rule
    return found


def _bar(one: Candidate, place: Place) -> str:
    if not one.roles or place.role and place.role not in one.roles:
        return "qualification"
    if one.sectors and place.sector not in one.sectors:
        return "sector"
    if not one.listed[0] <= place.day < one.listed[1]:
        return "not_listed"
    for span, rule in one.away:
        if _meet(span, place.span):
            return rule
    rest = timedelta(hours=one.rest_hours)
    for start, end in one.done:
        if _meet((start, end), place.span):
            return "at_once"
        if _meet((start - rest, end + rest), place.span):
            return "rest"
    return ""


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _targets(asked: LineInput, bars: Mapping[str, Mapping[str, str]]) -> dict[str, int]:
    """What each should hold at the end, by commitment: of what they may serve, and of the
    history, prorated by presence so that a newcomer catches nothing up."""
    weights = {one.key: one.share for one in asked.candidates}
    worth = {place.key: place.points * place.minimum for place in asked.places}
    able = {
        place.key: [one.key for one in asked.candidates if place.key not in bars[one.key]]
        for place in asked.places
    }
    aims = fair_targets(worth, able, weights)
    past = _past(asked.candidates, circles(able, weights))
    return {key: aim + past[key] for key, aim in aims.items()}


def _past(people: Iterable[Candidate], together: Iterable[Collection[str]]) -> dict[str, int]:
    """What each should have held before: what their circle held, by commitment and presence.

    Two sectors that nobody shares owe each other nothing: no roster could make it up.
    """
    known = {one.key: one for one in people}
    found: dict[str, int] = {}
    for circle in together:
        held = sum(known[key].before for key in circle)
        present = {key: known[key].share * known[key].presence for key in circle}
        total = sum(present.values())
        found |= {key: round(held * present[key] / total) if total else 0 for key in circle}
    return found


def _person(one: Candidate, asked: LineInput, bars: dict[str, str], target: int) -> Person:
    mine = [place for place in asked.places if place.key not in bars]
    weights = asked.weights
    return Person(
        one.key,
        bars=bars,
        fixed=one.locked,
        rest_minutes=round(one.rest_hours * 60),
        limits=(*_monthly(one, mine, weights), *_hours(one, mine, weights)),
        groups=(*_weekend_limits(one, mine, weights), *_day_limits(one, mine, asked)),
        wishes=(*_wishes(one, mine, weights), *_changes(one, mine, weights)),
        together=_whole_weekends(mine, weights),
        spacing=_spacing(asked),
        share=Share(one.before, target, weights.share) if one.share else None,
    )


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _monthly(one: Candidate, mine: list[Place], weights: Weights) -> Iterable[Limit]:
    if one.duties_a_month is None:
        return
    for month in sorted({_month(place.day) for place in mine}):
        own = {place.key: 1 for place in mine if _month(place.day) == month}
        yield Limit("duties_a_month", own, most=one.duties_a_month, cost=weights.duties_a_month)


def _hours(one: Candidate, mine: list[Place], weights: Weights) -> Iterable[Limit]:
    spans = {place.key: place.span for place in mine}
    for cap in one.caps:
        if cap.window_days is not None:
            cost = None if cap.is_hard else weights.warned_rule
            window = timedelta(days=cap.window_days)
            yield from hours_limits(cap.rule, spans, one.done, window, cap.value, cost)


def _weekend_limits(one: Candidate, mine: list[Place], weights: Weights) -> Iterable[GroupLimit]:
    if one.weekends_a_month is None:
        return
    for month in sorted({_month(_saturday(place.day)) for place in mine}):
        groups = [keys for day, keys in _weekends(mine).items() if _month(day) == month]
        yield GroupLimit(
            "weekends_a_month", tuple(groups), one.weekends_a_month, weights.weekends_a_month
        )


def _day_limits(one: Candidate, mine: list[Place], asked: LineInput) -> Iterable[GroupLimit]:
    zone = ZoneInfo(asked.zone) if asked.zone else None
    for cap in one.caps:
        cost = None if cap.is_hard else asked.weights.warned_rule
        for month in sorted({_month(day) for day in cap.days}):
            days = sorted(day for day in cap.days if _month(day) == month)
            already = {day for day in days if any(_touches(span, day, zone) for span in one.done)}
            groups = [
                frozenset(place.key for place in mine if _touches(place.span, day, zone))
                for day in days
                if day not in already
            ]
            left = max(int(cap.value) - len(already), 0)
            yield GroupLimit(cap.rule, tuple(group for group in groups if group), left, cost)


def _touches(span: Span, day: date, zone: ZoneInfo | None) -> bool:
    first, last = span[0], span[1] - MINUTE
    if zone is not None:
        first, last = first.astimezone(zone), last.astimezone(zone)
    return first.date() <= day <= last.date()


def _saturday(day: date) -> date:
    return day + timedelta(days=SATURDAY - day.weekday())


def _weekends(mine: list[Place]) -> dict[date, frozenset[str]]:
    found: dict[date, set[str]] = {}
    for place in mine:
        if place.day.weekday() in (SATURDAY, SUNDAY):
            found.setdefault(_saturday(place.day), set()).add(place.key)
    return {day: frozenset(keys) for day, keys in sorted(found.items())}


def _whole_weekends(mine: list[Place], weights: Weights) -> tuple[Together, ...]:
    if not weights.weekend:
        return ()
    days = {place.key: place.day.weekday() for place in mine}
    found = []
    for keys in _weekends(mine).values():
        saturday = frozenset(key for key in keys if days[key] == SATURDAY)
        if saturday and keys - saturday:
            found.append(Together(saturday, keys - saturday, weights.weekend))
    return tuple(found)


def _spacing(asked: LineInput) -> tuple[Spacing, ...]:
    weights = asked.weights
    if not weights.spacing:
        return ()
    days = (asked.end - asked.first).days
    first = (SATURDAY - asked.first.weekday()) % 7
    joined = frozenset((day, day + 1) for day in range(first, days - 1, 7))
    return (Spacing(weights.spacing_days, weights.spacing, joined),)


def _wishes(one: Candidate, mine: list[Place], weights: Weights) -> Iterable[Wish]:
    for span, wants, weight in one.wishes:
        keys = frozenset(place.key for place in mine if _meet(span, place.span))
        if keys:
            yield Wish(keys, wants, weight * weights.wish)


def _changes(one: Candidate, mine: list[Place], weights: Weights) -> Iterable[Wish]:
    if one.is_replanned:
        for place in mine:
            wanted = place.key in one.held
            yield Wish(frozenset({place.key}), wanted, weights.change, "change")
