"""Somebody is away: said once, with a reason that stays theirs."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from coordination.oncall.models import Absence, Person, Shift
from coordination.oncall.refusals import AbsenceClash, PeriodReversed, PeriodTooLong
from portal.accounts.models import User
from portal.audit.services import record

LONGEST_DAYS = 400


@transaction.atomic
def note_absence(
    person: Person, *, period: Any, by: User | None, private_reason: str = "", source: str = ""
) -> list[Shift]:
    """The person is away; returns the duties they hold then, which are now fragile.

    The journal does not keep the reason. Raises PeriodReversed, PeriodTooLong, AbsenceClash.
    """
    if period.upper <= period.lower:
        raise PeriodReversed
    if period.upper - period.lower > timedelta(days=LONGEST_DAYS):
        raise PeriodTooLong(days=LONGEST_DAYS)
    try:
        with transaction.atomic():
            absence = Absence.objects.create(
                person=person,
                period=period,
                private_reason=private_reason,
                source=source,
                created_by=by,
            )
    except IntegrityError as error:
        raise AbsenceClash from error
    record(by, "absence.noted", absence, person=str(person.uuid))
    return list(
        Shift.objects.holding()
        .filter(person=person, period__overlap=period)
        .select_related("line", "sector", "role")
        .in_order()
    )


@transaction.atomic
def drop_absence(absence: Absence, *, by: User | None) -> None:
    """The person is there after all."""
    record(by, "absence.dropped", absence, person=str(absence.person.uuid))
    Absence.objects.filter(pk=absence.pk).delete()
