"""People without an account: told at their own address, once, by the best way there is."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from coordination.notifications import delivery, quiet
from coordination.notifications.models import Notification, Publication
from coordination.notifications.registry import Outsider
from coordination.notifications.services import notify
from portal.lib.time import PARIS
from tests.coordination.notifications.notices import Fact

COUNCIL = Outsider((("sms", "+33612345679"), ("email", "ordre@exemple.fr")), "", "cle-1")
NEIGHBOUR = Outsider((("email", "claude@exemple.fr"),), "Claude", "cle-2")


@pytest.fixture
def outside(monkeypatch, martin):
    monkeypatch.setattr(Fact, "outsiders", lambda self: [COUNCIL, NEIGHBOUR])
    return martin


def test_each_has_one_message_by_the_first_way_that_has_words_even_told_twice(outside):
    notify(Fact, outside)
    notify(Fact, outside)

    rows = Notification.objects.filter(user=None).order_by("address")
    assert [(row.address, row.channel, row.first_name) for row in rows] == [
        ("+33612345679", "sms", ""),
        ("claude@exemple.fr", "email", "Claude"),
    ]
    assert len({row.key for row in rows}) == 2 and rows[0].recipient == "+33612345679"
    assert Publication.objects.get().recipients == 1


def test_the_message_arrives_with_its_own_link(outside):
    notify(Fact, outside)

    delivery.drain("default")

    letter = next(one for one in mail.outbox if one.to == ["claude@exemple.fr"])
    assert "secret-cle-2" in letter.body
    sent = Notification.objects.get(address="claude@exemple.fr")
    assert sent.state == "accepted"


def test_messages_to_several_addresses_are_never_bundled_together(outside):
    noon = timezone.now().astimezone(PARIS).replace(hour=12) + timedelta(days=1)
    with time_machine.travel(noon, tick=True):  # at night an SMS waits, or gives way to an e-mail
        for step in range(4):
            notify(Fact, outside, step=step)

        delivery.drain("default")

    assert not Notification.objects.filter(user=None, state="suppressed").exists()
    assert not Notification.objects.filter(user=None, bundle__isnull=False).exists()


def test_no_sms_leaves_at_night_for_who_never_said_when_they_sleep(outside):
    notify(Fact, outside)
    message = Notification.objects.get(channel="sms", user=None)
    night = timezone.datetime(2026, 11, 22, 23, tzinfo=PARIS)

    assert quiet.ends_at(message, night) == timezone.datetime(2026, 11, 23, 7, tzinfo=PARIS)
    assert quiet.ends_at(message, night.replace(hour=12)) is None


def test_a_message_is_for_an_account_or_an_address_never_both(outside):
    notify(Fact, outside)
    row = Notification.objects.filter(user=outside, channel="email")

    with pytest.raises(IntegrityError, match="notification_to_someone"), transaction.atomic():
        row.update(address="ailleurs@exemple.fr")
