"""The coordinator's desk: what lacks tonight and this week, what waits, what is late."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from coordination.oncall.clock import night_ends
from coordination.oncall.models import Alert, CoverCall, Line, Roster, Swap
from coordination.oncall.selectors.plans.gaps import Weak, weak_slots
from coordination.oncall.selectors.rosters.circuit import Step, late_rosters
from coordination.oncall.selectors.swaps.cover_page import calls_under_way
from portal.accounts.models import User
from portal.lib.time import PARIS
from portal.ui.paging import Page, keyset

WEEK = timedelta(days=7)
MOST_LINES = 60


@dataclass
class Desk:
    """Everything that awaits who coordinates these lines, the most urgent first."""

    lines: list[Line]
    page: Page | None = None
    tonight: list[Weak] = field(default_factory=list)
    week: list[Weak] = field(default_factory=list)
    fragile: list[Weak] = field(default_factory=list)
    swaps: list[Swap] = field(default_factory=list)
    calls: list[CoverCall] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    late: list[tuple[Roster, list[Step]]] = field(default_factory=list)

    @property
    def is_quiet(self) -> bool:
        """Nothing awaits anybody."""
        found: list[list[Any]] = [
            self.tonight, self.week, self.fragile, self.swaps, self.calls, self.alerts, self.late,
        ]  # fmt: skip
        return not any(found)


def desk_of(user: User, *, after: str = "") -> Desk:
    """The desk of the lines that `user` runs, in a number of statements that does not grow.

    Holes and late steps are those of the lines of this page; alerts, swaps and searches those
    of all of them, so that what is urgent never waits on another page.
    """
    managed = Line.objects.managed_by(user).open()
    by = ["name", "pk"]
    page = keyset(managed.select_related("territory"), by=by, after=after, size=MOST_LINES)
    lines = list(page.items)
    desk = Desk(lines, page)
    if not lines:
        return desk
    now = timezone.now()
    weak = weak_slots(lines, (now, now + WEEK))
    tonight = tonight_ends(now)
    holes = [one for one in weak if one.kind == "hole"]
    desk.tonight = [one for one in holes if one.starts_at < tonight]
    desk.week = [one for one in holes if one.starts_at >= tonight]
    desk.fragile = [one for one in weak if one.kind == "fragile"]
    desk.swaps = _swaps(managed)
    desk.calls = calls_under_way(managed.values("pk"))
    desk.alerts = _alerts(managed)
    desk.late = late_rosters(lines, today=timezone.localdate())
    return desk


def holes_tonight(lines: QuerySet[Line]) -> list[Weak]:
    """The slots of these lines that lack somebody now or before the next noon."""
    now = timezone.now()
    found = weak_slots(list(lines), (now, tonight_ends(now)))
    return [one for one in found if one.kind == "hole"]


def tonight_ends(now: datetime) -> datetime:
    """The noon after this night, so that it is « tonight » even read at three in the morning."""
    return night_ends(now, PARIS)


def _swaps(lines: QuerySet[Line]) -> list[Swap]:
    pending = Swap.objects.pending().filter(shift__line__in=lines)
    related = ("giver", "taker", "offered_to", "shift__sector", "shift__line")
    return list(pending.select_related(*related).order_by("deadline", "pk")[:30])


def _alerts(lines: QuerySet[Line]) -> list[Alert]:
    living = Alert.objects.living().filter(line__in=lines)
    return list(living.select_related("line", "commune").order_by("-opened_at")[:20])
