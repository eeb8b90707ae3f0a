"""Who should replace: everybody listed on the line, ranked, each with the reason of their place."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import (
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    Sum,
    prefetch_related_objects,
)
from django.db.models.functions import Cast

from coordination.oncall.models import (
    ContactMethod,
    Line,
    LineRole,
    Member,
    Person,
    SectorCommune,
    Shift,
    Slot,
)
from coordination.oncall.points import Commitment, balances, presence
from coordination.oncall.rest import Finding
from coordination.oncall.selectors.holders.eligibility import Candidate, Known, judged, known_of
from portal.lib.geo import distance_km
from portal.ui.moments import duration

HISTORY = timedelta(days=365)
NEUTRAL_KM = 30.0


@dataclass(frozen=True)
class Ranked:
    """Somebody who could take the place: why here, and what the rules say."""

    person: Person
    findings: list[Finding]
    points: Decimal
    target: Decimal
    kilometres: float | None
    since: timedelta | None
    until: timedelta | None
    reachable: bool

    @property
    def is_excluded(self) -> bool:
        """A rule forbids it, whatever the motive."""
        return any(one.severity == "block" for one in self.findings)

    @property
    def order(self) -> tuple[Any, ...]:
        """Rules first, then the farthest below their share, then distance, then rest around."""
        forced = sum(one.severity == "force" for one in self.findings)
        warned = sum(one.severity == "warn" for one in self.findings)
        near = min((gap for gap in (self.since, self.until) if gap is not None), default=HISTORY)
        kilometres = NEUTRAL_KM if self.kilometres is None else round(self.kilometres)
        deviation = round(self.points - self.target)
        return forced, warned, deviation, kilometres, -near.total_seconds(), self.person.pk

    @property
    def reasons(self) -> list[str]:
        """In words, in the order in which they count."""
        found = [one.sentence for one in self.findings]
        points = "points" if abs(self.points) >= 2 else "point"
        found.append(
            f"{_number(self.points)}\u00a0{points} en douze mois,"
            f" pour une part de {_number(self.target)}"
        )
        if self.kilometres is not None:
            found.append(f"à {round(self.kilometres)}\u00a0km du secteur")
        if self.since is not None:
            found.append(f"astreinte précédente finie {duration(self.since)} avant")
        if self.until is not None:
            found.append(f"astreinte suivante {duration(self.until)} après")
        if self.since is None and self.until is None:
            found.append("aucune autre astreinte à un mois près")
        if not self.reachable:
            found.append("aucun contact vérifié")
        return found


@dataclass(frozen=True)
class Place:
    """What is to be held: a role of a slot, or a part of it."""

    slot: Slot
    role: LineRole
    period: Any
    besides: tuple[int, ...] = ()


def rank(place: Place, *, without: Iterable[int] = ()) -> tuple[list[Ranked], list[Ranked]]:
    """Those who could hold the place, the best first, then those whom a rule excludes.

    A fixed number of statements, however many people the line has. `without`: people who
    would leave it.
    """
    slot, line = place.slot, place.slot.roster.line
    prefetch_related_objects([place.role], "qualifications")
    listed = Member.objects.filter(line=line, membership__contains=slot.local_day)
    members = list(
        listed.exclude(person__in=list(without)).select_related("person__commune").order_by("pk")
    )
    people = {member.person_id: member.person for member in members}
    if not people:
        return [], []
    asked = Candidate(
        members[0].person, line, slot.sector, place.role, place.period, slot.slot_class
    )
    known = known_of(asked, people.values(), besides=place.besides)
    earned = _balances(line, members, place.period.lower)
    centre, reachable = _centre(slot), _reachable(people)
    found = [
        _ranked(replace(asked, person=person), known, earned[pk], centre, pk in reachable)
        for pk, person in people.items()
    ]
    able = sorted((one for one in found if not one.is_excluded), key=lambda one: one.order)
    barred = sorted((one for one in found if one.is_excluded), key=lambda one: str(one.person))
    return able, barred


def _ranked(
    candidate: Candidate,
    known: Known,
    earned: tuple[Decimal, Decimal],
    centre: tuple[float, float] | None,
    reachable: bool,
) -> Ranked:
    person, period = candidate.person, candidate.period
    duties = [(one.period.lower, one.period.upper) for one in known.shifts[person.pk]]
    duties += [(one.period.lower, one.period.upper) for one in known.added[person.pk]]
    before = [period.lower - end for _, end in duties if end <= period.lower]
    after = [start - period.upper for start, _ in duties if start >= period.upper]
    return Ranked(
        person,
        judged(candidate, known),
        earned[0],
        earned[1],
        _apart(person, centre),
        min(before, default=None),
        min(after, default=None),
        reachable,
    )


def _balances(
    line: Line, members: list[Member], at: datetime
) -> dict[int, tuple[Decimal, Decimal]]:
    """Points held over the twelve months around and the share of each, by commitment."""
    since, end = at - HISTORY, at
    points = points_between(line, since, end)
    zone = ZoneInfo(line.zone)
    first, last = since.astimezone(zone).date(), end.astimezone(zone).date()
    commitments = {
        member.person_id: Commitment(
            member.share,
            presence=presence(
                member.membership.lower, member.membership.upper, first=first, end=last
            ),
        )
        for member in members
    }
    known = {pk: points.get(pk, Decimal(0)) for pk in commitments}
    return {row.person: (row.points, row.target) for row in balances(known, commitments)}


def points_between(line: Line, since: datetime, end: datetime) -> dict[int, Decimal]:
    """The points of each person's published shifts of the line: a part of a slot counts as
    the part it is, so that a swap moves points without making any."""
    shifts = Shift.objects.holding().filter(line=line, period__overlap=DateTimeTZRange(since, end))
    part = ExpressionWrapper(
        Cast("slot__points", FloatField()) * _seconds("period") / _seconds("slot__period"),
        output_field=FloatField(),
    )
    rows = shifts.values("person").annotate(earned=Sum(part)).values_list("person", "earned")
    return {person: Decimal(str(round(earned, 2))) for person, earned in rows.order_by("person")}


def _seconds(name: str) -> Func:
    return Func(
        F(name),
        template="extract(epoch from upper(%(expressions)s) - lower(%(expressions)s))::float",
        output_field=FloatField(),
    )


def _centre(slot: Slot) -> tuple[float, float] | None:
    """The middle of the communes that the sector serves that day."""
    rows = SectorCommune.objects.filter(
        sector=slot.sector_id,
        validity__contains=slot.local_day,
        commune__latitude__isnull=False,
        commune__longitude__isnull=False,
    )
    found = [
        (float(latitude), float(longitude))
        for latitude, longitude in rows.values_list("commune__latitude", "commune__longitude")
        if latitude is not None and longitude is not None
    ]
    if not found:
        return None
    latitudes, longitudes = zip(*found, strict=True)
    return sum(latitudes) / len(found), sum(longitudes) / len(found)


def _apart(person: Person, centre: tuple[float, float] | None) -> float | None:
    home = person.commune
    if centre is None or home is None or home.latitude is None or home.longitude is None:
        return None
    return distance_km(float(home.latitude), float(home.longitude), *centre)


def _reachable(people: Iterable[int]) -> set[int]:
    verified = ContactMethod.objects.filter(
        person__in=list(people), state=ContactMethod.State.VERIFIED
    )
    return set(verified.values_list("person", flat=True))


def _number(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.1')).normalize():f}".replace(".", ",")
