"""Whether a person may hold a role at a time: every rule, its sentence and its source.

The same report serves assignment, swaps, overrides and the ranking of who could replace.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q

from coordination.oncall.models import (
    Absence,
    Line,
    LineRole,
    Member,
    OverridePerson,
    Person,
    Regime,
    RuleParameter,
    Sector,
    Shift,
)
from coordination.oncall.rest import Duty, Finding, Rule, Terms, check
from coordination.oncall.selectors.holders.trips import Break, breaking, breaks_of, last_end
from coordination.oncall.selectors.plans.slots import calendar_of
from coordination.oncall.selectors.wording import period_said

# Rolling windows reach fifteen days each way, monthly caps a whole month.
AROUND = timedelta(days=32)
# Where waiting at home is rest, only trips break it (R.6152-27; code du travail, L.3121-10).
WAITING_IS_REST = {Regime.HOSPITAL_DOCTOR, Regime.PRIVATE, Regime.LIBERAL, Regime.VOLUNTEER}


@dataclass(frozen=True)
class Candidate:
    """A person, for a role of a sector, during a period."""

    person: Person
    line: Line
    sector: Sector
    role: LineRole
    period: Any
    slot_class: str = ""


@dataclass
class Known:
    """What the rules look at, read once for several people, for one line and period."""

    members: dict[int, Member] = field(default_factory=dict)
    absences: dict[int, Any] = field(default_factory=dict)
    shifts: dict[int, list[Shift]] = field(default_factory=lambda: defaultdict(list))
    added: dict[int, list[OverridePerson]] = field(default_factory=lambda: defaultdict(list))
    breaks: dict[int, list[Break]] = field(default_factory=dict)
    rules: dict[str, list[Rule]] = field(default_factory=dict)


def report(candidate: Candidate, *, besides: Collection[int] = ()) -> list[Finding]:
    """What stands in the way, worst first; empty when nothing does.

    `besides`: shifts not to count, because the person would give them up.
    """
    return judged(candidate, known_of(candidate, [candidate.person], besides=besides))


def known_of(place: Candidate, people: Iterable[Person], *, besides: Collection[int] = ()) -> Known:
    """What is known of these people around the period of `place` (whose own person is not
    looked at), in a number of statements that does not depend on how many they are."""
    known, pks = Known(), [person.pk for person in people]
    day = place.period.lower.astimezone(ZoneInfo(place.sector.zone)).date()
    listed = Member.objects.filter(line=place.line, person__in=pks, membership__contains=day)
    related = listed.prefetch_related("roles", "sectors", "qualifications")
    known.members = {member.person_id: member for member in related.order_by("-pk")}
    away = Absence.objects.filter(person__in=pks, period__overlap=place.period)
    known.absences = {one.person_id: one for one in away.order_by("-pk")}
    around = DateTimeTZRange(place.period.lower - AROUND, place.period.upper + AROUND)
    shifts = Shift.objects.holding().filter(person__in=pks, period__overlap=around)
    kept = shifts.exclude(pk__in=besides).select_related("sector__line", "line")
    for shift in kept:
        known.shifts[shift.person_id].append(shift)
    added = OverridePerson.objects.filter(
        person__in=pks, is_live=True, side="added", period__overlap=around
    )
    for one in added:
        known.added[one.person_id].append(one)
    known.breaks = breaks_of(pks, around)
    for regime in {member.regime for member in known.members.values()}:
        known.rules[regime] = rules_in_force(place.line, regime, day)
    return known


def judged(candidate: Candidate, known: Known) -> list[Finding]:
    """What stands in the way of one of those of whom everything is `known`."""
    member = known.members.get(candidate.person.pk)
    found = [*_belonging(candidate, member), *_absences(candidate, known)]
    duties, clashes = _duties(candidate, known)
    found += clashes
    if member is not None and not clashes:
        found += _rest(candidate, member, duties, known.rules[member.regime])
    order = {"block": 0, "force": 1, "warn": 2}
    return sorted(found, key=lambda one: (order[one.severity], one.code))


def blocking(findings: Iterable[Finding], *, forced: bool) -> list[Finding]:
    """Those that forbid: what may be forced forbids too, unless a motive is given."""
    stops = ("block",) if forced else ("block", "force")
    return [one for one in findings if one.severity in stops]


def rules_in_force(line: Line, regime: str, day: date) -> list[Rule]:
    """The figures that apply on `day`; the most precise row of each code wins."""
    rows = RuleParameter.objects.in_force(day).filter(
        Q(regime="") | Q(regime=regime), Q(line_kind="") | Q(line_kind=line.kind),
        Q(territory__isnull=True) | Q(territory__inner_links__descendant=line.territory_id),
    )  # fmt: skip
    best: dict[str, tuple[int, RuleParameter]] = {}
    for row in rows:
        precision = bool(row.regime) + bool(row.line_kind) + bool(row.territory_id)
        if row.code not in best or precision > best[row.code][0]:
            best[row.code] = (precision, row)
    return [
        Rule(row.code, row.label, float(row.value), row.severity, row.legal_ref)
        for _, row in best.values()
    ]


def _belonging(candidate: Candidate, member: Member | None) -> list[Finding]:
    if member is None:
        return [_stop("member.listed", "n’est pas inscrit sur cette ligne à cette date.")]
    found = []
    sectors = {sector.pk for sector in member.sectors.all()}
    if sectors and candidate.sector.pk not in sectors:
        found.append(_stop("member.sector", f"ne sert pas le secteur {candidate.sector}."))
    if candidate.role.pk not in {role.pk for role in member.roles.all()}:
        found.append(_stop("member.role", f"ne tient pas le rôle « {candidate.role} »."))
    held = {one.pk for one in member.qualifications.all()}
    missing = [one for one in candidate.role.qualifications.all() if one.pk not in held]
    if missing:
        names = ", ".join(str(one) for one in missing)
        found.append(_stop("member.qualification", f"il lui manque : {names}."))
    if candidate.person.left_on and candidate.person.left_on <= candidate.period.upper.date():
        found.append(_stop("member.left", "a quitté le territoire."))
    return found


def _absences(candidate: Candidate, known: Known) -> list[Finding]:
    away = known.absences.get(candidate.person.pk)
    if away is None:
        return []
    return [_stop("absence", f"est absent {period_said(away.period)}.", away.period)]


def _duties(candidate: Candidate, known: Known) -> tuple[list[Duty], list[Finding]]:
    """The person's duties around the period, on every line, and those that overlap it."""
    duties, clashes = [], []
    member = known.members.get(candidate.person.pk)
    breaks = breaking(known.breaks.get(candidate.person.pk, ()), member.regime if member else "")
    for shift in known.shifts[candidate.person.pk]:
        held = (shift.period.lower, shift.period.upper)
        duties.append(Duty(held, last_end(held, breaks), shift.pk))
        if _overlap(shift.period, candidate.period) and _excludes(shift, candidate):
            words = f"est déjà d’astreinte {period_said(shift.period)} ({shift.sector.line})."
            clashes.append(_stop("duty.twice", words, shift.period))
    for one in known.added[candidate.person.pk]:
        held = (one.period.lower, one.period.upper)
        duties.append(Duty(held, last_end(held, breaks)))
        if _overlap(one.period, candidate.period):
            words = f"remplace déjà quelqu’un {period_said(one.period)}."
            clashes.append(_stop("duty.override", words, one.period))
    return duties, clashes


def _excludes(shift: Shift, candidate: Candidate) -> bool:
    same_line = shift.line_id == candidate.line.pk
    return same_line or (shift.is_exclusive and candidate.line.is_exclusive)


def _rest(
    candidate: Candidate, member: Member, duties: list[Duty], rules: list[Rule]
) -> list[Finding]:
    zone = ZoneInfo(candidate.sector.zone)
    terms = Terms(zone, calendar_of(candidate.sector), member.regime in WAITING_IS_REST)
    tested = Duty((candidate.period.lower, candidate.period.upper))
    return check(tested, duties, rules, terms)


def _overlap(one: Any, other: Any) -> bool:
    return bool(one.lower < other.upper and other.lower < one.upper)


def _stop(code: str, sentence: str, period: Any = None) -> Finding:
    span = (period.lower, period.upper) if period is not None else None
    return Finding(code, "block", 0, 0, sentence, "", span)
