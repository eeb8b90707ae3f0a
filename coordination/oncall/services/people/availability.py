"""A person says when they can, when they would rather, how much they accept."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from coordination.oncall.clock import minus
from coordination.oncall.models import Availability, Line, Member, Person, Wish
from coordination.oncall.refusals import PeriodReversed, PeriodTooLong
from coordination.oncall.refusals.settings import WishClash
from coordination.oncall.selectors.people.availability_page import duty_day
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.time import Period

MOST_DAYS = 62
LONGEST_WISH_DAYS = 92


@transaction.atomic
def say_days(person: Person, line: Line, states: Mapping[date, str], *, by: User | None) -> None:
    """The person is available, unavailable, or has said nothing ("") on each of these days.

    What was said of other days stays. Raises PeriodTooLong.
    """
    if len(states) > MOST_DAYS:
        raise PeriodTooLong(days=MOST_DAYS)
    Person.objects.select_for_update().get(pk=person.pk)
    for day_run, state in _runs(dict(sorted(states.items()))):
        period = (duty_day(line, day_run[0])[0], duty_day(line, day_run[-1])[1])
        _clear(person, line, period)
        if state:
            Availability.objects.create(
                person=person, line=line, period=DateTimeTZRange(*period), state=state
            )
    record(by, "availability.said", person, line=line.slug, days=len(states))


@transaction.atomic
def say_wish(
    person: Person,
    line: Line,
    *,
    first: date,
    last: date,
    kind: str,
    weight: int,
    by: User | None,
) -> Wish:
    """The person would rather serve, or not, from the first day to the last one included.

    Raises PeriodReversed, PeriodTooLong, WishClash.
    """
    if last < first:
        raise PeriodReversed
    if last - first > timedelta(days=LONGEST_WISH_DAYS):
        raise PeriodTooLong(days=LONGEST_WISH_DAYS)
    period = DateTimeTZRange(duty_day(line, first)[0], duty_day(line, last)[1])
    try:
        with transaction.atomic():
            wish = Wish.objects.create(
                person=person, line=line, period=period, kind=kind, weight=weight
            )
    except IntegrityError as error:
        raise WishClash from error
    record(by, "wish.said", wish, kind=kind)
    return wish


@transaction.atomic
def drop_wish(wish: Wish, *, by: User | None) -> None:
    """The person has no preference there any more."""
    record(by, "wish.dropped", wish)
    Wish.objects.filter(pk=wish.pk).delete()


@transaction.atomic
def set_limits(
    member: Member,
    *,
    most_duties: int | None,
    most_weekends: int | None,
    on_holidays: bool,
    by: User | None,
) -> None:
    """What the person accepts each month; beyond it rosters warn, and never forbid."""
    Member.objects.filter(pk=member.pk).update(
        most_duties_a_month=most_duties,
        most_weekends_a_month=most_weekends,
        volunteers_on_holidays=on_holidays,
    )
    record(by, "member.limits", member, duties=most_duties, weekends=most_weekends)


def _runs(states: dict[date, str]) -> Iterator[tuple[list[date], str]]:
    """Days that follow one another with the same state, together."""
    run: list[date] = []
    for day, state in states.items():
        if run and (day - run[-1] != timedelta(days=1) or states[run[-1]] != state):
            yield run, states[run[-1]]
            run = []
        run.append(day)
    if run:
        yield run, states[run[-1]]


def _clear(person: Person, line: Line, period: Period) -> None:
    """Nothing is said of the period; what was said around it stays."""
    rows = Availability.objects.filter(
        person=person, line=line, period__overlap=DateTimeTZRange(*period)
    )
    left = [
        Availability(person=person, line=line, period=DateTimeTZRange(*piece), state=row.state)
        for row in rows
        for piece in minus((row.period.lower, row.period.upper), [period])
    ]
    rows.delete()
    Availability.objects.bulk_create(left)
