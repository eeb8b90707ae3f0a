"""What is planned for some sectors between two instants, ready for the resolver."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import CharField, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import JSONObject

from coordination.oncall.clock import minus
from coordination.oncall.models import (
    ContactMethod,
    Override,
    OverridePerson,
    Roster,
    RotationPlace,
    Shift,
)
from coordination.oncall.resolver import Change, Claim, Fragment, resolve
from coordination.oncall.rotation import ALL_WEEK, Place, Turns, turns_between
from portal.lib.time import Period, local_instant

# Shifts of a published roster stand above every layer of the rotations.
SHIFT_LEVEL = 10_000
# A sector and a role: people of another role never replace one another.
Seat = tuple[int, int]


@dataclass(frozen=True)
class Person:
    """Somebody planned, and how to reach them when that was asked."""

    pk: int
    name: str
    contacts: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Role:
    """A role of the line, in its order."""

    pk: int
    label: str
    rank: int


@dataclass
class Plan:
    """Claims and changes by sector and role, and the people and roles they name."""

    claims: dict[Seat, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    changes: dict[Seat, list[Change]] = field(default_factory=lambda: defaultdict(list))
    people: dict[int, Person] = field(default_factory=dict)
    roles: dict[int, Role] = field(default_factory=dict)

    def resolved(self, window: Period) -> dict[Seat, list[Fragment]]:
        """Who is on call in each sector and role within the window."""
        seats = {*self.claims, *self.changes}
        return {
            seat: resolve(self.claims.get(seat, ()), self.changes.get(seat, ()), window=window)
            for seat in sorted(seats)
        }


def planned(sectors: Iterable[int], window: Period, *, contacts: bool = False) -> Plan:
    """Shifts and overrides of these sectors that touch the window: one statement."""
    plan = Plan()
    ids = list(sectors)
    if not ids:
        return plan
    period = DateTimeTZRange(*window)
    shifts = Shift.objects.holding().filter(sector__in=ids, period__overlap=period)
    touched = OverridePerson.objects.filter(
        is_live=True, period__overlap=period, override__sector__in=ids
    )
    with_contacts = {"contacts": contacts_of_row()} if contacts else {}
    rows = _columns(
        shifts,
        "",
        Value("shift", output_field=CharField()),
        F("pk"),
        Value("", output_field=CharField()),
        with_contacts,
    ).union(
        _columns(
            touched, "override__", F("side"), F("override_id"), F("override__kind"), with_contacts
        ),
        all=True,
    )
    changes: dict[tuple[Seat, int], dict[str, Any]] = {}
    for row in rows:
        seat = _note(plan, row)
        if row["what"] == "shift":
            claim = Claim(row["who"], _pair(row["period"]), SHIFT_LEVEL, "shift", row["ref"])
            plan.claims[seat].append(claim)
        else:
            known = changes.setdefault((seat, row["ref"]), {"row": row, "added": [], "removed": []})
            known[row["what"]].append(row["who"])
    for (seat, ref), known in changes.items():
        plan.changes[seat].append(_change(ref, known))
    return plan


def add_rotations(
    plan: Plan, sectors: Iterable[int], window: Period, *, contacts: bool = False
) -> None:
    """The turns of the rotations join the plan, outside of published rosters: one statement."""
    first, last = window[0].date() - timedelta(days=1), window[1].date() + timedelta(days=1)
    places = RotationPlace.objects.filter(
        Q(rotation__ends_on__isnull=True) | Q(rotation__ends_on__gte=first),
        rotation__layer__sector__in=list(sectors),
        rotation__starts_on__lte=last,
    )
    rosters = Roster.objects.public().filter(
        line=OuterRef("rotation__layer__sector__line"),
        days__overlap=(first, last),
    )
    places = places.annotate(published=ArraySubquery(rosters.values("days")))
    if contacts:
        places = places.annotate(contacts=contacts_of_row())
    found = places.select_related("person", "rotation__layer__role", "rotation__layer__sector")
    by_rotation = defaultdict(list)
    for place in found.order_by("rotation", "rank", "pk"):
        by_rotation[place.rotation].append(place)
    for rotation, members in by_rotation.items():
        _add_turns(plan, rotation, members, window)


def _columns(
    rows: QuerySet[Any], above: str, what: Any, ref: Any, kind: Any, more: dict[str, Any]
) -> QuerySet[Any]:
    """The same columns for shifts and for the people of overrides."""
    found: QuerySet[Any] = rows.annotate(
        what=what,
        ref=ref,
        change=kind,
        seat_sector=F(f"{above}sector_id"),
        seat_role=F(f"{above}role_id"),
        role_label=F(f"{above}role__label"),
        role_rank=F(f"{above}role__rank"),
        who=F("person_id"),
        first=F("person__first_name"),
        last=F("person__last_name"),
        **more,
    ).values(
        "what",
        "ref",
        "change",
        "seat_sector",
        "seat_role",
        "role_label",
        "role_rank",
        "who",
        "first",
        "last",
        "period",
        *more,
    )
    return found


def contacts_of_row() -> ArraySubquery:
    """The usable contacts of the person of a row, in the order of the calls."""
    usable = ContactMethod.objects.exclude(state=ContactMethod.State.DISABLED)
    mine = usable.filter(person=OuterRef("person")).order_by("rank", "pk")
    return ArraySubquery(
        mine.values(one=JSONObject(pk="pk", kind="kind", value="value", audience="audience"))
    )


def _note(plan: Plan, row: dict[str, Any]) -> Seat:
    """The person and role of a row are known to the plan; its seat."""
    name = f"{row['first']} {row['last']}".strip()
    contacts = tuple(row.get("contacts") or ())
    plan.people[row["who"]] = Person(row["who"], name, contacts)
    plan.roles[row["seat_role"]] = Role(row["seat_role"], row["role_label"], row["role_rank"])
    return row["seat_sector"], row["seat_role"]


def _change(ref: int, known: dict[str, Any]) -> Change:
    """A replacement that names nobody to take out takes everybody out."""
    row, removed = known["row"], frozenset(known["removed"])
    return Change(
        period=_pair(row["period"]),
        added=frozenset(known["added"]),
        removed=removed,
        everyone=row["change"] == Override.Kind.REPLACE and not removed,
        ref=ref,
    )


def _add_turns(plan: Plan, rotation: Any, members: list[Any], window: Period) -> None:
    layer, zone = rotation.layer, ZoneInfo(rotation.layer.sector.zone)
    seat = (layer.sector_id, layer.role_id)
    plan.roles[layer.role_id] = Role(layer.role_id, layer.role.label, layer.role.rank)
    for place in members:
        contacts = tuple(getattr(place, "contacts", ()))
        plan.people[place.person_id] = Person(place.person_id, str(place.person), contacts)
    published = [
        (local_instant(days.lower, time(0), zone), local_instant(days.upper, time(0), zone))
        for days in members[0].published
    ]
    for turn in turns_between(turns_of(rotation, members, zone), *window):
        plan.claims[seat] += [
            Claim(turn.person, period, layer.priority, "rotation", rotation.pk)
            for period in minus(turn.period, published)
        ]


def turns_of(rotation: Any, members: Iterable[Any], zone: ZoneInfo) -> Turns:
    """The rotation as plain values."""
    return Turns(
        cadence=rotation.cadence,
        starts_on=rotation.starts_on,
        places=tuple(
            Place(
                place.rank,
                place.person_id,
                place.joins_on or date.min,
                place.leaves_on or date.max,
            )
            for place in members
        ),
        zone=zone,
        every=rotation.every,
        handover_at=rotation.handover_at,
        daily_ends_at=rotation.daily_ends_at,
        weekdays=frozenset(rotation.weekdays) or ALL_WEEK,
        ends_on=rotation.ends_on or date.max,
    )


def _pair(period: Any) -> tuple[datetime, datetime]:
    return period.lower, period.upper
