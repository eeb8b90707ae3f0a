"""The on-call lines of the story: doctors in five sectors, night nurses shared by EHPAD.

Three published months, a hole in two days, a swap that waits, and the past as it was recorded.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import cycle

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from coordination.oncall.models import (
    Channel,
    ContactMethod,
    DutyClock,
    Line,
    LineRole,
    Member,
    Person,
    Regime,
    Requirement,
    Roster,
    Rotation,
    RotationPlace,
    Sector,
    Shift,
    Slot,
    SlotClass,
    SlotTemplate,
    Swap,
    Target,
)
from coordination.oncall.selectors.alerts.alert import PlannedStep
from coordination.oncall.services.alerts.alert import open_alert
from coordination.oncall.services.alerts.chain import write_chain
from coordination.oncall.services.lines.line import (
    add_contact,
    add_member,
    add_template,
    list_person,
    open_line,
    open_sector,
    set_points,
)
from coordination.oncall.services.lines.parameters import load_rule_parameters
from coordination.oncall.services.lines.sectors import set_communes, set_requirement
from coordination.oncall.services.people.availability import say_days
from coordination.oncall.services.rosters.duty import record_duties
from coordination.oncall.services.rosters.placement import Placement, place_all
from coordination.oncall.services.rosters.roster import draft_roster, publish_roster
from coordination.oncall.services.rosters.rotation import open_rotation
from coordination.oncall.services.rosters.shift import withdraw
from coordination.oncall.services.swaps.swap import open_swap
from directory.models import Profession
from portal.accounts.models import User
from portal.demo import accounts
from portal.demo.circuit import play_circuit
from portal.demo.people import Names
from portal.demo.served import fill_by_weeks, play_service, play_shortage
from portal.lib.geo import distance_km
from portal.territories.models import Territory

Day = SlotTemplate.DayRule
Class = SlotClass
# Each commune of the Aube goes to the nearest of these towns.
SECTORS = [
    ("10387", "Troyes et agglomération", "troyes"),
    ("10323", "Romilly-sur-Seine", "romilly"),
    ("10033", "Bar-sur-Aube", "bar-sur-aube"),
    ("10034", "Bar-sur-Seine", "bar-sur-seine"),
    ("10003", "Aix-en-Othe", "aix-en-othe"),
]
DEEP_NIGHT = ("troyes", "romilly")
HOURS = [
    ("Nuit profonde", time(0), time(8), Day.EVERY_DAY, Class.DEEP_NIGHT),
    ("Journée", time(8), time(20), Day.DAY_OFF, Class.SUNDAY),
    ("Samedi après-midi", time(12), time(20), Day.SATURDAY, Class.SATURDAY),
    ("Soirée", time(20), time(0), Day.EVERY_DAY, Class.EVENING),
]
POINTS = {
    Class.EVENING: Decimal(1), Class.DEEP_NIGHT: Decimal(2), Class.SATURDAY: Decimal(2),
    Class.SUNDAY: Decimal(3), Class.BRIDGE: Decimal(3), Class.HOLIDAY: Decimal(4),
    Class.RED_DAY: Decimal(6),
}  # fmt: skip
DECISION = "arrêté fictif de l’ARS 2026-PDSA-07, cahier des charges, article 4"
DOCTORS, NURSES = 12, 8
# The first calls are far apart, so that the alert of the story is still open for a visitor.
CHANNELS = [Channel.SMS.value, Channel.EMAIL.value]
CHAIN = [(Target.ON_CALL, 1800), (Target.NEXT_ON_CALL, 1800), (Target.COORDINATOR, 7200)]
# A number in a block that is kept for fiction, and that no volunteer of the story bears.
PHONES = "+3363998{:04d}"
FIRST_PHONE = 8000
PAST = timedelta(weeks=4)  # the nurses were already on call


@dataclass
class Duty:
    """What the chapter of the rosters knows."""

    names: Names
    coordinator: User
    aube: Territory
    first: date
    last: date
    before: date
    phone: int = FIRST_PHONE


def play_duties(names: Names) -> None:
    """Both lines are published for three months that began four weeks ago."""
    load_rule_parameters()
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday() + 28)
    duty = Duty(
        names=names,
        coordinator=User.objects.get(email=accounts.COORDINATOR.email),
        aube=Territory.objects.get(kind=Territory.Kind.DEPARTMENT, code="10"),
        first=monday,
        last=monday + timedelta(days=92),
        before=monday - PAST,
    )
    doctors = _doctors(duty)
    nurses = _nurses(duty)
    for line in (doctors, nurses):
        start = datetime.combine(duty.before, time(0), UTC)
        DutyClock.objects.create(line=line, recorded_since=start, recorded_until=start)
    record_duties()
    _leave_a_hole(doctors, duty)
    play_service(nurses, nurses.rosters.earliest("days"), by=duty.coordinator)
    play_shortage(doctors.sectors.get(code="bar-sur-aube"), by=duty.coordinator)
    _ask_for_a_swap(nurses, duty)
    _call_the_nurse(nurses, duty)
    play_circuit(doctors, nurses, last=duty.last, by=duty.coordinator)


# --- Doctors --------------------------------------------------------------------------------
def _doctors(duty: Duty) -> Line:
    line = open_line(
        Line(
            slug="pdsa-aube",
            name="Médecins de garde de l’Aube",
            kind=Line.Kind.PDSA,
            territory=duty.aube,
            phone="+33353018015",
            instructions="Aux heures de fermeture des cabinets. Urgence vitale : le 15.",
            regimes=[Regime.LIBERAL],
        ),
        roles=[("effecteur", "médecin effecteur")],
        by=duty.coordinator,
    )
    role = line.roles.get()
    set_points(line, POINTS, since=duty.first, by=duty.coordinator)
    sectors = _sectors(line, duty)
    for rank, (name, start, end, rule, kind) in enumerate(HOURS):
        _template(line, duty, rank, name, start, end, rule, kind)
    pools = {sector.pk: _people(duty, line, role, sector, DOCTORS, "10") for sector in sectors}
    # Ten weeks: the next roster begins in less than forty-five days, and is late to leave.
    end = duty.first + timedelta(days=69)
    roster = _roster(line, duty, "Médecins de garde, dix semaines", last=end)
    place_all(
        roster, _turns(roster, role, pools), origin=Shift.Origin.ROTATION, by=duty.coordinator
    )
    publish_roster(roster, by=duty.coordinator)
    return line


def _sectors(line: Line, duty: Duty) -> list[Sector]:
    towns = {code: Territory.objects.communes().get(code=code) for code, _, _ in SECTORS}
    nearest: dict[str, list[str]] = defaultdict(list)
    for commune in Territory.objects.within([duty.aube.pk]).communes():
        nearest[min(towns, key=lambda code: _apart(commune, towns[code]))].append(commune.code)
    sectors = []
    for code, name, short in SECTORS:
        sector = open_sector(line, name=name, code=short, by=duty.coordinator)
        set_communes(sector, sorted(nearest[code]), since=duty.first, by=duty.coordinator)
        for kind in (*POINTS, Class.DEEP_NIGHT):
            if kind != Class.RED_DAY:
                _require(sector, kind, duty, uncovered=_is_left(kind, short))
        sectors.append(sector)
    return sectors


def _is_left(kind: str, sector: str) -> bool:
    return kind == Class.DEEP_NIGHT and sector not in DEEP_NIGHT


def _require(sector: Sector, kind: str, duty: Duty, *, uncovered: bool = False) -> None:
    number = 0 if uncovered else 1
    set_requirement(
        Requirement(
            sector=sector,
            slot_class=kind,
            minimum=number,
            target=number,
            maximum=number,
            validity=DateRange(duty.before, None),
            is_uncovered=uncovered,
            reason="régulation seule : appelez le 15" if uncovered else "",
            reference=DECISION if uncovered else "",
        ),
        by=duty.coordinator,
    )


def _turns(roster: Roster, role: LineRole, pools: dict[int, list[Person]]) -> list[Placement]:
    """Each sector's doctors one after the other; nobody where nothing is due."""
    following = {sector: cycle(people) for sector, people in pools.items()}
    left = {
        (row.sector_id, row.slot_class)
        for row in Requirement.objects.filter(sector__in=pools, is_uncovered=True)
    }
    slots = Slot.objects.filter(roster=roster).order_by("period", "pk")
    return [
        Placement(slot, role, next(following[slot.sector_id]))
        for slot in slots
        if (slot.sector_id, slot.slot_class) not in left
    ]


