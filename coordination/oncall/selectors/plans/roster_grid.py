"""The roster as a grid: a row per day, a column per sector, who holds each slot and what lacks.

The roster is shown as it really is: its shifts, and above them the overrides in force. The
number of statements does not depend on how many days are shown.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Case, F, Field, Func, Q, QuerySet, TextField, When
from django.db.models.functions import Cast

from coordination.oncall.clock import common, days_between
from coordination.oncall.coverage import Held, Owed, gaps
from coordination.oncall.models import Line, OverridePerson, Requirement, Roster, Shift, Slot
from coordination.oncall.resolver import Change, Claim, resolve
from portal.lib.time import Period, hours_between, local_instant
from portal.ui.moments import DAYS, MONTHS

DAY = timedelta(days=1)
# The states of a slot, from what is to be seen first to what needs nothing.
HOLE, UNDEFINED, DECISION, COVERED = "hole", "undefined", "decision", "covered"


class Holder(NamedTuple):
    """Somebody who holds a slot, or `part` of it; `by_override` when a roster says otherwise."""

    person: int
    name: str
    role: int
    part: Period | None = None
    by_override: bool = False
    status: str = ""


class Post(NamedTuple):
    """One slot of the grid: who holds it, its state, how many people lack and when."""

    slot: int
    roster: str
    sector: int
    sector_name: str
    day: date
    label: str
    slot_class: str
    period: Period
    holders: tuple[Holder, ...]
    state: str
    missing: int = 0
    when: Period | None = None
    reason: str = ""


@dataclass
class DayRow:
    """A local day: its posts by sector in the order of the columns, its hours, its holiday."""

    day: date
    cells: list[list[Post]]
    hours: int
    holiday: str = ""

    @property
    def words(self) -> str:
        """`samedi 28 mars`."""
        number = "1er" if self.day.day == 1 else str(self.day.day)
        return f"{DAYS[self.day.weekday()]} {number}\u00a0{MONTHS[self.day.month - 1]}"

    @property
    def is_off(self) -> bool:
        """A week-end or a holiday."""
        return bool(self.holiday) or self.day.weekday() >= 5

    @property
    def note(self) -> str:
        """The holiday, and what is to be said of a day of 23 or 25 hours."""
        return ", ".join(part for part in (self.holiday, self.clock_change) if part)

    @property
    def clock_change(self) -> str:
        """Nothing but on a day of 23 or 25 hours."""
        if self.hours == 24:
            return ""
        season = "d’été" if self.hours < 24 else "d’hiver"
        return f"journée de {self.hours}\u00a0heures, passage à l’heure {season}"


@dataclass
class Grid:
    """Some days of a roster."""

    sectors: dict[int, str]
    rows: list[DayRow] = field(default_factory=list)

    @cached_property
    def posts(self) -> list[Post]:
        return [post for row in self.rows for cell in row.cells for post in cell]

    @property
    def holes(self) -> list[Post]:
        """The slots where somebody lacks, in order."""
        found = [post for post in self.posts if post.state == HOLE]
        return sorted(found, key=lambda post: (post.period, post.sector))


def grid_of(roster: Roster, first: date, end: date) -> Grid:
    """The days of the roster from `first` to the eve of `end`, in four statements."""
    found = Slot.objects.filter(roster=roster, local_day__range=(first, end - DAY))
    slots = _slots(found)
    posts = _posts(slots, found, [roster.line_id])
    sectors = {row.sector: row.sector_name for row in slots}
    ordered = dict(sorted(sectors.items(), key=lambda one: one[1]))
    holidays = {row.day: row.holiday for row in slots if row.holiday}
    by_cell: dict[tuple[date, int], list[Post]] = defaultdict(list)
    for post in posts:
        by_cell[post.day, post.sector].append(post)
    zone = ZoneInfo(roster.line.zone)
    rows = [
        DayRow(
            day,
            [by_cell.get((day, sector), []) for sector in ordered],
            _hours_of(day, zone),
            holidays.get(day, ""),
        )
        for day in days_between(first, end)
    ]
    return Grid(ordered, rows)


def posts_of_line(line: Line, window: Period) -> tuple[list[Post], dict[int, str]]:
    """The posts of the published rosters of a line that touch the window, and its sectors."""
    sectors = dict(line.sectors.open().values_list("pk", "name"))
    return posts_of_lines([line.pk], window), sectors


def posts_of_lines(lines: Iterable[int], window: Period) -> list[Post]:
    """The posts of the published rosters of these lines that touch the window."""
    known = list(lines)
    found = Slot.objects.filter(
        roster__line__in=known,
        roster__state__in=Roster.PUBLIC,
        period__overlap=DateTimeTZRange(*window),
    )
    return _posts(_slots(found), found, known)


def post_of(slot: Slot) -> Post:
    """One slot, as the grid shows it."""
    found = Slot.objects.filter(pk=slot.pk)
    return _posts(_slots(found), found, [slot.roster.line_id])[0]


class _Row(NamedTuple):
    """A slot as it is read, its instants in seconds; rows sort in the order of time."""

    start: int
    sector: int
    pk: int
    roster: str
    sector_name: str
    day: date
    label: str
    slot_class: str
    holiday: str
    end: int


def _posts(rows: list[_Row], slots: QuerySet[Slot], lines: list[int]) -> list[Post]:
    """Who holds each slot, and what it lacks, in three statements."""
    if not rows:
        return []
    held = _held(slots)
    touched = _touched(lines, _period(rows[0].start, max(row.end for row in rows)))
    owed = _requirements({row.sector for row in rows})
    return [_post(row, held.get(row.pk, ()), touched, owed) for row in rows]


def _slots(slots: QuerySet[Slot]) -> list[_Row]:
    """The slots in the order of time. Sorted here: PostgreSQL is ten times longer to compare
    thousands of ranges than Python their starts."""
    rows = slots.values_list(
        _seconds("period__startswith"),
        "sector_id",
        "pk",
        Cast("roster__uuid", TextField()),
        "sector__name",
        "local_day",
        "label",
        "slot_class",
        "holiday",
        _seconds("period__endswith"),
    )
    return sorted(map(_Row._make, rows))


def _seconds(name: str) -> Func:
    """An instant as a number: four times quicker to read than a text, eight thousand times; and
    of no kind that Django knows, or it would make a number again of each one."""
    whole = "EXTRACT(EPOCH FROM %(expressions)s)::bigint"
    return Func(F(name), template=whole, output_field=Field())


@lru_cache(maxsize=8192)
def _period(start: int, end: int) -> Period:
    """One pair for all the sectors that share the same hours: its hash is counted once."""
    return datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)


def _held(slots: QuerySet[Slot]) -> dict[int, tuple[Holder, ...]]:
    """Who holds each slot by the roster itself, and which part of it when it is not the whole."""
    columns = (
        "slot_id", "person_id", "person__first_name", "person__last_name", "role_id", "status",
    )  # fmt: skip
    standing = Shift.objects.filter(slot__in=slots.values("pk"), status__in=Shift.STANDING)
    # The hours of a shift are nearly always those of its slot: they are then not read twice.
    own = ~Q(period=F("slot__period"))
    rows = standing.order_by("pk").annotate(
        start=Case(When(own, then=_seconds("period__startswith"))),
        end=Case(When(own, then=_seconds("period__endswith"))),
    )
    held: dict[int, tuple[Holder, ...]] = {}
    # A few people hold thousands of slots: what is said of one of them is kept once, for the
    # reading of it and for the garbage collector.
    alone: dict[tuple[Any, ...], tuple[Holder]] = {}
    for slot, *who in rows.values_list(*columns, "start", "end"):
        one = alone.get(key := tuple(who)) or alone.setdefault(key, (_holder(*who),))
        held[slot] = held[slot] + one if slot in held else one
    return held


def _holder(
    person: int, first: str, last: str, role: int, status: str, start: int | None, end: int
) -> Holder:
    part = None if start is None else _period(start, end)
    return Holder(person, f"{first} {last}".strip(), role, part, status=status)


@dataclass
class _Touched:
    """The live overrides of a line, and the names of the people they put in."""

    changes: list[tuple[int, int, Change]]
    names: dict[int, str]


def _touched(lines: list[int], window: Period) -> _Touched:
    rows = OverridePerson.objects.filter(
        line__in=lines, is_live=True, period__overlap=DateTimeTZRange(*window)
    ).select_related("override", "person")
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        known = found.setdefault(
            row.override_id, {"row": row.override, "added": set(), "removed": set()}
        )
        known[row.side].add(row.person_id)
    changes = [
        (
            known["row"].sector_id,
            known["row"].role_id,
            Change(
                (known["row"].period.lower, known["row"].period.upper),
                frozenset(known["added"]),
                frozenset(known["removed"]),
                everyone=known["row"].kind == "replace" and not known["removed"],
            ),
        )
        for known in found.values()
    ]
    return _Touched(changes, {row.person_id: str(row.person) for row in rows})


class _Due(NamedTuple):
    """What a sector owes for a class of slots, from `first` to the eve of `end`."""

    first: date
    end: date
    role: int | None
    minimum: int
    decision: str | None


_Dues = dict[tuple[int, str], list[_Due]]


def _requirements(sectors: set[int]) -> _Dues:
    owed: _Dues = defaultdict(list)
    for row in Requirement.objects.filter(sector__in=sectors).order_by("pk"):
        first, end = row.validity.lower, row.validity.upper or date.max
        words = " ".join(part for part in (row.reason, f"({row.reference})") if part)
        due = _Due(first, end, row.role_id, row.minimum, words if row.is_uncovered else None)
        owed[row.sector_id, row.slot_class].append(due)
    return owed


def _post(row: _Row, held: tuple[Holder, ...], touched: _Touched, owed: _Dues) -> Post:
    start, sector, pk, roster, name, day, label, kind, _, end = row
    period = _period(start, end)
    holders = _final(sector, period, held, touched) if touched.changes else held
    due = [one for one in owed.get((sector, kind), ()) if one.first <= day < one.end]
    state = _state(period, holders, due)
    return Post(pk, roster, sector, name, day, label, kind, period, holders, *state)


def _final(
    sector: int, period: Period, held: tuple[Holder, ...], touched: _Touched
) -> tuple[Holder, ...]:
    """The holders of a slot once the overrides that touch it are counted."""
    mine = [
        (role, change)
        for where, role, change in touched.changes
        if where == sector and common(change.period, period)
    ]
    if not mine:
        return held
    known = {holder.person: holder.name for holder in held}
    found = []
    for role in sorted({*(holder.role for holder in held), *(role for role, _ in mine)}):
        claims = [Claim(one.person, one.part or period) for one in held if one.role == role]
        changes = [change for where, change in mine if where == role]
        for part in resolve(claims, changes, window=period):
            name = known.get(part.person) or touched.names[part.person]
            span = None if part.period == period else part.period
            by_override = part.source == "override"
            found.append(Holder(part.person, name, role, span, by_override))
    return tuple(found)


def _state(
    period: Period, holders: tuple[Holder, ...], due: list[_Due]
) -> tuple[str, int, Period | None, str]:
    """State, people missing at the worst, when exactly, and the decision if there is one."""
    if not due:
        return UNDEFINED, 0, None, ""
    wanted = [one for one in due if one.decision is None]
    if not wanted:
        return DECISION, 0, None, due[0].decision or ""
    if any(one.part for one in holders):
        return _partly(period, holders, wanted)
    missing = sum([_lacking(one, holders) for one in wanted])
    return (HOLE, missing, None, "") if missing else (COVERED, 0, None, "")


def _lacking(one: _Due, holders: tuple[Holder, ...]) -> int:
    """How many people lack when each holds the whole slot; a need without role counts them all."""
    there = {who.person for who in holders if one.role is None or one.role == who.role}
    return max(one.minimum - len(there), 0)


def _partly(
    period: Period, holders: tuple[Holder, ...], wanted: list[_Due]
) -> tuple[str, int, Period | None, str]:
    """The state of a slot that somebody holds a part of."""
    owed = [Owed(period, one.role, one.minimum) for one in wanted]
    there = [Held(one.part or period, one.role, one.person) for one in holders]
    found = gaps(owed, there)
    if not found:
        return COVERED, 0, None, ""
    start, end = found[0].period[0], max(gap.period[1] for gap in found)
    worst: dict[int | None, int] = {}
    for gap in found:
        worst[gap.role] = max(gap.missing, worst.get(gap.role, 0))
    missing = sum(worst.values())
    return HOLE, missing, None if (start, end) == period else (start, end), ""


def _hours_of(day: date, zone: ZoneInfo) -> int:
    midnight = local_instant(day, time(0), zone)
    return round(hours_between(midnight, local_instant(day + DAY, time(0), zone)))
