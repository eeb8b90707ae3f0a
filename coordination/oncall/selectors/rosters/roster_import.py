"""What the lines of a spreadsheet would change in a draft: seen first, and again at the act."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from coordination.oncall.clock import common, span
from coordination.oncall.models import (
    Absence,
    LineRole,
    Member,
    Person,
    Roster,
    Sector,
    Shift,
    Slot,
    Upload,
)
from portal.lib.text import search_key
from portal.lib.time import Period, merged
from portal.ui.moments import hour

CIVIL = re.compile(r"^(dr|docteur|pr|professeur|mme|madame|m|monsieur|mr)\s+")
# A slot, a role, a person, and the hours of it.
Seat = tuple[int, int, int, Period]


@dataclass(frozen=True)
class Entry:
    """One line: a day, two hours of the wall clock, and words still to be recognised."""

    line: int
    day: date
    start: time
    end: time
    sector: str
    role: str
    person: str
    rpps: str


class Refused(ValueError):
    """One line is left aside; `str()` is French."""


@dataclass(frozen=True)
class Placed:
    """A line understood: who, in which role, on which slots, and what is to be checked."""

    line: int
    person: Person
    role: LineRole
    sector: Sector
    period: Period
    slots: list[tuple[Slot, Period]]
    remarks: list[str]


@dataclass
class RosterPlan:
    """What would be added and taken off, what stays, what is refused line by line."""

    placed: list[Placed] = field(default_factory=list)
    added: list[tuple[Slot, int, int, Period]] = field(default_factory=list)
    removed: list[Shift] = field(default_factory=list)
    same: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)

    @property
    def changes(self) -> int:
        return len(self.added) + len(self.removed)

    @property
    def remarks(self) -> list[tuple[int, str]]:
        return [(one.line, words) for one in self.placed for words in one.remarks]


@dataclass
class World:
    """All that the lines are compared with, read once."""

    roster: Roster
    sectors: dict[str, Sector]
    roles: dict[str, LineRole]
    by_name: dict[str, list[Member]]
    by_rpps: dict[str, Member]
    slots: dict[int, list[Slot]]
    absences: dict[int, list[Period]]


def roster_plan(upload: Upload) -> RosterPlan:
    """What confirming would change now, in a constant number of statements."""
    plan = RosterPlan(problems=[(line, words) for line, words in upload.problems])
    roster = upload.roster
    if roster is None:
        return plan
    world = _world(roster)
    seen: dict[int, list[tuple[Period, int, int]]] = defaultdict(list)
    for entry in from_values(upload.rows):
        try:
            placed = _placed(entry, world)
            _check_twice(placed, seen)
        except Refused as problem:
            plan.problems.append((entry.line, str(problem)))
        else:
            plan.placed.append(placed)
    plan.problems.sort()
    _compare(plan, roster)
    return plan


def _world(roster: Roster) -> World:
    line = roster.line
    sectors = list(line.sectors.open(roster.days.lower))
    roles = list(line.roles.all())
    members = Member.objects.filter(line=line, membership__overlap=roster.days)
    found = list(members.select_related("person").prefetch_related("roles", "sectors"))
    slots: dict[int, list[Slot]] = defaultdict(list)
    for slot in Slot.objects.filter(roster=roster).order_by("period", "pk"):
        slots[slot.sector_id].append(slot)
    by_name: dict[str, list[Member]] = defaultdict(list)
    for member in found:
        first, last = member.person.first_name, member.person.last_name
        for key in {search_key(f"{first} {last}"), search_key(f"{last} {first}")}:
            by_name[key].append(member)
    absences: dict[int, list[Period]] = defaultdict(list)
    away = Absence.objects.filter(person__in=[member.person_id for member in found])
    for person, period in away.values_list("person", "period"):
        absences[person].append((period.lower, period.upper))
    return World(
        roster,
        {search_key(words): one for one in sectors for words in (one.code, one.name)},
        {search_key(words): one for one in roles for words in (one.code, one.label)},
        by_name,
        {member.person.rpps: member for member in found if member.person.rpps},
        slots,
        absences,
    )


def _placed(entry: Entry, world: World) -> Placed:
    days = world.roster.days
    if not days.lower <= entry.day < days.upper:
        last = days.upper - timedelta(days=1)
        raise Refused(
            f"Le {entry.day:%d/%m/%Y} est hors du tableau, qui va du {days.lower:%d/%m/%Y} "
            f"au {last:%d/%m/%Y}."
        )
    sector = _only(world.sectors, entry.sector, "secteur")
    role = _only(world.roles, entry.role, "rôle")
    member = _member(entry, world)
    zone = ZoneInfo(sector.zone)
    period = span(entry.day, entry.start, entry.end, zone)
    slots = _slots(entry, period, sector, world, zone)
    remarks = _remarks(member, sector, role, period, world)
    return Placed(entry.line, member.person, role, sector, period, slots, remarks)


def _only(known: dict[str, Any], words: str, noun: str) -> Any:
    """The one named, or the only one there is. Raises Refused."""
    choices = {one.pk: one for one in known.values()}
    if not words.strip():
        if len(choices) == 1:
            return next(iter(choices.values()))
        raise Refused(f"Le {noun} manque : {_listed(choices)}.")
    found = known.get(search_key(words))
    if found is None:
        raise Refused(
            f"Aucun {noun} de cette ligne ne s’appelle « {words} ». "
            f"Ses {noun}s : {_listed(choices)}."
        )
    return found


def _listed(choices: dict[int, Any]) -> str:
    names = sorted(str(one) for one in choices.values())
    return ", ".join(names[:8]) or "la ligne n’en a aucun"


def _member(entry: Entry, world: World) -> Member:
    key = CIVIL.sub("", search_key(entry.person))
    named = {one.person_id: one for one in world.by_name.get(key, [])}
    if entry.rpps:
        found = world.by_rpps.get(entry.rpps)
        if found is None:
            raise Refused(f"Aucun membre de la ligne ne porte le numéro RPPS « {entry.rpps} ».")
        if key and found.person_id not in named:
            raise Refused(
                f"Le numéro RPPS {entry.rpps} est celui de {found.person}, "
                f"et la ligne nomme « {entry.person} »."
            )
        return found
    if len(named) > 1:
        raise Refused(f"Plusieurs membres s’appellent « {entry.person} » : ajoutez leur RPPS.")
    if not named:
        raise Refused(
            f"Personne ne s’appelle « {entry.person} » parmi les membres de la ligne à ces dates : "
            "vérifiez l’orthographe, ou ajoutez d’abord son inscription."
        )
    return next(iter(named.values()))


def _slots(
    entry: Entry, period: Period, sector: Sector, world: World, zone: ZoneInfo
) -> list[tuple[Slot, Period]]:
    """The slots that make up these hours, whole or in part. Raises Refused."""
    found = [
        (slot, shared)
        for slot in world.slots[sector.pk]
        if (shared := common((slot.period.lower, slot.period.upper), period))
    ]
    if merged(shared for _, shared in found) == [period]:
        return found
    that_day = [
        f"{hour(slot.period.lower.astimezone(zone))}–{hour(slot.period.upper.astimezone(zone))}"
        for slot in world.slots[sector.pk]
        if slot.local_day == entry.day
    ]
    known = f"ses créneaux sont {', '.join(that_day)}" if that_day else "il n’en a aucun ce jour-là"
    raise Refused(
        f"{sector} n’a pas de créneau de {hour(entry.start)} à {hour(entry.end)} "
        f"le {entry.day:%d/%m/%Y} : {known}."
    )


def _remarks(
    member: Member, sector: Sector, role: LineRole, period: Period, world: World
) -> list[str]:
    """What does not prevent a draft, and is to be looked at before it is published."""
    found = []
    if any(common(one, period) for one in world.absences[member.person_id]):
        found.append(f"{member.person} est absent à cette date.")
    served = {one.pk for one in member.sectors.all()}
    if served and sector.pk not in served:
        found.append(f"{member.person} ne sert pas {sector}.")
    if role.pk not in {one.pk for one in member.roles.all()}:
        found.append(f"{member.person} n’a pas le rôle « {role} ».")
    return found


def _check_twice(placed: Placed, seen: dict[int, list[tuple[Period, int, int]]]) -> None:
    """Nobody holds two duties at once, nor the same one twice. Raises Refused."""
    mine = seen[placed.person.pk]
    for period, sector, line in mine:
        if common(period, placed.period):
            same = period == placed.period and sector == placed.sector.pk
            words = "la même chose" if same else "une astreinte à la même heure"
            raise Refused(f"{placed.person} : {words} est déjà à la ligne {line}.")
    mine.append((placed.period, placed.sector.pk, placed.line))


def _compare(plan: RosterPlan, roster: Roster) -> None:
    """The slots that the file names hold exactly the people that it gives them."""
    wanted: dict[Seat, Slot] = {}
    for one in plan.placed:
        for slot, period in one.slots:
            wanted[slot.pk, one.role.pk, one.person.pk, period] = slot
    named = {slot.pk for slot in wanted.values()}
    standing = Shift.objects.filter(roster=roster, slot__in=named, status__in=Shift.STANDING)
    for shift in standing.select_related("person", "sector", "slot", "role").in_order():
        held = (shift.period.lower, shift.period.upper)
        if wanted.pop((shift.slot_id, shift.role_id, shift.person_id, held), None):
            plan.same += 1
        elif not shift.is_locked:
            plan.removed.append(shift)
    plan.added = [
        (slot, role, person, period) for (_, role, person, period), slot in wanted.items()
    ]


def shifts_of(plan: RosterPlan, roster: Roster, *, origin: str, by: Any) -> list[Shift]:
    """The shifts to write, not yet in the database."""
    return [
        Shift(
            slot=slot,
            roster=roster,
            line_id=roster.line_id,
            sector_id=slot.sector_id,
            role_id=role,
            person_id=person,
            period=DateTimeTZRange(*period),
            origin=origin,
            is_exclusive=roster.line.is_exclusive,
            changed_by=by,
        )
        for slot, role, person, period in plan.added
    ]


def as_values(entries: Iterable[Entry]) -> list[list[Any]]:
    """Entries as JSON keeps them."""
    return [
        [
            one.line, one.day.isoformat(), f"{one.start:%H:%M}", f"{one.end:%H:%M}",
            one.sector, one.role, one.person, one.rpps,
        ]
        for one in entries
    ]  # fmt: skip


def from_values(rows: Iterable[list[Any]]) -> list[Entry]:
    """Entries again."""
    found = []
    for line, day, start, end, *words in rows:
        hours = (time.fromisoformat(start), time.fromisoformat(end))
        found.append(Entry(line, date.fromisoformat(day), *hours, *words))
    return found
