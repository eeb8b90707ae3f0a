"""A line as its coordination and its readers see it: holes first, then sectors and rosters."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from coordination.oncall.clock import common
from coordination.oncall.coverage import Gap, Held, Share, coverage
from coordination.oncall.models import (
    Line,
    Member,
    Override,
    Requirement,
    Roster,
    Sector,
    SectorCommune,
    Slot,
    Swap,
)
from coordination.oncall.selectors.plans.coverage import gaps_of_sectors, owed_for
from coordination.oncall.selectors.plans.plan import planned
from coordination.oncall.selectors.rosters.circuit import lateness_of, legal_dates
from coordination.oncall.selectors.swaps.cover_page import calls_under_way
from portal.accounts.models import User

AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Hole:
    """A gap, with the words of its sector and role."""

    sector: Sector
    role: str
    gap: Gap
    roster: UUID | None = None


@dataclass(frozen=True)
class SectorRow:
    """A sector in the list: its communes of today, and how well the fortnight is covered."""

    sector: Sector
    communes: int
    percent: float | None
    holes: int


def lines_seen(user: User) -> QuerySet[Line]:
    """The open lines that `user` sees, with their sectors and people counted."""
    today = timezone.localdate()
    return (
        Line.objects.visible_to(user)
        .open()
        .select_related("territory")
        .annotate(
            sector_count=Count(
                "sectors",
                filter=Q(sectors__closed_on__isnull=True) | Q(sectors__closed_on__gt=today),
                distinct=True,
            ),
            member_count=Count(
                "members", filter=Q(members__membership__contains=today), distinct=True
            ),
        )
    )


def line_page(line: Line) -> dict[str, Any]:
    """What the page of a line says of the fortnight to come, in a constant number of statements."""
    now = timezone.now()
    sectors = list(Sector.objects.open().filter(line=line))
    by_pk = {sector.pk: sector for sector in sectors}
    roles = {role.pk: role.label for role in line.roles.all()}
    gaps, shares = _fortnight(list(by_pk), now)
    communes = _communes(line)
    lacking = [gap.slot for found in gaps.values() for gap in found if gap.slot]
    rosters = dict(Slot.objects.filter(pk__in=lacking).values_list("pk", "roster__uuid"))
    holes = [
        Hole(by_pk[sector], roles.get(gap.role or 0, ""), gap, rosters.get(gap.slot or 0))
        for sector, found in gaps.items()
        for gap in found
    ]
    return {
        "line": line,
        "holes": sorted(holes, key=lambda hole: hole.gap.period),
        "sectors": [_row(sector, gaps, shares, communes) for sector in sectors],
        "rosters": _rosters(line),
        "overrides": _overrides(line, now),
        "swaps": _swaps(line),
        "members": _members(line),
        "calls": calls_under_way([line.pk]),
        "until": now + AHEAD,
    }


def sector_page(sector: Sector) -> dict[str, Any]:
    """The communes of today, those to come, the requirements, and what is left by decision."""
    today = timezone.localdate()
    rows = SectorCommune.objects.filter(sector=sector).select_related("commune")
    current = rows.filter(validity__contains=today).order_by("commune__search_key", "band")
    coming = rows.filter(validity__startswith__gt=today).order_by("validity", "commune__search_key")
    needs = Requirement.objects.filter(sector=sector).select_related("role")
    return {
        "sector": sector,
        "communes": list(current),
        "coming": list(coming[:500]),
        "requirements": list(
            needs.filter(Q(validity__contains=today) | Q(validity__startswith__gt=today)).order_by(
                "slot_class", "validity"
            )
        ),
    }


def _fortnight(sectors: list[int], now: datetime) -> tuple[dict[int, list[Gap]], dict[int, Share]]:
    window = (now, now + AHEAD)
    resolved = planned(sectors, window).resolved(window)
    held: dict[int, list[Held]] = {sector: [] for sector in sectors}
    for (sector, role), fragments in resolved.items():
        held[sector] += [Held(one.period, role, one.person) for one in fragments]
    slots = Slot.objects.filter(
        sector__in=sectors,
        roster__state__in=Roster.PUBLIC,
        period__startswith__gte=now,
        period__endswith__lte=window[1],
    )
    owed, _undefined = owed_for(list(slots))
    shares = {sector: coverage(mine, held[sector]) for sector, mine in owed.items()}
    found = gaps_of_sectors(sectors, window, resolved)
    # Before now, and beyond the window, nothing was read: only what lies within is a hole.
    inside = {
        sector: [replace(gap, period=part) for gap in gaps if (part := common(gap.period, window))]
        for sector, gaps in found.items()
    }
    return inside, shares


def _communes(line: Line) -> dict[int, int]:
    today = timezone.localdate()
    rows = SectorCommune.objects.filter(line=line, validity__contains=today)
    counted = rows.values("sector").annotate(communes=Count("commune", distinct=True))
    return {row["sector"]: row["communes"] for row in counted}


def _row(
    sector: Sector, gaps: dict[int, list[Gap]], shares: dict[int, Share], communes: dict[int, int]
) -> SectorRow:
    share = shares.get(sector.pk)
    return SectorRow(
        sector=sector,
        communes=communes.get(sector.pk, 0),
        percent=share.percent if share else None,
        holes=len(gaps.get(sector.pk, [])),
    )


def _rosters(line: Line) -> list[Roster]:
    found = Roster.objects.filter(line=line).exclude(state=Roster.State.ABANDONED)
    rosters = list(found.annotate(version=Count("versions")).order_by("-days")[:12])
    dates, today = legal_dates([line]), timezone.localdate()
    for roster in rosters:
        roster.line = line
        roster.late = lateness_of(roster, dates, today=today)  # type: ignore[attr-defined]
    return rosters


def _overrides(line: Line, now: datetime) -> list[Override]:
    live = Override.objects.filter(line=line, cancelled_at__isnull=True, period__endswith__gt=now)
    return list(
        live.select_related("sector", "role").prefetch_related("people__person").order_by("period")
    )


def _swaps(line: Line) -> list[Swap]:
    pending = Swap.objects.pending().filter(shift__line=line)
    return list(pending.select_related("giver", "shift__sector").order_by("deadline"))


def _members(line: Line) -> int:
    return Member.objects.filter(line=line, membership__contains=timezone.localdate()).count()
