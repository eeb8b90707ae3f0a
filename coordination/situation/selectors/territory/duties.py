"""Who is on call now on the lines of a territory, and what lacks before noon."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from coordination.oncall.models import Line, Sector
from coordination.oncall.resolver import on_call_at
from coordination.oncall.selectors.lines.desk import tonight_ends
from coordination.oncall.selectors.plans.gaps import Weak, weak_slots
from coordination.oncall.selectors.plans.plan import add_rotations, planned
from portal.accounts.models import User
from portal.territories.models import Territory

MOST = 40
INSTANT = timedelta(minutes=1)


@dataclass(frozen=True)
class LineNow:
    """A line: who answers now, by sector, and the slots that lack somebody tonight."""

    line: Line
    people: list[tuple[str, list[str]]]
    holes: list[Weak]
    sectors: int

    @property
    def level(self) -> str:
        if self.holes:
            return "critical"
        return "good" if self.people else "unknown"

    @property
    def words(self) -> str:
        """The state of the line, in words."""
        if self.holes:
            count = len(self.holes)
            return f"{count}\u00a0créneau{'x' if count > 1 else ''} sans personne cette nuit"
        return "quelqu’un répond" if self.people else "personne n’est prévu maintenant"


def lines_now(user: User, territory: Territory) -> list[LineNow]:
    """The open lines that `user` sees there or around it, those with holes first.

    A constant number of statements. Numbers of people are not here: they are opened one by one,
    on the page of who is on call.
    """
    lines = lines_there(user, [territory.pk])
    sectors = list(Sector.objects.open().filter(line__in=lines).order_by("name", "pk"))
    people = answering([sector.pk for sector in sectors])
    now = timezone.now()
    holes: dict[int, list[Weak]] = defaultdict(list)
    for weak in weak_slots(lines, (now, tonight_ends(now))):
        if weak.kind == "hole":
            holes[weak.line.pk].append(weak)
    found = []
    for line in lines:
        own = [sector for sector in sectors if sector.line_id == line.pk]
        there = [(str(sector), people[sector.pk]) for sector in own if sector.pk in people]
        found.append(LineNow(line, there, holes[line.pk], len(own)))
    return sorted(found, key=lambda one: (-len(one.holes), not one.people, one.line.name))


def lines_there(user: User, territories: Iterable[int]) -> list[Line]:
    """The first open lines that `user` sees in those territories (ids) or around, by name."""
    held = list(territories)
    inside = Territory.objects.within(held).values("pk")
    around = Territory.objects.containing(held).values("pk")
    place = Q(territory__in=inside) | Q(territory__in=around)
    seen = Line.objects.visible_to(user).open().filter(place).distinct()
    return list(seen.order_by("name", "pk")[:MOST])


def answering(sectors: list[int]) -> dict[int, list[str]]:
    """Who answers now in each of these sectors, by name and role; a constant number of
    statements."""
    now = timezone.now()
    window = (now, now + INSTANT)
    plan = planned(sectors, window)
    add_rotations(plan, sectors, window)
    found: dict[int, list[str]] = defaultdict(list)
    for (sector, role), fragments in plan.resolved(window).items():
        label = plan.roles[role].label
        for one in on_call_at(fragments, now):
            found[sector].append(f"{plan.people[one.person].name} ({label})")
    return found
