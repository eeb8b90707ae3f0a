"""What lacks and what may fail: holes against the declared need, and slots held by a thread."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from coordination.oncall.clock import common
from coordination.oncall.models import (
    Absence,
    ContactMethod,
    GapAlarmSlot,
    Line,
    Person,
    Sector,
)
from coordination.oncall.selectors.plans.roster_grid import HOLE, Holder, Post, posts_of_lines
from coordination.oncall.selectors.wording import period_said
from portal.lib.time import Period

Kind = GapAlarmSlot.Kind


@dataclass(frozen=True)
class Weak:
    """A slot that lacks somebody, or that may: its post, and why in words."""

    line: Line
    post: Post
    kind: str
    why: str
    words: str

    @property
    def starts_at(self) -> datetime:
        """When somebody begins to lack."""
        return (self.post.when or self.post.period)[0]


@dataclass
class _Doubts:
    """What makes people unsure: away when, gone since when, whom nobody can call."""

    away: dict[int, list[Period]]
    left: dict[int, Person]
    callable: set[int]


def weak_slots(lines: Iterable[Line], window: Period) -> list[Weak]:
    """The slots of the published rosters that touch the window and lack somebody, or whose
    holder is absent, gone or without a verified contact; in order, in eight statements.

    What is uncovered by decision, and what has no declared need, is neither.
    """
    known = {line.pk: line for line in lines}
    posts = posts_of_lines(known, window) if known else []
    doubts = _doubts(posts, window)
    sectors = Sector.objects.filter(line__in=known).values_list("pk", "line")
    owners = {sector: known[line] for sector, line in sectors}
    found = []
    for post in posts:
        if not common(post.period, window):
            continue
        if post.state == HOLE:
            people = f"{post.missing} personne{'s' if post.missing > 1 else ''}"
            found.append(_weak(owners[post.sector], post, Kind.HOLE, f"il manque {people}"))
        reasons = dict.fromkeys(_doubt(one, post, doubts) for one in post.holders)
        line = owners[post.sector]
        found += [_weak(line, post, Kind.FRAGILE, why) for why in reasons if why]
    return sorted(found, key=lambda one: (one.starts_at, one.post.sector, one.kind))


def threshold_of(starts_at: datetime, hours: list[int], now: datetime) -> int | None:
    """The nearest threshold crossed, in hours before; None when it is still far."""
    left = starts_at - now
    crossed = [limit for limit in hours if left <= timedelta(hours=limit)]
    return min(crossed, default=None)


def _weak(line: Line, post: Post, kind: str, why: str) -> Weak:
    when = period_said(DateTimeTZRange(*(post.when or post.period)), ZoneInfo(line.zone))
    return Weak(line, post, kind, why, f"{when}, {post.sector_name}\u00a0: {why}")


def _doubts(posts: list[Post], window: Period) -> _Doubts:
    people = {holder.person for post in posts for holder in post.holders}
    away: dict[int, list[Period]] = defaultdict(list)
    absences = Absence.objects.filter(person__in=people, period__overlap=DateTimeTZRange(*window))
    for one in absences.order_by("pk"):
        away[one.person_id].append((one.period.lower, one.period.upper))
    verified = ContactMethod.objects.filter(
        person__in=people, state=ContactMethod.State.VERIFIED
    ).values_list("person", flat=True)
    left = Person.objects.filter(pk__in=people, left_on__isnull=False).in_bulk()
    return _Doubts(away, left, set(verified))


def _doubt(holder: Holder, post: Post, doubts: _Doubts) -> str:
    part = holder.part or post.period
    gone = doubts.left.get(holder.person)
    if gone is not None and gone.left_on is not None and gone.left_on <= post.day:
        return f"{holder.name} est parti"
    if any(common(period, part) for period in doubts.away.get(holder.person, ())):
        return f"{holder.name} est absent"
    if holder.person not in doubts.callable:
        return f"{holder.name} n’a aucun contact vérifié"
    return ""
