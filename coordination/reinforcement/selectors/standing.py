"""Where a volunteer stands, honestly: state, asks, needs nearby, how likely a call is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from coordination.reinforcement.models import (
    Assignment,
    Availability,
    ContactBudget,
    Evidence,
    Need,
    Seat,
    Volunteer,
)
from coordination.reinforcement.selectors.assignment import own_link
from coordination.reinforcement.selectors.profile import Gap, gaps
from portal.audit.models import Entry
from portal.lib.geo import bounding_box, distance_km
from portal.lib.time import PARIS, week_start
from portal.territories.models import Territory

ODDS_DAYS = 30
# Below that many people, a share would say something about a person.
ODDS_FLOOR = 5
NEARBY = 10
SAMPLE = 200


@dataclass(frozen=True)
class NearNeed:
    """An open need of the volunteer's trade within reach."""

    need: Need
    km: float
    trusted: bool

    @property
    def left(self) -> int:
        """Places still open."""
        return int(self.need.places - self.need.places_taken)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Odds:
    """How many people of one trade in one department were asked of late."""

    territory: Territory
    registered: int
    asked: int

    @property
    def is_told(self) -> bool:
        """Enough people for a share to say nothing about one of them."""
        return self.registered >= ODDS_FLOOR


@dataclass(frozen=True)
class Considered:
    """The last time a file was looked at, and this week's asks against the limit."""

    last: Assignment | None
    used: int
    allowed: int


@dataclass(frozen=True)
class Stand:
    """All that the status page of a volunteer says."""

    gaps: list[Gap]
    evidences: list[Evidence]
    near: list[NearNeed]
    odds: Odds | None
    considered: Considered
    readers: list[Entry]
    seats: list[tuple[Seat, str]]
    asks: list[tuple[Assignment, str]]
    stale_on: date | None


def stand(volunteer: Volunteer) -> Stand:
    """Where `volunteer` stands, in a constant number of statements."""
    return Stand(
        gaps=gaps(volunteer),
        evidences=list(volunteer.evidences.order_by("-checked_at")[:5]),
        near=near_needs(volunteer),
        odds=odds(volunteer),
        considered=considered(volunteer),
        readers=list(readers_of_contact(volunteer)[:10]),
        seats=[(seat, own_link(seat.assignment)) for seat in coming_seats(volunteer)[:10]],
        asks=[(ask, own_link(ask)) for ask in waiting_asks(volunteer)[:10]],
        stale_on=stale_on(volunteer),
    )


def near_needs(volunteer: Volunteer) -> list[NearNeed]:
    """Open needs of one's trade within both sides' distance, nearest first."""
    if volunteer.latitude is None or volunteer.longitude is None:
        return []
    widest = max(volunteer.max_km, volunteer.max_km_lodged)
    box = bounding_box(volunteer.latitude, volunteer.longitude, widest)
    asked = Assignment.objects.filter(need=OuterRef("pk"), volunteer=volunteer)
    found = (
        Need.objects.recruiting()
        .filter(
            professions=volunteer.profession_id,
            structure__latitude__range=(box.south, box.north),
            structure__longitude__range=(box.west, box.east),
        )
        .exclude(Exists(asked))
        .select_related("structure__commune")
        .annotate(
            places=Sum("slots__capacity", default=0), places_taken=Sum("slots__taken", default=0)
        )
        .prefetch_related("slots")
        .order_by("criticality", "answer_by")[:SAMPLE]
    )
    near = [_near(volunteer, need) for need in found]
    return sorted((n for n in near if n.km <= _reach(volunteer, n.need)), key=lambda n: n.km)[
        :NEARBY
    ]


def _near(volunteer: Volunteer, need: Need) -> NearNeed:
    place = need.structure
    km = distance_km(
        volunteer.latitude or 0, volunteer.longitude or 0, place.latitude or 0, place.longitude or 0
    )
    return NearNeed(need=need, km=round(km, 1), trusted=volunteer.trust <= need.minimum_trust)


def _reach(volunteer: Volunteer, need: Need) -> int:
    own = volunteer.max_km_lodged if need.lodging else volunteer.max_km
    return min(own, need.radius_km)


