"""Quiet hours on the person's own clock, and never message upon message."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from coordination.notifications import delivery, flood, quiet
from coordination.notifications.models import Notification, Preference
from coordination.notifications.services import notify
from tests.coordination.notifications.notices import Fact, UrgentFact

PARIS, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
NIGHT = (time(22), time(7))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "now, zone, until",
    [
        ("2026-11-22T20:59", PARIS, None),
        ("2026-11-22T21:00", PARIS, "2026-11-23T06:00"),
        ("2026-11-23T05:59", PARIS, "2026-11-23T06:00"),
        ("2026-11-23T06:00", PARIS, None),
        ("2026-11-22T18:30", REUNION, "2026-11-23T03:00"),
        # The night when the clock goes back lasts 25 hours, that when it goes forward 23.
        ("2026-10-24T21:00", PARIS, "2026-10-25T06:00"),
        ("2026-03-28T22:00", PARIS, "2026-03-29T05:00"),
    ],
)
def test_the_night_ends_at_seven_on_the_persons_clock(now, zone, until):
    assert quiet.quiet_until(at(now), *NIGHT, zone) == (until and at(until))


def test_quiet_hours_within_a_day_do_not_cross_midnight():
    nap = (time(13), time(15))

    assert quiet.quiet_until(at("2026-11-22T12:30"), *nap, PARIS) == at("2026-11-22T14:00")
    assert quiet.quiet_until(at("2026-11-22T23:30"), *nap, PARIS) is None


@pytest.fixture
def asleep(martin):
    now = timezone.now().astimezone(PARIS)
    begins, ends = now - timedelta(hours=1), now + timedelta(minutes=45)
    Preference.objects.create(
        user=martin,
        phone="+33612345678",
        channels=["sms"],
        quiet_from=begins.time().replace(tzinfo=None),
        quiet_until=ends.time().replace(tzinfo=None, second=0, microsecond=0),
    )
    return martin


def test_an_sms_waits_for_the_morning_and_no_attempt_is_counted(asleep):
    notify(Fact, asleep)

    delivery.drain("default")

    row = Notification.objects.get(channel="sms")
    assert (row.state, row.attempts, row.error) == ("queued", 0, "heures calmes")
    assert row.next_attempt_at > timezone.now() + timedelta(minutes=30)


def test_what_is_urgent_wakes_people_up(asleep):
    notify(UrgentFact, asleep)

    delivery.drain("urgent")

    assert Notification.objects.get(channel="sms").state == "accepted"


def test_what_would_be_too_late_in_the_morning_is_kept_in_the_portal(asleep):
    notify(Fact, asleep)
    Notification.objects.update(expires_at=timezone.now() + timedelta(minutes=5))

    delivery.drain("default")

    row = Notification.objects.get(channel="sms")
    assert (row.state, row.error) == ("suppressed", "heures calmes")


@pytest.mark.parametrize(
    "minutes_ago, limits, opens_in",
    [
        ([], flood.SMS_LIMITS, None),
        ([0.5], (flood.ONE_A_MINUTE,), 0.5),
        ([1], (flood.ONE_A_MINUTE,), None),
        ([14, 10, 8, 5, 2], flood.SMS_LIMITS, 1),
        ([20, 10, 8, 5, 2], flood.SMS_LIMITS, None),
        ([*range(2, 57, 5)], flood.SMS_LIMITS, 8),
    ],
)
def test_the_door_opens_when_the_oldest_leaves_the_window(minutes_ago, limits, opens_in):
    now = at("2026-11-22T12:00")
    sent = [now - timedelta(minutes=ago) for ago in minutes_ago]

    opens = flood.opens_at(sent, now, limits)

    assert opens == (None if opens_in is None else now + timedelta(minutes=opens_in))


def test_the_second_message_of_a_minute_waits_for_the_next(martin):
    notify(Fact, martin)
    notify(Fact, martin, step=1)

    delivery.drain("default")

    assert len(mail.outbox) == 1
    waiting = Notification.objects.get(channel="email", state="queued")
    assert waiting.error == "messages trop rapprochés"
    Notification.objects.filter(state="accepted").update(
        accepted_at=timezone.now() - timedelta(minutes=2)
    )
    Notification.objects.filter(pk=waiting.pk).update(next_attempt_at=timezone.now())
    delivery.drain("default")
    assert len(mail.outbox) == 2


def test_too_many_messages_become_one_that_leads_to_the_portal(martin, settings):
    for step in range(4):
        notify(Fact, martin, step=step)

    delivery.drain("default")

    (sent,) = mail.outbox
    assert sent.subject == "4 messages vous attendent"
    assert "- Un fait : Martin" in sent.body and "/messages/" in sent.body
    gathering = Notification.objects.get(channel="email", state="accepted")
    bundled = Notification.objects.filter(channel="email", state="suppressed")
    assert {row.bundle_id for row in bundled} == {gathering.pk} and bundled.count() == 4


def test_urgent_messages_are_neither_bundled_nor_held_to_one_a_minute(martin):
    for step in range(4):
        notify(UrgentFact, martin, step=step)

    delivery.drain("urgent")

    assert len(mail.outbox) == 4