# --- Nurses ---------------------------------------------------------------------------------
def _nurses(duty: Duty) -> Line:
    line = open_line(
        Line(
            slug="ide-nuit-ehpad",
            name="Infirmière de nuit des EHPAD de Troyes",
            kind=Line.Kind.NIGHT_NURSE,
            territory=duty.aube,
            instructions="De 21 h à 7 h, pour les EHPAD adhérents. Urgence vitale : le 15.",
            regimes=[Regime.PRIVATE],
        ),
        roles=[("infirmiere", "infirmière d’astreinte")],
        by=duty.coordinator,
    )
    role = line.roles.get()
    set_points(line, {Class.NIGHT: Decimal(1)}, since=duty.before, by=duty.coordinator)
    sector = open_sector(line, name="EHPAD de Troyes", code="troyes", by=duty.coordinator)
    around = Territory.objects.communes().filter(
        outer_links__ancestor__kind=Territory.Kind.EPCI, outer_links__ancestor__code="200069250"
    )
    codes = sorted(around.values_list("code", flat=True))
    set_communes(sector, codes, since=duty.before, by=duty.coordinator)
    _require(sector, Class.NIGHT, duty)
    _template(line, duty, 0, "Nuit", time(21), time(7), Day.EVERY_DAY, Class.NIGHT)
    people = _people(duty, line, role, sector, NURSES - 1, "60", regime=Regime.PRIVATE)
    people.insert(4, _main_nurse(duty, line, role))
    past = replace(duty, first=duty.before, last=duty.first - timedelta(days=1))
    # The nurse of `make demo` held the last of the past weeks, and holds this one.
    month = _roster(line, past, "Infirmières de nuit, mois passé")
    fill_by_weeks(month, role, [*people[1:], people[0]], by=duty.coordinator)
    fill_by_weeks(
        _roster(line, duty, "Infirmières de nuit, trois mois"), role, people, by=duty.coordinator
    )
    _take_turns(sector, role, people, duty)
    _say_when(people[4], line, duty)
    return line


