"""Who holds each required role over the next 72 hours: by its roster, else by its holder."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from coordination.crisis import clock, staffing
from coordination.crisis.models import Cell, CellLine, Designation, Presence, Role
from coordination.crisis.selectors.membership import RoleLine, role_lines
from coordination.crisis.staffing import ALTERNATE, UNCOVERED, Hold, Period, Segment
from coordination.oncall.models import Line, Sector
from coordination.oncall.selectors.plans.roster_grid import Post, posts_of_lines

AHEAD = timedelta(hours=72)
PRESSING = timedelta(hours=24)
# The strip is as many units wide as there are minutes in 72 hours.
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Bar:
    """A segment as it is drawn."""

    x: int
    width: int
    state: str


@dataclass(frozen=True)
class RoleCover:
    """A required role over the window: its parts, its roster if any, who may fill its holes."""

    role: Role
    needed: int
    segments: list[Segment]
    line: Line | None
    has_roster: bool
    named: list[Designation]

    @property
    def gaps(self) -> list[Segment]:
        return [one for one in self.segments if one.state == UNCOVERED]

    @property
    def state(self) -> str:
        """The worst of the window."""
        states = {one.state for one in self.segments}
        return next((one for one in (UNCOVERED, ALTERNATE) if one in states), staffing.COVERED)

    @property
    def gap_at(self) -> datetime | None:
        """When somebody begins to lack."""
        return self.gaps[0].period[0] if self.gaps else None

    @property
    def fillers(self) -> list[Designation]:
        """Who is named for the role and does not hold it at the first hole, by rank."""
        there = self.gaps[0].names if self.gaps else ()
        return [one for one in self.named if str(one.person) not in there]

    @property
    def bars(self) -> list[Bar]:
        start = self.segments[0].period[0]
        return [
            Bar((one.period[0] - start) // MINUTE, (one.period[1] - one.period[0]) // MINUTE,
                one.state)
            for one in self.segments
        ]  # fmt: skip


@dataclass(frozen=True)
class Cover:
    """The coverage of a cell, what warns, who is there."""

    window: Period
    roles: list[RoleCover]
    warnings: list[str]
    presences: list[Presence]

    @property
    def lacking(self) -> list[RoleCover]:
        return [one for one in self.roles if one.gaps]

    @property
    def pressing(self) -> list[RoleCover]:
        """A hole that begins within 24 hours."""
        limit = self.window[0] + PRESSING
        return [one for one in self.lacking if one.gap_at and one.gap_at < limit]


def cover_of(cell: Cell, lines: Iterable[RoleLine] | None = None) -> Cover:
    """The coverage of `cell` from now on; `lines` when they are known already.

    A constant number of statements.
    """
    now = clock.now().replace(second=0, microsecond=0)
    window = (now, now + AHEAD)
    rosters = {one.role_id: one.line for one in _rosters(cell)}
    posts = _posts(rosters.values(), window)
    required = [line for line in (lines or role_lines(cell)) if line.is_required]
    roles = [_role(line, rosters.get(line.role.pk), posts, window) for line in required]
    presences = list(presences_of(cell))
    warnings = [*_warnings(roles, posts, rosters), *_sites(roles, presences)]
    return Cover(window, roles, [*warnings, *_alone(required, posts, rosters, now)], presences)


def presences_of(cell: Cell) -> Iterable[Presence]:
    """Who is at their post now."""
    there = Presence.objects.filter(cell=cell, period__contains=clock.now())
    return there.select_related("user").order_by("mode", "pk")


def _rosters(cell: Cell) -> Iterable[CellLine]:
    return CellLine.objects.filter(cell=cell).select_related("line")


def _posts(lines: Iterable[Line], window: Period) -> dict[int, list[Post]]:
    """The slots of the published rosters, by line."""
    known = [line.pk for line in lines]
    found: dict[int, list[Post]] = defaultdict(list)
    owners = dict(Sector.objects.filter(line__in=known).values_list("pk", "line"))
    # A day on both sides, so that hours in a row and rest are counted whole.
    wide = (window[0] - timedelta(days=1), window[1] + timedelta(days=1))
    for post in posts_of_lines(known, wide):
        found[owners[post.sector]].append(post)
    return found


def _role(
    line: RoleLine, roster: Line | None, posts: dict[int, list[Post]], window: Period
) -> RoleCover:
    mine = posts.get(roster.pk, []) if roster else []
    alternates = {one.person_id for one in line.designations if one.rank > 0}
    holds = [
        Hold(one.part or post.period, one.name, one.person in alternates)
        for post in mine
        for one in post.holders
    ]
    # Where no roster says who, whoever holds the role holds it.
    for part in staffing.outside(window, [post.period for post in mine]):
        holds += [Hold(part, str(one.user), one.rank > 0) for one in line.members]
    return RoleCover(
        role=line.role,
        needed=line.headcount,
        segments=staffing.segments(window, line.headcount, holds),
        line=roster,
        has_roster=bool(mine),
        named=line.designations,
    )


def _warnings(
    roles: list[RoleCover], posts: dict[int, list[Post]], rosters: dict[int, Line]
) -> list[str]:
    """Hours in a row, rest, and an exclusive role held together with another (rule 9)."""
    duties, exclusive = [], []
    for one in roles:
        line = rosters.get(one.role.pk)
        for post in posts.get(line.pk, []) if line else []:
            for who in post.holders:
                duties.append((who.name, who.part or post.period))
                exclusive.append((who.name, who.part or post.period, one.role))
    found = staffing.tired(duties)
    for name, period, role in exclusive:
        for other, when, held in exclusive if role.is_exclusive else ():
            together = period[0] < when[1] and when[0] < period[1]
            if name == other and held != role and together:
                found.append(f"{name} tient « {role} », qui ne se cumule pas, avec « {held} »")
    return list(dict.fromkeys(found))


def _alone(
    lines: list[RoleLine], posts: dict[int, list[Post]], rosters: dict[int, Line], now: datetime
) -> list[str]:
    """Who has held a role for more than 12 hours without a roster that relieves them."""
    names = [
        str(member.user)
        for line in lines
        if not (line.role.pk in rosters and posts.get(rosters[line.role.pk].pk))
        for member in line.members
        if member.period.lower < now - staffing.LONGEST
    ]
    if not names:
        return []
    who = ", ".join(dict.fromkeys(names))
    return [f"Plus de 12 heures dans la même fonction, sans tableau qui les relève : {who}"]


def _sites(roles: list[RoleCover], presences: list[Presence]) -> list[str]:
    """One site holds everybody: a fire, a flood or an outbreak would empty the cell."""
    found = []
    for one in roles:
        sites = {named.site for named in one.named}
        if len(one.named) > 1 and len(sites) == 1 and "" not in sites:
            found.append(f"« {one.role} » : tous les désignés travaillent à {sites.pop()}")
    places = {one.site for one in presences}
    on_site = all(one.mode == Presence.Mode.ON_SITE for one in presences)
    if len(presences) > 2 and on_site and len(places) == 1:
        found.append("Toutes les personnes présentes sont au même endroit")
    return found
