"""What a calendar by subscription shows: the published duties, what overrides change of them,
and for some weeks those that were taken away."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q, QuerySet

from coordination.oncall.agenda import Event
from coordination.oncall.clock import common, minus
from coordination.oncall.models import CalendarFeed, Line, Override, Person, Roster, Sector, Shift
from coordination.oncall.selectors.calendars.feed_turns import TurnsInSight, sectors_turned_by
from portal.accounts.models import User
from portal.lib.time import Period

# How long what is over, or was taken away, stays in the file; how far ahead one's own duties
# are given, and those of a whole line, fifty times as many.
KEPT, AHEAD, AHEAD_OF_LINE = timedelta(days=56), timedelta(days=400), timedelta(days=120)
MOST_EVENTS = 6000
# Room for the overrides of a duty between two revisions of it.
REVISION = 1000
DOMAIN = "astreintes.portail-renforts"
LATE = (
    "Un agenda se met à jour avec quelques heures de retard : pour un changement récent, "
    "regardez le portail."
)


@dataclass
class Scope:
    """Whose duties are read: one person's, or those of some sectors."""

    title: str
    shifts: Q
    person: Person | None = None
    sectors: list[int] = field(default_factory=list)


def digest_of(secret: str) -> str:
    """What the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def feed_by_secret(secret: str) -> CalendarFeed | None:
    """The calendar of that address, if it was not revoked and its owner still comes in."""
    found = CalendarFeed.objects.living().filter(digest=digest_of(secret), owner__is_active=True)
    return found.select_related("owner", "person", "line", "sector__line").first()


def feeds_of(user: User) -> list[CalendarFeed]:
    """The living addresses of somebody, the latest first."""
    mine = CalendarFeed.objects.visible_to(user).living()
    return list(mine.select_related("person", "line", "sector__line").order_by("-created_at", "pk"))


def subject_of(user: User, *, line: str, sector: str) -> Person | Line | Sector | None:
    """The line or the sector asked for when `user` sees it; themself when neither is."""
    if sector:
        return Sector.objects.visible_to(user).select_related("line").filter(uuid=sector).first()
    if line:
        return Line.objects.visible_to(user).filter(slug=line).first()
    return Person.objects.filter(user=user.pk).first()


def scope_of(feed: CalendarFeed) -> Scope | None:
    """What the feed may still give; nothing once its owner no longer sees it."""
    owner = feed.owner
    if feed.person is not None:
        mine = feed.person.user_id == owner.pk
        title = f"Mes astreintes ({feed.person})"
        return Scope(title, Q(person=feed.person), person=feed.person) if mine else None
    line = feed.line or (feed.sector.line if feed.sector else None)
    if line is None or not Line.objects.visible_to(owner).filter(pk=line.pk).exists():
        return None
    if feed.sector is not None:
        title = f"{line}, {feed.sector}"
        return Scope(title, Q(sector=feed.sector), sectors=[feed.sector.pk])
    sectors = list(Sector.objects.filter(line=line).values_list("pk", flat=True))
    return Scope(str(line), Q(line=line), sectors=sectors)


def events_of(scope: Scope, *, now: datetime) -> list[Event]:
    """The duties of the scope as events, in a constant number of statements."""
    window = (now - KEPT, now + (AHEAD if scope.person else AHEAD_OF_LINE))
    shifts = list(_shifts(scope.shifts, window)[:MOST_EVENTS])
    former = _former(scope, shifts, window, now)
    overrides = _overrides(scope, [*shifts, *(shift for shift, _ in former)], window)
    by_seat: dict[tuple[int, int], list[Override]] = defaultdict(list)
    for one in overrides:
        by_seat[one.sector_id, one.role_id].append(one)
    found: list[Event] = []
    for shift in shifts:
        if shift.holds or shift.changed_at > now - KEPT:
            found += _events(shift, by_seat[shift.sector_id, shift.role_id], own=scope.person)
    found += [_gone(shift, period, by_seat) for shift, period in former]
    for one in overrides:
        if one.cancelled_at is None or one.cancelled_at > now - KEPT:
            found += _joining(one, scope)
    return found + _turns(scope, by_seat, window, now)


def _turns(
    scope: Scope, by_seat: dict[tuple[int, int], list[Override]], window: Period, now: datetime
) -> list[Event]:
    """What the rotations plan where no roster is published, overrides taken out."""
    sectors = scope.sectors or (sectors_turned_by(scope.person) if scope.person else [])
    turns = TurnsInSight(sectors, window, now)
    found = []
    for seat, claim, parts in turns:
        if scope.person is not None and claim.person != scope.person.pk:
            continue
        sector, role = turns.sectors[seat[0]], turns.plan.roles[seat[1]]
        touching = [one for one in by_seat[seat] if common(_pair(one.period), claim.period)]
        words = f"Astreinte : {sector}, {sector.line}"
        if scope.person is None:
            words = f"{sector} : {turns.name_of(claim)}"
        found += [
            Event(
                uid=f"{turns.identity_of(claim)}{f'.{rank}' if rank else ''}@{DOMAIN}",
                start=part[0],
                end=part[1],
                sequence=sum(_revisions(one) for one in touching),
                changed_at=max([claim.period[0] - KEPT, *(_changed(one) for one in touching)]),
                summary=words,
                description=_description(sector.line),
                location=f"{sector} ({role.label})",
                is_cancelled=not parts,
            )
            for rank, part in enumerate(parts or [claim.period])
        ]
    return found


def _shifts(which: Q, window: Period) -> QuerySet[Shift]:
    """Those of published rosters: drafts bind nobody, and nobody sees them."""
    return (
        Shift.objects.filter(
            which, roster__state__in=Roster.PUBLIC, period__overlap=DateTimeTZRange(*window)
        )
        .select_related("line", "sector", "role", "person", "slot")
        .order_by("period", "pk")
    )


def _former(
    scope: Scope, shifts: list[Shift], window: Period, now: datetime
) -> list[tuple[Shift, Period]]:
    """The shifts that a person held until somebody else took them, and the hours they had."""
    if scope.person is None:
        return []
    history: Any = apps.get_model("oncall", "ShiftEvent")
    rows = history.objects.filter(
        person=scope.person.pk,
        holds=True,
        pgh_created_at__gt=now - KEPT,
        period__overlap=DateTimeTZRange(*window),
    )
    periods = {
        row["pgh_obj_id"]: row["period"]
        for row in rows.order_by("pgh_created_at", "pgh_id").values("pgh_obj_id", "period")
    }
    mine = {shift.pk for shift in shifts}
    gone = [pk for pk in periods if pk not in mine]
    # Asked even when none is gone: the number of statements says nothing of the duties.
    found = Shift.objects.filter(pk__in=gone, roster__state__in=Roster.PUBLIC)
    related = found.exclude(person=scope.person).select_related(
        "line", "sector", "role", "person", "slot"
    )
    return [(one, (periods[one.pk].lower, periods[one.pk].upper)) for one in related]


def _overrides(scope: Scope, shifts: list[Shift], window: Period) -> list[Override]:
    sectors = scope.sectors or sorted({shift.sector_id for shift in shifts})
    which = Q(sector__in=sectors)
    if scope.person is not None:
        which |= Q(people__person=scope.person)
    found = Override.objects.filter(which, period__overlap=DateTimeTZRange(*window))
    related = found.select_related("line", "sector", "role").prefetch_related("people__person")
    return list(related.order_by("pk").distinct())


def _events(shift: Shift, overrides: list[Override], *, own: Person | None) -> list[Event]:
    """A shift, or what the overrides leave of it: each part has an identity of its own."""
    period = (shift.period.lower, shift.period.upper)
    touching = [one for one in overrides if common(_pair(one.period), period)]
    taking = [one for one in touching if one.cancelled_at is None and _takes_out(one, shift)]
    left = minus(period, [_pair(one.period) for one in taking]) if shift.holds else []
    if not left:
        return [_event(shift, period, touching, own=own, is_cancelled=True)]
    return [
        _event(shift, part, touching, own=own, after=_ending_at(taking, part[0]) if rank else None)
        for rank, part in enumerate(left)
    ]


def _event(
    shift: Shift,
    period: Period,
    touching: Iterable[Override],
    *,
    own: Person | None,
    after: Override | None = None,
    is_cancelled: bool = False,
) -> Event:
    part = f".{after.uuid}" if after else ""
    return Event(
        uid=f"{shift.uuid}{part}@{DOMAIN}",
        start=period[0],
        end=period[1],
        sequence=shift.sequence * REVISION + sum(_revisions(one) for one in touching),
        changed_at=max([shift.changed_at, *(_changed(one) for one in touching)]),
        summary=_summary(shift, None if own else shift.person),
        description=_description(shift.line),
        location=f"{shift.sector} ({shift.role})",
        is_cancelled=is_cancelled,
    )


def _gone(shift: Shift, period: Period, by_seat: dict[tuple[int, int], list[Override]]) -> Event:
    """A shift that somebody else holds now, in the calendar of who held it."""
    overrides = by_seat[shift.sector_id, shift.role_id]
    touching = [one for one in overrides if common(_pair(one.period), period)]
    return _event(shift, period, touching, own=shift.person, is_cancelled=True)


def _joining(override: Override, scope: Scope) -> list[Event]:
    """The people that an override puts in, each with an event of their own."""
    people = [one.person for one in override.people.all() if one.side == "added"]
    return [
        Event(
            uid=f"{override.uuid}.{person.uuid}@{DOMAIN}",
            start=override.period.lower,
            end=override.period.upper,
            sequence=_revisions(override) - 1,
            changed_at=_changed(override),
            summary=_summary(override, None if scope.person else person),
            description=_description(override.line),
            location=f"{override.sector} ({override.role})",
            is_cancelled=override.cancelled_at is not None,
        )
        for person in people
        if scope.person is None or person.pk == scope.person.pk
        if scope.person is not None or override.sector_id in scope.sectors
    ]


def _summary(duty: Shift | Override, person: Person | None) -> str:
    """`Astreinte : Troyes, médecins de garde`, or who holds it in the calendar of a line."""
    if person is None:
        return f"Astreinte : {duty.sector}, {duty.line}"
    return f"{duty.sector} : {person}"


def _description(line: Line) -> str:
    phone = f"Numéro de la ligne : {line.phone}." if line.phone else ""
    return "\n".join(part for part in (phone, line.instructions, LATE) if part)


def _takes_out(override: Override, shift: Shift) -> bool:
    """Whether the holder of the shift leaves while the override lasts."""
    people = list(override.people.all())
    removed = {one.person_id for one in people if one.side == "removed"}
    if override.kind == Override.Kind.REPLACE and not removed:
        return True
    return shift.person_id in removed


def _ending_at(taking: Iterable[Override], instant: datetime) -> Override | None:
    return next((one for one in taking if one.period.upper == instant), None)


def _revisions(override: Override) -> int:
    return 1 if override.cancelled_at is None else 2


def _changed(override: Override) -> datetime:
    return override.cancelled_at or override.created_at


def _pair(period: Any) -> Period:
    return period.lower, period.upper