def _take_turns(sector: Sector, role: LineRole, people: list[Person], duty: Duty) -> None:
    """After the three months that are published, the nurses follow one another by weeks."""
    places = [RotationPlace(person=one, rank=rank) for rank, one in enumerate(people, start=1)]
    weekly = Rotation(cadence=Rotation.Cadence.WEEKLY, starts_on=duty.last + timedelta(days=1))
    terms = {"name": "Semaines", "priority": 1, "by": duty.coordinator}
    open_rotation(weekly, places, sector=sector, role=role, **terms)


def _say_when(nurse: Person, line: Line, duty: Duty) -> None:
    """The nurse of `make demo` has begun to say when she can; the rest of the month is unsaid."""
    today = timezone.localdate()
    days = [today + timedelta(days=rank) for rank in range(2, 9)]
    states = {day: "unavailable" if day.weekday() in (2, 4) else "available" for day in days}
    say_days(nurse, line, states, by=nurse.user)


def _main_nurse(duty: Duty, line: Line, role: LineRole) -> Person:
    """The volunteer of `make demo` is on call too, this week."""
    user = User.objects.get(email=accounts.VOLUNTEER.email)
    person = Person(
        user=user, first_name=user.first_name, last_name=user.last_name, territory=duty.aube
    )
    _list(duty, person, line, role, regime=Regime.PRIVATE)
    return person


