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
SPREAD = """
UPDATE reinforcement_assignment SET
    seen_at = seen_at + LEAST(now() - seen_at, looked),
    answered_at = answered_at + LEAST(now() - answered_at, looked + thought),
    selected_at = selected_at + LEAST(now() - selected_at, looked + thought + chosen),
    confirmed_at = confirmed_at + LEAST(now() - confirmed_at, looked + thought + chosen + checked)
FROM (SELECT id AS number, (2 + mod(id * 37, 40)) * interval '1 minute' AS looked,
             (1 + mod(id * 53, 90)) * interval '1 minute' AS thought,
             (5 + mod(id * 71, 110)) * interval '1 minute' AS chosen,
             (3 + mod(id * 29, 50)) * interval '1 minute' AS checked
        FROM reinforcement_assignment) AS delays
WHERE number = id
"""
FILLED = """
UPDATE reinforcement_need SET filled_at = chosen
FROM (SELECT need_id, max(selected_at) AS chosen FROM reinforcement_assignment GROUP BY need_id)
     AS last
WHERE need_id = id AND filled_at IS NOT NULL AND chosen IS NOT NULL
"""
WAITED = """
UPDATE directory_signal SET raised_at = raised_at - mod(id * 37, 47) * interval '26 hours',
       taken_at = taken_at - interval '3 hours' WHERE state = 'new'
"""
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
    learn_sizes()


def learn_sizes() -> None:
    """PostgreSQL knows how large each table has become.

    The story is one transaction, of which its own passes see nothing: it would believe every
    table empty, until a minute after the end, and statements would take seconds.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


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


def spread_answers() -> None:
    """People took their time: minutes to look, hours to answer and to choose, never ahead of now.

    A chapter is played at one instant; the delays come from the row's number, always the same.
    """
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(SPREAD)
        cursor.execute(FILLED)


def spread_signals() -> None:
    """What is wrong in the directory was found over the last seven weeks, not all at once."""
    with connection.cursor() as cursor:
        cursor.execute(WAITED)


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
