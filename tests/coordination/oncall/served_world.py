"""Duties that are over: slots, shifts, and the record of who was on call."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from factory import LazyAttribute, SubFactory
from factory.django import DjangoModelFactory

from coordination.oncall.models import DutyClock, DutyRecord, Line, Roster, RuleParameter, SlotClass
from tests.coordination.oncall.roster_world import (
    LineRoleFactory,
    MemberFactory,
    PersonFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
    evening,
)

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


class RecordFactory(DjangoModelFactory):
    """What the portal saw of a shift: the whole of it."""

    class Meta:
        model = DutyRecord

    shift = SubFactory(ShiftFactory)
    line = LazyAttribute(lambda one: one.shift.line)
    sector = LazyAttribute(lambda one: one.shift.sector)
    role = LazyAttribute(lambda one: one.shift.role)
    person = LazyAttribute(lambda one: one.shift.person)
    period = LazyAttribute(lambda one: one.shift.period)
    source = DutyRecord.Source.SHIFT


def watch(line: Line, until: datetime) -> None:
    """The portal recorded the duties of the line from 2025 until then."""
    DutyClock.objects.update_or_create(
        line=line, defaults={"recorded_since": LONG_AGO, "recorded_until": until}
    )


def march(line: Line, **fields: Any) -> Roster:
    """The roster of March 2026, closed."""
    days = DateRange(date(2026, 3, 1), date(2026, 4, 1))
    return RosterFactory(**{"line": line, "days": days, "state": "closed"} | fields)


def night(roster: Roster, day: date, person: Any = None, **fields: Any) -> DutyRecord:
    """A night from 20 h to 8 h, planned, and recorded as planned."""
    sector = roster.line.sectors.first() or SectorFactory(line=roster.line, name="Troyes")
    slot = SlotFactory(
        roster=roster, sector=sector, local_day=day, period=evening(day, 20, 32),
        slot_class=SlotClass.NIGHT, label="Nuit",
    )  # fmt: skip
    role = LineRoleFactory(line=roster.line)
    shift = ShiftFactory(slot=slot, role=role, person=person or PersonFactory(), status="accepted")
    return RecordFactory(shift=shift, **fields)


def listed(line: Line, regime: str = "private", **fields: Any) -> Any:
    """Somebody of that regime, member of the line since 2026."""
    member = MemberFactory(line=line, person=PersonFactory(**fields), regime=regime)
    member.roles.add(LineRoleFactory(line=line))
    return member.person


def daily_rest(hours: int = 11, regime: str = "private", **fields: Any) -> RuleParameter:
    """The daily rest of a regime."""
    return RuleParameter.objects.create(
        code="rest.daily", label="Repos quotidien", regime=regime, value=hours, unit="hours",
        severity="block", validity=DateRange(date(2017, 1, 1), None),
        legal_ref="R.6152-27", **fields,
    )  # fmt: skip


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An hour of Paris; past 24, the day after."""
    start = evening(day, 0, 1).lower if hour < 24 else evening(day + timedelta(days=1), 0, 1).lower
    return start + timedelta(hours=hour % 24, minutes=minute)


def between(start: datetime, end: datetime) -> DateTimeTZRange:
    """A half-open period."""
    return DateTimeTZRange(start, end)
