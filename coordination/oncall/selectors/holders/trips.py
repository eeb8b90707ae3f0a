"""Interventions noted during recorded duties."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.oncall.models import (
    DutyRecord,
    Intervention,
    Line,
    Person,
    Regime,
    Roster,
)
from portal.accounts.models import User
from portal.lib.time import Period, local_instant

# For how long after a duty its person still notes what was done.
LATELY = timedelta(days=31)
MOST = 30


@dataclass(frozen=True)
class Break:
    """A call during a duty, when what it asked ended, and whether the person moved."""

    called_at: datetime
    ended_at: datetime
    moved: bool


def duties_to_note(person: Person) -> list[DutyRecord]:
    """The recorded duties of the last month on which an intervention may be noted, last first."""
    now = timezone.now()
    rows = DutyRecord.objects.filter(
        person=person, period__overlap=DateTimeTZRange(now - LATELY, now)
    )
    return list(rows.select_related("line", "sector", "role", "shift").order_by("-period")[:MOST])


def duties_to_note_for(person: Person, *, by: User) -> list[DutyRecord]:
    """Those of the lines that `by` runs."""
    managed = set(Line.objects.managed_by(by).values_list("pk", flat=True))
    return [one for one in duties_to_note(person) if one.line_id in managed]


def of_person_run_by(person: Person, *, by: User) -> list[Intervention]:
    """Their interventions of the last month on the lines that `by` runs, last first."""
    managed = set(Line.objects.managed_by(by).values_list("pk", flat=True))
    return [one for one in of_person(person) if one.record.line_id in managed]


def record_at(person: Person, at: datetime) -> DutyRecord | None:
    """The duty of the person that was recorded at that instant, if any."""
    rows = DutyRecord.objects.filter(person=person, period__contains=at)
    related = ("line", "sector", "person", "shift__roster")
    return rows.select_related(*related).order_by("-period").first()


def work_of(one: Intervention) -> Period:
    """From the departure, or from the call when nobody moved, to the end."""
    return one.trip_started_at or one.called_at, one.ended_at


def breaks_of(people: Iterable[int], window: Any) -> dict[int, list[Break]]:
    """What these people were called for during the window: one statement."""
    rows = Intervention.objects.live().filter(
        person__in=people, called_at__gte=window.lower, called_at__lt=window.upper
    )
    found: dict[int, list[Break]] = defaultdict(list)
    for one in rows.only("person", "called_at", "ended_at", "trip_started_at"):
        moved = one.trip_started_at is not None
        found[one.person_id].append(Break(one.called_at, one.ended_at, moved))
    return found


def breaking(breaks: Iterable[Break], regime: str) -> list[Break]:
    """Those that break the rest of that regime.

    A call answered from home breaks the rest of an employee (code du travail, L.3121-9); for
    a hospital doctor, only trips do (R.6152-27).
    """
    return [one for one in breaks if one.moved or regime == Regime.PRIVATE]


def last_end(period: Period, breaks: Iterable[Break]) -> datetime | None:
    """When the last intervention called during the period ended."""
    ends = [one.ended_at for one in breaks if period[0] <= one.called_at < period[1]]
    return max(ends, default=None)


def of_person(person: Person) -> list[Intervention]:
    """Those of the last month, last first."""
    rows = Intervention.objects.live().filter(person=person, called_at__gt=timezone.now() - LATELY)
    rows = rows.select_related(
        "record__line", "record__sector", "record__shift", "person", "noted_by"
    )
    return list(rows.order_by("-called_at")[:MOST])


def of_roster(roster: Roster) -> list[Intervention]:
    """Those of the duties that began during the roster, in order."""
    zone = ZoneInfo(roster.line.zone)
    start, end = (local_instant(day, time(0), zone) for day in (roster.days.lower,
                                                               roster.days.upper))  # fmt: skip
    rows = Intervention.objects.live().filter(
        record__line=roster.line_id,
        record__period__startswith__gte=start,
        record__period__startswith__lt=end,
    )
    rows = rows.select_related("record__sector", "record__line", "person")
    return list(rows.order_by("called_at", "pk"))


def roster_of(record: DutyRecord) -> Roster | None:
    """The published roster in which the duty began, if any."""
    if record.shift is not None:
        return record.shift.roster
    day = record.period.lower.astimezone(ZoneInfo(record.sector.zone)).date()
    return Roster.objects.public().filter(line=record.line_id, days__contains=day).first()
