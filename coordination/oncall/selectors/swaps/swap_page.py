"""A swap as its two sides and the coordination see it; those that wait for somebody."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from coordination.oncall.models import Line, Member, Person, Sector, Shift, Swap
from coordination.oncall.rest import Finding
from coordination.oncall.selectors.holders.eligibility import Candidate, report
from portal.accounts.models import User

RELATED = (
    "shift__line", "shift__sector__line", "shift__role", "shift__slot", "giver", "taker",
    "offered_to", "counter_shift__sector", "counter_shift__role",
)  # fmt: skip
MOST = 30
AROUND = timedelta(days=42)
# A shift may be taken on the spot while it runs, or when it begins within that.
SOON = timedelta(hours=12)


@dataclass(frozen=True)
class SwapPage:
    """What the reader may do, and what the rules say of them."""

    swap: Swap
    me: Person | None
    findings: list[Finding]
    may_take: bool
    may_cancel: bool
    may_approve: bool
    may_refuse: bool = False
    others: list[Person] = field(default_factory=list)


def swap_page(user: User, swap: Swap) -> SwapPage:
    """The swap, with the rules read for the reader when they could take it."""
    me = Person.objects.filter(user=user.pk).first()
    runs = Line.objects.managed_by(user).filter(pk=swap.shift.line_id).exists()
    open_states = (Swap.State.OPEN, Swap.State.OFFERED)
    for_me = me is not None and me.pk != swap.giver_id and swap.offered_to_id in (None, me.pk)
    may_take = bool(for_me and swap.state in open_states and swap.deadline > timezone.now())
    own = me is not None and me.pk == swap.giver_id
    return SwapPage(
        swap=swap,
        me=me,
        findings=_findings(swap, me) if may_take and me is not None else [],
        may_take=may_take,
        may_cancel=(own or runs) and swap.state in Swap.PENDING,
        may_approve=runs and swap.state == Swap.State.ACCEPTED,
        may_refuse=swap.state == Swap.State.OFFERED
        and bool(me is not None and me.pk == swap.offered_to_id),
        others=_others(swap) if runs and swap.state in open_states else [],
    )


def _others(swap: Swap) -> list[Person]:
    """Those in whose name the coordination may take the shift: the absent cannot."""
    if swap.offered_to is not None:
        return [swap.offered_to]
    return list(colleagues_of(swap.shift)[:200])


def counter_shifts_of(shift: Shift) -> QuerySet[Shift]:
    """The coming shifts of colleagues that could be had in exchange, six weeks around."""
    start = max(shift.period.lower - AROUND, timezone.now())
    rows = Shift.objects.holding().filter(
        line=shift.line_id,
        role=shift.role_id,
        period__startswith__gt=start,
        period__startswith__lt=shift.period.lower + AROUND,
    )
    return rows.exclude(person=shift.person_id).select_related("person", "sector").in_order()


def shift_to_take(shift: Shift) -> bool:
    """Whether somebody may take the shift on the spot: it runs, or begins soon."""
    now = timezone.now()
    return bool(shift.holds and shift.period.upper > now and shift.period.lower <= now + SOON)


def with_related(swaps: QuerySet[Swap]) -> QuerySet[Swap]:
    """The swaps, with what their pages say."""
    return swaps.select_related(*RELATED)


def swaps_awaiting(user: User) -> dict[str, Any]:
    """The requests that the reader could take, and their own: two statements."""
    pending = with_related(Swap.objects.visible_to(user).pending()).order_by("deadline", "pk")
    found = list(pending[:MOST])
    mine = [one for one in found if one.giver.user_id == user.pk]
    return {"mine": mine, "others": [one for one in found if one not in mine]}


def colleagues_of(shift: Shift) -> QuerySet[Person]:
    """Those who hold that role on the line at that time, the holder excepted."""
    members = Member.objects.filter(
        Q(sectors=None) | Q(sectors=shift.sector_id),
        line=shift.line_id,
        roles=shift.role_id,
        membership__contains=shift.period.lower.date(),
    )
    people = Person.objects.filter(pk__in=members.values("person"))
    return people.exclude(pk=shift.person_id).order_by("last_name", "first_name", "pk")


def people_of_sector(sector: Sector) -> QuerySet[Person]:
    """Those listed on the line who serve the sector today or later, by name."""
    members = Member.objects.filter(
        Q(sectors=None) | Q(sectors=sector.pk),
        Q(membership__contains=timezone.localdate())
        | Q(membership__startswith__gt=timezone.localdate()),
        line=sector.line_id,
    )
    people = Person.objects.filter(pk__in=members.values("person"))
    return people.order_by("last_name", "first_name", "pk")


def findings_for(shift: Shift, person: Person) -> list[Finding]:
    """What the rules say of who would take the shift on the spot."""
    taking = Candidate(
        person, shift.line, shift.sector, shift.role, shift.period, shift.slot.slot_class
    )
    return report(taking)


def _findings(swap: Swap, me: Person) -> list[Finding]:
    shift = swap.shift
    taking = Candidate(me, shift.line, shift.sector, shift.role, swap.period)
    besides = [swap.counter_shift_id] if swap.counter_shift_id else []
    return report(taking, besides=besides)