def odds(volunteer: Volunteer) -> Odds | None:
    """Of the people of this trade in this department, how many were asked in 30 days."""
    if volunteer.commune_id is None or volunteer.profession_id is None:
        return None
    around = Territory.objects.containing([volunteer.commune_id])
    department = around.filter(kind=Territory.Kind.DEPARTMENT).first()
    if department is None:
        return None
    since = timezone.now() - timedelta(days=ODDS_DAYS)
    told = Assignment.objects.filter(volunteer=OuterRef("pk"), notified_at__gte=since).exclude(
        origin=Assignment.Origin.SPONTANEOUS
    )
    registered = Volunteer.objects.filter(
        profession=volunteer.profession_id,
        commune__in=Territory.objects.within([department.pk]),
        state__in=[Volunteer.State.ACTIVE, Volunteer.State.PAUSED, Volunteer.State.STALE],
    )
    counts = registered.aggregate(registered=Count("pk"), asked=Count("pk", filter=Exists(told)))
    return Odds(territory=department, **counts)


def considered(volunteer: Volunteer) -> Considered:
    """The last ask, and the asks of this week against the limit."""
    last = (
        Assignment.objects.filter(volunteer=volunteer)
        .select_related("need__structure")
        .order_by("-created_at")
        .first()
    )
    week = week_start(timezone.now(), PARIS)
    budget = ContactBudget.objects.filter(volunteer=volunteer, week=week).first()
    return Considered(last=last, used=budget.used if budget else 0, allowed=volunteer.weekly_limit)


def readers_of_contact(volunteer: Volunteer) -> QuerySet[Entry]:
    """The journal's lines of who saw phone and address, newest first."""
    asks = Assignment.objects.filter(volunteer=volunteer).values_list("pk", flat=True)
    own = Q(subject_kind="reinforcement.volunteer", subject_id=str(volunteer.pk))
    through = Q(subject_kind="reinforcement.assignment", subject_id__in=[str(pk) for pk in asks])
    revealed = Entry.objects.filter(own | through, action="contact.revealed")
    return revealed.select_related("actor").order_by("-at")


def coming_seats(volunteer: Volunteer) -> QuerySet[Seat]:
    """Places held from now on, soonest first."""
    return (
        Seat.objects.filter(volunteer=volunteer, holds=True, period__endswith__gt=timezone.now())
        .select_related("assignment__need__structure__commune", "slot")
        .order_by("period")
    )


def coming_availability(volunteer: Volunteer, *, limit: int) -> QuerySet[Availability]:
    """Dated periods not yet over, and the two coming weeks of the habit, soonest first.

    A time of the habit declared unavailable is not said twice.
    """
    now = timezone.now()
    refused = Availability.objects.filter(
        volunteer=volunteer,
        nature=Availability.Nature.UNAVAILABLE,
        period__contains=OuterRef("period"),
    )
    dated = Q(origin=Availability.Origin.DATED)
    soon = Q(period__startswith__lt=now + timedelta(days=14)) & ~Exists(refused)
    coming = Availability.objects.filter(volunteer=volunteer, period__endswith__gt=now)
    return coming.filter(dated | soon).order_by("period", "pk")[:limit]


def waiting_asks(volunteer: Volunteer) -> QuerySet[Assignment]:
    """Asks that wait for the volunteer, then those that wait for the structure."""
    states = (*Assignment.PENDING, Assignment.State.OFFERED, Assignment.State.STANDBY)
    return (
        Assignment.objects.filter(
            volunteer=volunteer, state__in=states, need__slots__period__endswith__gt=timezone.now()
        )
        .select_related("need__structure__commune")
        .order_by("-notified_at", "-pk")
        .distinct()
    )


def stale_on(volunteer: Volunteer) -> date | None:
    """The day after which an unconfirmed file drops out by itself."""
    confirmed: datetime | None = volunteer.confirmed_at
    if confirmed is None:
        return None
    return timezone.localdate(confirmed) + timedelta(days=settings.REINFORCEMENT_STALE_DAYS)
