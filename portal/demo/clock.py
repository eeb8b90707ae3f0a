"""Time passes in the demonstration: what was played today becomes the past.

The story is played through the services, which only know the present. Between two chapters
every instant already written moves back by the time that passes: needs, waves, answers,
places, messages and the journal grow old together. What volunteers declared for the coming
weeks stays where it is.
"""

from datetime import timedelta

import pgtrigger
from django.db import connection, models
from django.db.models import F
from django.utils import timezone

from coordination.notifications.ledger import write_pending
from coordination.notifications.models import Notification, Publication
from coordination.reinforcement.models import (
    Assignment,
    Consent,
    ContactBudget,
    Evidence,
    Feedback,
    Need,
    Seat,
    Slot,
    Volunteer,
    Wave,
)
from portal.accounts.models import Grant, User
from portal.audit.models import Entry

AGING: list[type[models.Model]] = [
    User, Grant, Entry, Volunteer, Consent, Evidence, Need, Slot, Wave, Assignment, Seat,
    Feedback, Publication, Notification,
]  # fmt: skip
# Two rows of one person may be exactly as far apart as the time that passes: going through
# a far past, none meets the other on the way.
FAR = timedelta(days=36525)
PERIODS = ("reinforcement_slot", "reinforcement_seat")
WEEK = timedelta(days=7)


def pass_time(delta: timedelta) -> None:
    """All that was played so far is older by `delta`.

    Contact budgets only by whole weeks, and slots by whole days: a day shift begins at 8 h.
    """
    settle_messages()
    with pgtrigger.ignore():
        for model in AGING:
            _age(model, delta)
        for table in PERIODS:
            _shift_periods(table, -(timedelta(days=delta.days) + FAR))
            _shift_periods(table, FAR)
        weeks = delta // WEEK
        for shift in (FAR // WEEK * WEEK + weeks * WEEK, -(FAR // WEEK * WEEK)):
            ContactBudget.objects.update(week=F("week") - shift)


def settle_messages() -> None:
    """What was told so far has reached people: in the past of a story, messages arrived."""
    for pk in Publication.objects.filter(state=Publication.State.PENDING).values_list(
        "pk", flat=True
    ):
        write_pending(pk)
    now = timezone.now()
    sent = Notification.objects.filter(state=Notification.State.QUEUED)
    sent.update(
        state=Notification.State.DELIVERED,
        sending_at=now,
        accepted_at=now,
        delivered_at=now,
        attempts=1,
        provider="demonstration",
    )


def _age(model: type[models.Model], delta: timedelta) -> None:
    instants = [
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateTimeField)
    ]
    model._default_manager.update(**{name: F(name) - delta for name in instants})


def _shift_periods(table: str, delta: timedelta) -> None:
    moved = (
        f"UPDATE {table} SET period = "  # noqa: S608 - one of PERIODS
        "tstzrange(lower(period) + %s, upper(period) + %s, '[)')"
    )
    with connection.cursor() as cursor:
        cursor.execute(moved, [delta, delta])
