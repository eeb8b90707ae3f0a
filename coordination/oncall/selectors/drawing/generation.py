"""A draft roster as the solver wants it: places, members, absences, wishes, history, caps."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q, Sum

from coordination.oncall.calendar import SATURDAY, SUNDAY
from coordination.oncall.clock import days_between
from coordination.oncall.models import (
    Absence,
    Availability,
    Member,
    OverridePerson,
    Requirement,
    Roster,
    Shift,
    Slot,
    Wish,
)
from coordination.oncall.points import presence
from coordination.oncall.selectors.holders.eligibility import WAITING_IS_REST, rules_in_force
from coordination.oncall.selectors.plans.slots import calendar_of
from coordination.oncall.solver.line import Candidate, Cap, LineInput, Place
from portal.lib.time import PARIS, local_instant

HISTORY_DAYS = 365
# Caps look a month and rolling windows fifteen days around the period.
AROUND = timedelta(days=32)
WINDOWS = {"cap.hours_7_days": 7, "cap.hours_15_days": 15}
STRICT = ("block", "force")


def key_of(slot: int, role: int | None) -> str:
    """The key of a place: one role of one slot."""
    return f"{slot}:{role or ''}"


def line_input(roster: Roster, *, stays_close: bool = False) -> LineInput:
    """Everything that decides the proposal, in a fixed number of statements.

    Slots without any declared need, or uncovered by decision, are left out.
    """
    first, end = roster.days.lower, roster.days.upper
    slots = list(Slot.objects.filter(roster=roster).select_related("sector__line").order_by("pk"))
    places = list(_places(slots))
    candidates = _candidates(roster, slots, {place.key for place in places}, stays_close)
    zone = slots[0].sector.zone if slots else roster.line.zone
    return LineInput(first, end, tuple(places), tuple(candidates), zone=zone)


def _places(slots: list[Slot]) -> Iterable[Place]:
    needs: dict[tuple[int, str], list[Requirement]] = defaultdict(list)
    for row in Requirement.objects.filter(sector__in={slot.sector_id for slot in slots}):
        needs[row.sector_id, row.slot_class].append(row)
    for slot in slots:
        for row in needs[slot.sector_id, slot.slot_class]:
            upper = row.validity.upper
            in_force = row.validity.lower <= slot.local_day and (
                upper is None or slot.local_day < upper
            )
            if in_force and not row.is_uncovered and row.maximum:
                yield Place(
                    key_of(slot.pk, row.role_id),
                    str(slot.sector_id),
                    str(row.role_id or ""),
                    slot.slot_class,
                    slot.local_day,
                    (slot.period.lower, slot.period.upper),
                    round(slot.points * 100),
                    row.minimum,
                    row.target,
                    row.maximum,
                )


def _candidates(
    roster: Roster, slots: list[Slot], keys: set[str], stays_close: bool
) -> Iterable[Candidate]:
    window = DateTimeTZRange(
        _midnight(roster.days.lower) - AROUND, _midnight(roster.days.upper) + AROUND
    )
    people: dict[int, list[Member]] = defaultdict(list)
    rows = Member.objects.filter(line=roster.line, membership__overlap=roster.days)
    related = rows.select_related("person").prefetch_related("roles", "sectors", "qualifications")
    for row in related.order_by("person", "pk"):
        people[row.person_id].append(row)
    away, wishes = _away(roster, people, window), _wishes(roster, window)
    done, mine = _done(roster, people, window), _draft(roster, keys)
    before, caps = _history(roster), _caps(roster, people, slots)
    qualified = _qualifications(roster)
    return [
        Candidate(
            key=str(pk),
            roles=_roles(members, qualified),
            sectors=frozenset(str(one.pk) for member in members for one in member.sectors.all()),
            share=round(members[-1].share * 100),
            presence=_presence(members, roster),
            before=before.get(pk, 0),
            away=tuple(away[pk]),
            listed=_listed(members),
            rest_hours=caps[members[-1].regime][0],
            caps=caps[members[-1].regime][1],
            duties_a_month=members[-1].most_duties_a_month,
            weekends_a_month=members[-1].most_weekends_a_month,
            wishes=tuple(wishes[pk]),
            done=tuple(done[pk]),
            locked=frozenset(mine[pk, True]),
            held=frozenset(mine[pk, False] if stays_close else ()),
            is_replanned=stays_close,
        )
        for pk, members in people.items()
    ]


def _roles(members: list[Member], qualified: dict[int, set[int]]) -> frozenset[str]:
    found = set()
    for member in members:
        has = {one.pk for one in member.qualifications.all()}
        found |= {str(one.pk) for one in member.roles.all() if qualified[one.pk] <= has}
    return frozenset(found)


def _qualifications(roster: Roster) -> dict[int, set[int]]:
    roles = roster.line.roles.prefetch_related("qualifications")
    return {role.pk: {one.pk for one in role.qualifications.all()} for role in roles}


def _listed(members: list[Member]) -> tuple[date, date]:
    ends = [member.membership.upper or date.max for member in members]
    left = members[-1].person.left_on or date.max
    return min(member.membership.lower for member in members), min(max(ends), left)


def _presence(members: list[Member], roster: Roster) -> float:
    joined, left = _listed(members)
    end = roster.days.lower
    since = end - timedelta(days=HISTORY_DAYS)
    return round(float(presence(joined, left, first=since, end=end)), 4)


def _away(roster: Roster, people: Iterable[int], window: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    absent = Absence.objects.filter(person__in=list(people), period__overlap=window)
    for one in absent.order_by("pk"):
        found[one.person_id].append(((one.period.lower, one.period.upper), "absence"))
    states = Availability.objects.filter(
        line=roster.line, period__overlap=window, state=Availability.State.UNAVAILABLE
    )
    for state in states.order_by("pk"):
        span = (state.period.lower, state.period.upper)
        found[state.person_id].append((span, "unavailable"))
    return found


def _wishes(roster: Roster, window: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    rows = Wish.objects.filter(line=roster.line, period__overlap=window)
    for one in rows.order_by("pk"):
        span = (one.period.lower, one.period.upper)
        found[one.person_id].append((span, one.kind == Wish.Kind.WANTS, one.weight))
    return found


def _done(roster: Roster, people: Iterable[int], window: Any) -> dict[int, list[Any]]:
    """Duties that hold, on this line or on another that excludes it, and overrides."""
    found: dict[int, list[Any]] = defaultdict(list)
    exclusive = Q(line=roster.line)
    if roster.line.is_exclusive:
        exclusive |= Q(is_exclusive=True)
    shifts = Shift.objects.holding().filter(exclusive, period__overlap=window)
    mine = shifts.filter(person__in=list(people)).exclude(roster=roster)
    for person, period in mine.order_by("pk").values_list("person", "period"):
        found[person].append((period.lower, period.upper))
    added = OverridePerson.objects.filter(
        person__in=list(people), is_live=True, side="added", period__overlap=window
    )
    for person, period in added.order_by("pk").values_list("person", "period"):
        found[person].append((period.lower, period.upper))
    return found


def _draft(roster: Roster, keys: set[str]) -> dict[tuple[int, bool], set[str]]:
    """The places held in the draft, by person, the locked ones apart."""
    found: dict[tuple[int, bool], set[str]] = defaultdict(set)
    for shift in Shift.objects.filter(roster=roster, status__in=Shift.STANDING):
        for key in (key_of(shift.slot_id, shift.role_id), key_of(shift.slot_id, None)):
            if key in keys:
                found[shift.person_id, shift.is_locked].add(key)
                break
    return found


def _midnight(day: date) -> datetime:
    return local_instant(day, time(0), PARIS)


def _history(roster: Roster) -> dict[int, int]:
    """Points of twelve months of published duties, in hundredths."""
    end = _midnight(roster.days.lower)
    past = DateTimeTZRange(end - timedelta(days=HISTORY_DAYS), end)
    held = Shift.objects.holding().filter(line=roster.line, period__overlap=past)
    rows = held.values("person").annotate(points=Sum("slot__points")).order_by("person")
    return {row["person"]: round(row["points"] * 100) for row in rows}


def _caps(
    roster: Roster, people: dict[int, list[Member]], slots: list[Slot]
) -> dict[str, tuple[float, tuple[Cap, ...]]]:
    """Hours of rest and caps of each regime, in force on the first day."""
    days = _special_days(roster, slots)
    found = {}
    for regime in sorted({member.regime for rows in people.values() for member in rows}):
        rest, caps = 0.0, []
        for rule in rules_in_force(roster.line, regime, roster.days.lower):
            strict = rule.severity in STRICT
            if rule.code == "rest.daily" and strict and regime not in WAITING_IS_REST:
                rest = rule.value
            elif rule.code in WINDOWS:
                caps.append(Cap(rule.code, rule.value, strict, window_days=WINDOWS[rule.code]))
            elif rule.code in days:
                caps.append(Cap(rule.code, rule.value, strict, days=days[rule.code]))
        found[regime] = (rest, tuple(sorted(caps, key=lambda cap: cap.rule)))
    return found


def _special_days(roster: Roster, slots: list[Slot]) -> dict[str, frozenset[date]]:
    first = roster.days.lower.replace(day=1)
    days = list(days_between(first, roster.days.upper + timedelta(days=31)))
    calendar = calendar_of(slots[0].sector) if slots else None
    return {
        "cap.saturdays_month": frozenset(day for day in days if day.weekday() == SATURDAY),
        "cap.sundays_month": frozenset(day for day in days if day.weekday() == SUNDAY),
        "cap.holidays_month": frozenset(day for day in days if calendar and calendar.holiday(day)),
    }