# --- Both -----------------------------------------------------------------------------------
def _people(
    duty: Duty,
    line: Line,
    role: LineRole,
    sector: Sector,
    number: int,
    profession: str,
    *,
    regime: str = Regime.LIBERAL,
) -> list[Person]:
    people = []
    for _ in range(number):
        first, last = duty.names.draw()
        person = Person(
            first_name=first,
            last_name=last,
            territory=duty.aube,
            profession=Profession.objects.get(pk=profession),
        )
        _list(duty, person, line, role, sector=sector, regime=regime)
        people.append(person)
    return people


def _list(
    duty: Duty,
    person: Person,
    line: Line,
    role: LineRole,
    *,
    sector: Sector | None = None,
    regime: str = Regime.LIBERAL,
) -> None:
    """Listed, with a number; one in six gives it to those who call only."""
    list_person(person, by=duty.coordinator)
    duty.phone += 1
    kept = ContactMethod.Audience.CALLERS if duty.phone % 6 == 0 else None
    contact = add_contact(
        person,
        kind=ContactMethod.Kind.MOBILE,
        value=PHONES.format(duty.phone),
        by=duty.coordinator,
        audience=kept or ContactMethod.Audience.PROFESSIONALS,
    )
    contact.state, contact.verified_at = ContactMethod.State.VERIFIED, timezone.now()
    contact.save()
    member = Member(
        line=line, person=person, regime=regime, membership=DateRange(duty.before, None)
    )
    add_member(member, roles=[role], sectors=[sector] if sector else [], by=duty.coordinator)


def _template(
    line: Line, duty: Duty, rank: int, name: str, start: time, end: time, rule: str, kind: str
) -> None:
    template = SlotTemplate(
        line=line,
        name=name,
        starts_at=start,
        ends_at=end,
        day_rule=rule,
        slot_class=kind,
        validity=DateRange(duty.before, None),
        rank=rank,
    )
    add_template(template, by=duty.coordinator)


def _roster(line: Line, duty: Duty, name: str, *, last: date | None = None) -> Roster:
    until = last or duty.last
    return draft_roster(line, first=duty.first, last=until, name=name, by=duty.coordinator)


def _leave_a_hole(line: Line, duty: Duty) -> None:
    """In two days, one evening of Bar-sur-Aube has nobody any more."""
    day = timezone.localdate() + timedelta(days=2)
    shift = Shift.objects.get(
        line=line, sector__code="bar-sur-aube", slot__local_day=day, slot__slot_class=Class.EVENING
    )
    withdraw(shift, by=duty.coordinator, motive="arrêt de travail, aucun remplaçant trouvé")


def _ask_for_a_swap(line: Line, duty: Duty) -> None:
    """The nurse of `make demo` looks for somebody for her next Saturday on call."""
    mine = Shift.objects.holding().filter(
        line=line,
        person__user__email=accounts.VOLUNTEER.email,
        period__startswith__gt=timezone.now(),
    )
    shift = mine.filter(slot__local_day__week_day=7).in_order().first() or mine.in_order().first()
    if shift is not None:
        open_swap(shift, kind=Swap.Kind.GIVE, by=shift.person.user, reason="mariage de ma sœur")


def _call_the_nurse(line: Line, duty: Duty) -> None:
    """An EHPAD calls the night nurse; nobody has answered yet when the story is opened."""
    steps = [
        PlannedStep(rank, target, channels=tuple(CHANNELS), delay_seconds=wait)
        for rank, (target, wait) in enumerate(CHAIN)
    ]
    terms = {"repeats": 1, "reminder_minutes": 30, "by": duty.coordinator}
    write_chain(line, steps, name="Nuit des EHPAD", **terms)
    open_alert(
        line,
        commune=Territory.objects.communes().get(code="10387"),
        subject="Chute dans une chambre, un avis infirmier est demandé",
        by=User.objects.get(email=accounts.EHPAD.email),
    )


def _apart(commune: Territory, town: Territory) -> float:
    if None in (commune.latitude, commune.longitude, town.latitude, town.longitude):
        return 1000.0
    return distance_km(commune.latitude, commune.longitude, town.latitude, town.longitude)
