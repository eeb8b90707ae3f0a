"""What the clock tells of duties that come: each fact once, however often the clock ticks.

The key of a publication (notice, subject, step) is what makes it once; what was told already is
left out first, so that a tick costs what is new.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, Model, OuterRef

from coordination.notifications.models import Publication
from coordination.notifications.registry import Notice
from coordination.notifications.services import notify
from coordination.oncall.models import ContactMethod, Line, Person, Roster, Shift
from coordination.oncall.notices import (
    ContactUnverified,
    DutiesToConfirm,
    DutySoon,
    RosterToCertify,
    WeekAhead,
)

DAYS_BEFORE = (7, 1)
CONTACT_DAYS = 7
MONDAY, FROM = 0, time(7)
# Days after the end: the month that follows is the legal one (field/oncall.md, 2.1).
CONFIRM_AFTER = (1, 10)
CERTIFY_AFTER = (2, 20, 31)
BATCH = 500


def remind_duties(now: datetime) -> int:
    """Who is on call in seven days, then tomorrow, is reminded; how many reminders.

    Somebody who takes the shift in between is reminded too: its revision is in the key.
    """
    told = 0
    for days in DAYS_BEFORE:
        coming = Shift.objects.holding().filter(
            period__startswith__gt=now + timedelta(days=days - 1),
            period__startswith__lte=now + timedelta(days=days),
        )
        rows = list(coming.order_by("pk"))
        told += _tell_once(DutySoon, [(shift, shift.sequence * 10 + days) for shift in rows])
    return told


def remind_contacts(now: datetime) -> int:
    """Who is on call within seven days and has no verified contact is asked, once a week."""
    verified = ContactMethod.objects.filter(
        person=OuterRef("pk"), state=ContactMethod.State.VERIFIED
    )
    soon = Shift.objects.holding().filter(
        period__startswith__gt=now, period__startswith__lte=now + timedelta(days=CONTACT_DAYS)
    )
    people = Person.objects.filter(~Exists(verified), pk__in=soon.values("person"))
    step = _week(now, ZoneInfo("Europe/Paris"))
    return _tell_once(ContactUnverified, [(one, step) for one in people.order_by("pk")])


def tell_weeks(now: datetime) -> int:
    """On Monday morning, by the clock of each line, its week is told; how many lines."""
    planned = Roster.objects.public().filter(
        line=OuterRef("pk"), days__overlap=(now.date(), now.date() + timedelta(days=8))
    )
    lines = Line.objects.open().filter(Exists(planned)).order_by("pk")
    due = []
    for line in lines:
        zone = ZoneInfo(line.zone)
        local = now.astimezone(zone)
        if local.weekday() == MONDAY and local.time().replace(tzinfo=None) >= FROM:
            due.append((line, _week(now, zone)))
    return _tell_once(WeekAhead, due)


def remind_service(now: datetime) -> int:
    """Closed rosters that nobody certified: their people, then who signs; how many reminders."""
    closed = Roster.objects.filter(state=Roster.State.CLOSED).order_by("pk")
    people, signers = [], []
    for roster in closed:
        since = (now.date() - roster.days.upper).days
        people += [(roster, days) for days in CONFIRM_AFTER if days <= since < days + 7]
        signers += [(roster, days) for days in CERTIFY_AFTER if days <= since < days + 7]
    return _tell_once(DutiesToConfirm, people) + _tell_once(RosterToCertify, signers)


def _tell_once(notice: type[Notice], facts: Iterable[tuple[Model, int]]) -> int:
    wanted = list(facts)
    told = 0
    for rank in range(0, len(wanted), BATCH):
        batch: list[Any] = wanted[rank : rank + BATCH]
        subjects = [str(subject.pk) for subject, _ in batch]
        known = set(
            Publication.objects.filter(notice=notice.slug, subject_id__in=subjects).values_list(
                "subject_id", "step"
            )
        )
        for subject, step in batch:
            if (str(subject.pk), step) not in known:
                with transaction.atomic():
                    notify(notice, subject, step=step)
                told += 1
    return told


def _week(now: datetime, zone: ZoneInfo) -> int:
    year, week, _day = now.astimezone(zone).isocalendar()
    return year * 100 + week
