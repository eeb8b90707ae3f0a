"""Statements of a month: per person, per line; planned, recorded, served, certified and paid.

« Enregistré » is the journal of duties: months add up to it, clock changes included.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from coordination.oncall.clock import add_months, elapsed
from coordination.oncall.models import (
    Certificate,
    DutyCheck,
    DutyRecord,
    Intervention,
    Line,
    Person,
    Roster,
    Shift,
    Slot,
)
from coordination.oncall.selectors.holders.trips import work_of
from coordination.oncall.selectors.plans.slots import calendar_of
from coordination.oncall.selectors.serving.served import Served, joined, period_of, served_by
from coordination.oncall.selectors.serving.tally import Piece, Tally, pieces
from portal.lib.time import Period, local_instant

State = Roster.State
# A duty of the month may begin a little before it elsewhere in the world, and end a week after.
BEFORE, AFTER = timedelta(days=2), timedelta(days=9)
Key = tuple[int, str, str]


@dataclass
class Entry:
    """One duty of a statement, slot or part of a rotation, with its five readings."""

    day: date
    slot_class: str
    label: str
    line: Line
    sector: str
    zone: ZoneInfo
    person: Person
    planned: list[Period] = field(default_factory=list)
    recorded: list[Period] = field(default_factory=list)
    served: list[Period] = field(default_factory=list)
    certified: timedelta | None = None
    is_paid: bool = False
    differs: bool = False
    is_to_come: bool = False

    @property
    def period(self) -> Period | None:
        """What there is to show: served, else recorded, else planned."""
        shown = self.served or self.recorded or self.planned
        return (min(shown)[0], max(end for _, end in shown)) if shown else None


@dataclass
class Account:
    """What a person did on a line over the month; or everybody, for a total."""

    person: Person | None
    line: Line | None
    planned: Tally = field(default_factory=Tally)
    recorded: Tally = field(default_factory=Tally)
    served: Tally = field(default_factory=Tally)
    certified: timedelta = timedelta()
    paid: timedelta = timedelta()
    calls: int = 0
    trips: int = 0
    at_work: timedelta = timedelta()
    km: Decimal = Decimal(0)

    def add(self, entry: Entry) -> None:
        """One duty more."""
        self.planned.add(entry.slot_class, entry.planned)
        self.recorded.add(entry.slot_class, entry.recorded)
        self.served.add(entry.slot_class, entry.served)
        self.certified += entry.certified or timedelta()
        self.paid += (entry.certified or timedelta()) if entry.is_paid else timedelta()

    def add_trip(self, one: Intervention) -> None:
        """One intervention more."""
        self.calls += 1
        self.trips += one.trip_started_at is not None
        self.at_work += elapsed([work_of(one)])
        self.km += one.distance_km


@dataclass
class Statement:
    """A month: its accounts, its duties, its interventions, its total."""

    first: date
    accounts: list[Account]
    entries: list[Entry]
    trips: list[Intervention]
    total: Account

    @property
    def before(self) -> date:
        """The month before."""
        return add_months(self.first, -1)

    @property
    def after(self) -> date:
        """The month after."""
        return add_months(self.first, 1)


def statement_of(person: Person, first: date) -> Statement:
    """The month of a person, line by line. A constant number of statements."""
    window = _window(first)
    duties, left = served_by(person, window)
    rows = Intervention.objects.live().filter(person=person)
    return _statement(first, duties, left, _trips(rows, window))


def statement_of_line(line: Line, first: date) -> Statement:
    """The month of a line, person by person. A constant number of statements."""
    window = _window(first)
    frame = DateTimeTZRange(*window)
    slots = Slot.objects.filter(
        sector__line=line, roster__state__in=Roster.PUBLIC, period__overlap=frame
    ).select_related("sector__line", "roster")
    mine = list(slots)
    ids = [slot.pk for slot in mine]
    records = DutyRecord.objects.filter(line=line, period__overlap=frame)
    left: list[DutyRecord] = []
    duties = joined(
        mine,
        Shift.objects.filter(slot__in=ids, status__in=Shift.STANDING),
        list(records.select_related("role", "person", "shift", "sector__line")),
        DutyCheck.objects.filter(slot__in=ids),
        left=left,
    )
    rows = Intervention.objects.live().filter(record__line=line)
    return _statement(first, duties, left, _trips(rows, window))


def _statement(
    first: date, duties: list[Served], left: list[DutyRecord], trips: list[Intervention]
) -> Statement:
    end = add_months(first, 1)
    duties = [duty for duty in duties if first <= duty.slot.local_day < end]
    certified = _certified(duties)
    entries = [_entry(duty, certified) for duty in duties]
    entries += [entry for row in left for entry in _loose(row) if first <= entry.day < end]
    entries.sort(key=lambda one: (one.day, one.period or (), one.sector, str(one.person)))
    trips = [one for one in trips if first <= _day_of(one) < end]
    accounts: dict[tuple[int, int], Account] = {}
    total = Account(None, None)

    def account(person: Person, line: Line) -> Account:
        return accounts.setdefault((person.pk, line.pk), Account(person, line))

    for entry in entries:
        account(entry.person, entry.line).add(entry)
        total.add(entry)
    for one in trips:
        account(one.person, one.record.line).add_trip(one)
        total.add_trip(one)
    shown = sorted(accounts.values(), key=lambda one: (str(one.person), str(one.line)))
    return Statement(first, shown, entries, trips, total)


def _entry(duty: Served, certified: dict[Key, tuple[timedelta, bool]]) -> Entry:
    slot = duty.slot
    key = (slot.pk, duty.role.code, str(duty.person.uuid))
    lived, is_paid = certified.get(key, (None, False))
    return Entry(
        day=slot.local_day,
        slot_class=slot.slot_class,
        label=slot.label,
        line=slot.sector.line,
        sector=slot.sector.name,
        zone=ZoneInfo(slot.sector.zone),
        person=duty.person,
        planned=duty.planned,
        recorded=duty.recorded,
        served=duty.counted if duty.is_over else duty.recorded,
        certified=lived,
        is_paid=is_paid,
        differs=bool(duty.differences) and duty.is_over,
        is_to_come=not duty.is_over and not duty.recorded,
    )


def _loose(row: DutyRecord) -> Iterable[Entry]:
    """The record of a rotation, cut at 8 h and 20 h: served as it was recorded."""
    zone = ZoneInfo(row.sector.zone)
    for piece in pieces(period_of(row), zone, calendar_of(row.sector)):
        yield _of_piece(row, piece, zone)


def _of_piece(row: DutyRecord, piece: Piece, zone: ZoneInfo) -> Entry:
    return Entry(
        day=piece.day,
        slot_class=piece.slot_class,
        label=row.get_source_display(),
        line=row.sector.line,
        sector=row.sector.name,
        zone=zone,
        person=row.person,
        recorded=[piece.period],
        served=[piece.period],
    )


def _certified(duties: list[Served]) -> dict[Key, tuple[timedelta, bool]]:
    """What the last certificate of each roster says, and whether it was sent to payment."""
    rosters = {duty.slot.roster_id for duty in duties}
    rows = Certificate.objects.filter(roster__in=rosters).select_related("roster")
    found: dict[Key, tuple[timedelta, bool]] = {}
    last = {row.roster_id: row for row in rows.order_by("number")}
    for row in last.values():
        is_paid = row.roster.state == State.SENT_FOR_PAYMENT
        for line in row.content["duties"]:
            lived = timedelta(minutes=line["minutes"])
            found[line["slot"], line["role"], line["person"]] = (lived, is_paid)
    return found


def _trips(rows: Any, window: Period) -> list[Intervention]:
    rows = rows.filter(called_at__gte=window[0], called_at__lt=window[1])
    related = ("record__line", "record__sector__line", "person")
    return list(rows.select_related(*related).order_by("called_at", "pk"))


def _day_of(one: Intervention) -> date:
    return one.called_at.astimezone(ZoneInfo(one.record.sector.zone)).date()


def _window(first: date) -> Period:
    zone = ZoneInfo("UTC")
    start: datetime = local_instant(first, time(0), zone) - BEFORE
    return start, local_instant(add_months(first, 1), time(0), zone) + AFTER
