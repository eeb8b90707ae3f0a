"""Absences, or hours of availability, come from somebody's own calendar."""

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.oncall.imports.ics import NotACalendar, read_calendar
from coordination.oncall.models import Absence, Availability, Line, Person, Upload
from coordination.oncall.refusals import AbsenceClash
from coordination.oncall.refusals.files import FileUnreadable
from coordination.oncall.selectors.calendars.agenda_import import (
    Plan,
    Written,
    kept_for,
    plan_of,
    source_of,
)
from coordination.oncall.services.rosters.upload import lock_waiting, set_aside
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.time import PARIS


def read_agenda(
    content: bytes, *, name: str, person: Person, line: Line | None, by: User
) -> Upload:
    """The calendar is read and waits: absences, or availability on `line` when it is given.

    Raises FileUnreadable.
    """
    try:
        reading = read_calendar(content, zone=PARIS, now=timezone.now())
    except NotACalendar as error:
        raise FileUnreadable(why=str(error)) from error
    upload = Upload(
        owner=by,
        kind=Upload.Kind.AVAILABILITY if line else Upload.Kind.ABSENCES,
        person=person,
        line=line,
        name=name[:120],
    )
    rows = [
        [
            one.line, source_of(one.identity), one.start.isoformat(), one.end.isoformat(),
            one.is_cancelled, one.note,
        ]
        for one in reading.taken
    ]  # fmt: skip
    problems = [[one.line, one.sentence] for one in reading.problems]
    if reading.free:
        said = f"{reading.free} événements marqués « disponible » sont laissés de côté."
        problems.append([0, said])
    return set_aside(upload, rows=rows, problems=problems)


@transaction.atomic
def apply_agenda(upload: Upload, *, by: User) -> Plan:
    """The person has these absences, or this availability, and those that left the calendar are
    gone; the same file sent again changes nothing. All of it or nothing.

    Raises UploadGone, UploadOver, AbsenceClash.
    """
    fresh = lock_waiting(upload, by=by)
    person = Person.objects.select_for_update().get(pk=fresh.person_id or 0)
    plan = plan_of(fresh)
    kept_for(fresh).filter(pk__in=plan.gone).delete()
    rows = [*plan.new, *plan.moved]
    try:
        with transaction.atomic():
            if fresh.kind == Upload.Kind.ABSENCES:
                Absence.objects.bulk_create(_absence(one, person, by) for one in rows)
            else:
                Availability.objects.bulk_create(_available(one, fresh) for one in rows)
    except IntegrityError as error:
        raise AbsenceClash from error
    record(
        by, "agenda.imported", person, kind=fresh.kind, new=len(plan.new),
        moved=len(plan.moved), gone=len(plan.gone) - len(plan.moved),
    )  # fmt: skip
    return plan


def _absence(one: Written, person: Person, by: User) -> Absence:
    period = DateTimeTZRange(*one.period)
    return Absence(person=person, period=period, source=one.source, created_by=by)


def _available(one: Written, upload: Upload) -> Availability:
    return Availability(
        person=upload.person,
        line=upload.line,
        period=DateTimeTZRange(*one.period),
        state=Availability.State.AVAILABLE,
        source=one.source,
    )
