"""Who is on call for this commune, on this line, at this instant; and who next.

One statement finds the line and the commune's sectors, one what is planned; one more reads
the recorded truth when the instant is past, or the rotations where no roster is published.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from coordination.oncall.clock import DAY, common, days_between, local_minute
from coordination.oncall.models import Line, Requirement, Roster, Slot
from coordination.oncall.resolver import Fragment
from coordination.oncall.selectors.answering.question import CommuneRow, commune_rows
from coordination.oncall.selectors.answering.record import recorded
from coordination.oncall.selectors.plans.plan import (
    Person,
    Plan,
    Role,
    Seat,
    add_rotations,
    planned,
)
from directory.models import Structure
from portal.accounts.models import User
from portal.lib.time import Period, local_instant
from portal.territories.models import Territory

# Far enough before to know since when, far enough after to find the next one of a monthly turn.
FIRST = datetime.min.replace(tzinfo=UTC)
BEFORE, AFTER = timedelta(hours=36), timedelta(days=35)
# Turns change within a day or two nearly everywhere: ten times less to read than until AFTER.
NEAR = timedelta(days=3)


@dataclass(frozen=True)
class OnCall:
    """One person of an answer, in a role."""

    person: Person
    role: Role
    source: str
    ref: int | None


@dataclass(frozen=True)
class Team:
    """The people who answer together during `period`, in the order of the roles."""

    period: Period
    people: tuple[OnCall, ...]
    sector: int | None = None


@dataclass(frozen=True)
class Uncovered:
    """Nobody, by a decision."""

    reason: str
    reference: str


@dataclass
class Answer:
    """What is true of a commune on a line at an instant.

    `state`: on_call, uncovered (by decision), gap (somebody should be there), closed (no
    duty at this hour) or no_sector (nothing was decided for this commune).
    """

    line: Line
    commune: Territory
    at: datetime
    state: str = "no_sector"
    sector: Any = None
    now: Team | None = None
    next: Team | None = None
    uncovered: Uncovered | None = None
    is_recorded: bool = False
    managed: bool = False
    people: tuple[OnCall, ...] = field(default=())

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.sector.zone if self.sector else self.line.zone)

    @property
    def phone(self) -> str:
        """The sector's own number, else the line's."""
        return (self.sector.phone if self.sector else "") or self.line.phone


def on_call(user: User, *, line: str, commune: str, at: datetime) -> Answer | None:
    """The answer, for a line (its slug) that `user` sees; None when there is no such thing.

    Two statements of ours; three in the past, without a published roster, or when the next
    turn is far; what is missing takes a few more to be named.
    """
    found = answers(user, commune=commune, at=at, lines=[line])
    return found[0] if found else _nothing(user, line=line, commune=commune, at=at)


def answers(
    user: User, *, commune: str, at: datetime, lines: list[str] | None = None
) -> list[Answer]:
    """The answers of several lines for one commune, in as many statements as for one.

    `lines`: their slugs; by default every open line that `user` sees and that knows the commune.
    The lines where somebody answers come first.
    """
    grouped: dict[int, list[CommuneRow]] = {}
    window = (at - BEFORE, at + AFTER)
    for row in commune_rows(user, commune=commune, window=window, lines=lines):
        grouped.setdefault(row.line.pk, []).append(row)
    cases = [_Case(rows, at) for rows in grouped.values()]
    _fill(cases, at)
    _say_holes([case for case in cases if case.answer.state == "gap"], at)
    found = [case.answer for case in cases]
    return sorted(found, key=lambda one: (one.state != "on_call", one.line.kind, one.line.name))


def places_of(user: User) -> list[Territory]:
    """The communes of the structures that `user` manages, by name; no statement for others."""
    structures = [grant.structure_id for grant in user.grants_in_force if grant.structure_id]
    if not structures:
        return []
    communes = Structure.objects.filter(pk__in=structures).values("commune")
    return list(Territory.objects.filter(pk__in=communes).order_by("name"))


class _Case:
    """One line being answered: its rows for the commune, and what they say of the instant."""

    def __init__(self, rows: list[CommuneRow], at: datetime) -> None:
        line = rows[0].line
        self.rows = rows
        self.answer = Answer(line, rows[0].commune, at, managed=rows[0].managed)
        self.parts = _parts(rows, ZoneInfo(line.zone), (at - BEFORE, at + AFTER))
        self.here = next((row for row, period in self.parts if _holds(period, at)), None)
        self.served = [(row.sector_id, period) for row, period in self.parts if row.sector_id]
        self.sectors = {sector for sector, _ in self.served}
        self.until: datetime = rows[0].recorded_until or FIRST
        self.answer.is_recorded = (rows[0].recorded_since or self.until) <= at < self.until
        self.is_published = _is_published(rows[0], line, at)


def _fill(cases: list[_Case], at: datetime) -> None:
    """Each answer has its people, now and next; those not known near are looked for further."""
    left, is_past = cases, any(case.answer.is_recorded for case in cases)
    for far in (AFTER,) if is_past else (NEAR, AFTER):
        window = (at - BEFORE, at + far)
        if left:
            _fill_within(left, window, at)
        left = [case for case in left if not _is_known_before(window[1], case.answer)]


def _is_known_before(edge: datetime, answer: Answer) -> bool:
    """Whether nothing planned from `edge` on could say more: both teams end before it."""
    ends = [team.period[1] for team in (answer.now, answer.next) if team]
    return answer.next is not None and max(ends) < edge


def _fill_within(cases: list[_Case], window: Period, at: datetime) -> None:
    plan = planned({sector for case in cases for sector in case.sectors}, window, contacts=True)
    past = [case for case in cases if case.answer.is_recorded]
    turning = [case for case in cases if not case.answer.is_recorded and not case.is_published]
    if turning:
        sectors = {sector for case in turning for sector in case.sectors}
        add_rotations(plan, sectors, window, contacts=True)
    truth: dict[Seat, list[Fragment]] = {}
    if past:
        last = max(case.until for case in past)
        truth = recorded(plan, {s for case in past for s in case.sectors}, (window[0], last))
    resolved = plan.resolved((window[0] - 400 * DAY, window[1]))
    for case in cases:
        mine = _known(case, resolved, truth)
        teams = _sequence(_pieces(case, mine, plan))
        answer = case.answer
        answer.now = next((team for team in teams if _holds(team.period, at)), None)
        answer.next = next((team for team in teams if team.period[0] > at), None)
        answer.people = answer.now.people if answer.now else ()
        _say_state(case)


def _known(
    case: _Case, resolved: dict[Seat, list[Fragment]], truth: dict[Seat, list[Fragment]]
) -> dict[Seat, list[Fragment]]:
    """The recorded truth before the watermark of the line, the plan after it."""
    mine = {seat: found for seat, found in resolved.items() if seat[0] in case.sectors}
    if not case.answer.is_recorded:
        return mine
    after = (case.until, datetime.max.replace(tzinfo=UTC))
    kept = {
        seat: [replace(one, period=part) for one, part in _within(found, [after])]
        for seat, found in mine.items()
    }
    for seat, found in truth.items():
        if seat[0] in case.sectors:
            kept[seat] = [*found, *kept.get(seat, [])]
    return kept


def _pieces(
    case: _Case, resolved: dict[Seat, list[Fragment]], plan: Plan
) -> list[tuple[Period, int, OnCall]]:
    """Who answers for the commune, while its sector is theirs."""
    pieces: list[tuple[Period, int, OnCall]] = []
    for (sector, role), fragments in resolved.items():
        for one, period in _within(fragments, [part for own, part in case.served if own == sector]):
            on_duty = OnCall(plan.people[one.person], plan.roles[role], one.source, one.ref)
            pieces.append((period, sector, on_duty))
    return pieces


def _within(
    fragments: Iterable[Fragment], parts: list[Period]
) -> Iterable[tuple[Fragment, Period]]:
    for one in fragments:
        for part in parts:
            shared = common(one.period, part)
            if shared:
                yield one, shared


def _sequence(pieces: list[tuple[Period, int, OnCall]]) -> list[Team]:
    """The teams in order; contiguous pieces with the same people in the same roles are one."""
    marks = sorted({mark for period, _, _ in pieces for mark in period})
    teams: list[Team] = []
    for start, end in pairwise(marks):
        there = [(sector, one) for period, sector, one in pieces if period[0] <= start < period[1]]
        if not there:
            continue
        people = tuple(
            sorted(
                (one for _, one in there),
                key=lambda one: (one.role.rank, one.role.pk, one.person.name),
            )
        )
        last = teams[-1] if teams else None
        if last and last.period[1] == start and _names(last.people) == _names(people):
            teams[-1] = Team((last.period[0], end), last.people, last.sector)
        else:
            teams.append(Team((start, end), people, there[0][0]))
    return teams


def _names(people: Iterable[OnCall]) -> list[tuple[int, int]]:
    return [(one.person.pk, one.role.pk) for one in people]


def _parts(
    rows: list[CommuneRow], zone: ZoneInfo, window: Period
) -> list[tuple[CommuneRow, Period]]:
    """Each row of the commune, and the instants where it says the sector."""
    first, last = local_minute(window[0], zone)[0] - DAY, local_minute(window[1], zone)[0] + DAY
    found: list[tuple[CommuneRow, Period]] = []
    for row in rows:
        start, end = row.validity.lower, min(row.validity.upper or date.max, last)
        if (row.band.lower, row.band.upper) == (0, 1440):
            whole = (_midnight(max(start, first - 400 * DAY), zone), _midnight(end, zone))
            found.append((row, whole))
            continue
        for day in days_between(max(start, first), end):
            begins = _minute(day, row.band.lower, zone)
            found.append((row, (begins, _minute(day, row.band.upper, zone))))
    return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return local_instant(day, time(0), zone)


def _minute(day: date, minute: int, zone: ZoneInfo) -> datetime:
    if minute == 1440:
        return _midnight(day + DAY, zone)
    return local_instant(day, time(minute // 60, minute % 60), zone)


def _holds(period: Period, instant: datetime) -> bool:
    return period[0] <= instant < period[1]


def _is_published(row: CommuneRow, line: Line, at: datetime) -> bool:
    day = at.astimezone(ZoneInfo(line.zone)).date()
    return any(days.lower <= day < days.upper for days in row.published)


def _say_state(case: _Case) -> None:
    """What the answer is; an empty one is a gap until `_say_holes` knows better."""
    answer, row = case.answer, case.here
    if row is None:
        return
    answer.sector = row.sector
    if answer.people:
        answer.state = "on_call"
    elif row.sector is None:
        answer.state = "uncovered"
        answer.uncovered = Uncovered(row.reason or "non couvert par décision", row.reference)
    else:
        answer.state = "gap"


def _say_holes(cases: list[_Case], at: datetime) -> None:
    """Nobody is there: by a decision, because nobody is due, or because somebody is missing."""
    if not cases:
        return
    sectors = [case.answer.sector.pk for case in cases]
    slots = Slot.objects.filter(
        roster__state__in=Roster.PUBLIC, sector__in=sectors, period__contains=at
    )
    due = set(slots.values_list("sector", "slot_class"))
    decided = Requirement.objects.filter(sector__in=sectors, is_uncovered=True)
    decided = decided.filter(validity__contains=at.date())
    for case in cases:
        mine = {kind for sector, kind in due if sector == case.answer.sector.pk}
        found = [
            one
            for one in decided
            if one.sector_id == case.answer.sector.pk and one.slot_class in mine
        ]
        if found:
            words = found[0].reason or "non couvert par décision"
            case.answer.state = "uncovered"
            case.answer.uncovered = Uncovered(words, found[0].reference)
        elif not mine:
            case.answer.state = "closed"


def _nothing(user: User, *, line: str, commune: str, at: datetime) -> Answer | None:
    """No row: the line is unseen, the commune unknown, merged into another, or in no sector."""
    found = Line.objects.visible_to(user).filter(slug=line).first()
    place = Territory.objects.communes().filter(code=commune).select_related("successor").first()
    if found is None or place is None:
        return None
    merged = place.closed_on is not None and place.closed_on <= at.astimezone(UTC).date()
    if merged and place.successor is not None and place.successor.code != commune:
        return on_call(user, line=line, commune=place.successor.code, at=at)
    return Answer(line=found, commune=place, at=at)
