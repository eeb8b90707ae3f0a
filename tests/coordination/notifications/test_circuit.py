"""A provider that keeps failing is left alone, tried again by one, and nobody's message is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db.models import F
from django.utils import timezone

from coordination.notifications import circuit, delivery, watch
from coordination.notifications.channels import provider_of
from coordination.notifications.channels.base import Temporary
from coordination.notifications.models import Circuit, Heartbeat, Notification, Preference
from coordination.notifications.services import notify
from tests.coordination.notifications.notices import Fact, UrgentFact
from tests.people import UserFactory, log_in

OVH = "OVHcloud"
MOST = circuit.FAILURES


@pytest.fixture
def crowd(reached):
    """Eight people of the same name, reached by SMS first."""
    for rank in range(7):
        one = UserFactory(first_name=f"P{rank}", last_name="Martin")
        phone = f"+3361234000{rank}"
        Preference.objects.create(
            user=one, phone=phone, channels=["sms", "email"], quiet_from=None, quiet_until=None
        )
    return reached


def sms(**found):
    return Notification.objects.filter(channel="sms", **found)


def later(**delay):
    return time_machine.travel(timezone.now() + timedelta(**delay), tick=True)


@pytest.fixture
def broken(ovh, crowd):
    """Eight SMS met a provider that answers 503."""
    ovh.mood = "503"
    notify(Fact, crowd)
    delivery.drain("default")
    return ovh


def test_after_some_failures_in_a_row_nobody_calls_the_provider(broken) -> None:
    cut = Circuit.objects.get()
    assert (cut.provider, cut.failures) == (OVH, MOST)
    assert cut.retry_at > timezone.now()
    assert sms(state="queued").count() == 8
    untouched = sms(attempts=0, error=delivery.HELD, next_attempt_at=cut.retry_at)
    assert untouched.count() == 8 - MOST + 1


def test_while_it_is_open_messages_stay_queued_and_lose_no_attempt(broken) -> None:
    broken.mood = "ok"
    Notification.objects.filter(channel="sms").update(next_attempt_at=F("due_at"))

    delivery.drain("default")

    assert broken.jobs == []
    assert sms(state="queued", error=delivery.HELD).count() == 8


def test_after_the_pause_one_message_is_tried_then_all_leave(broken) -> None:
    broken.mood = "ok"
    with later(seconds=31):
        Notification.objects.filter(channel="sms").update(next_attempt_at=F("due_at"))
        delivery.drain("default")

    assert len(broken.jobs) == 8
    assert sms(state="accepted").count() == 8
    assert (Circuit.objects.get().failures, Circuit.objects.get().retry_at) == (0, None)


def test_a_failed_trial_doubles_the_pause_and_costs_no_attempt(broken) -> None:
    before = dict(sms().values_list("pk", "attempts"))
    with later(seconds=31):
        Notification.objects.filter(channel="sms").update(next_attempt_at=F("due_at"))
        delivery.drain("default")

        cut = Circuit.objects.get()
        assert cut.failures == MOST + 1
        assert cut.retry_at - timezone.now() > timedelta(seconds=50)
    assert dict(sms().values_list("pk", "attempts")) == before


def test_one_worker_alone_tries(broken) -> None:
    with later(seconds=31):
        gates = [circuit.gate(OVH) for _ in range(3)]

    assert [gate.is_trial for gate in gates] == [True, False, False]
    assert all(gate.until for gate in gates[1:])


def test_who_had_nothing_to_try_leaves_the_trial_to_the_next(broken) -> None:
    with later(seconds=31):
        assert circuit.gate(OVH).is_trial
        circuit.untried(OVH)

        assert circuit.gate(OVH).is_trial


def test_what_is_urgent_leaves_by_another_way_at_once(broken, crowd) -> None:
    mail.outbox.clear()
    notify(UrgentFact, crowd)

    delivery.drain("urgent")

    assert len(mail.outbox) == 8
    held = sms(queue="urgent")
    assert set(held.values_list("state", "error")) == {("suppressed", delivery.HELD)}


def test_an_answer_between_two_failures_starts_the_count_again(broken) -> None:
    circuit.answered(OVH)
    for _ in range(MOST - 1):
        assert circuit.failed(OVH, "503") is None
    circuit.answered(OVH)

    assert circuit.failed(OVH, "503") is None
    assert circuit.gate(OVH).until is None


def test_a_mailbox_that_refuses_for_now_says_nothing_of_its_provider(crowd, monkeypatch) -> None:
    def greylisted(self, letter):
        raise Temporary("451", of_recipient=True)

    monkeypatch.setattr(type(provider_of("email")), "send", greylisted)
    Preference.objects.update(channels=["email"])
    notify(Fact, crowd)

    delivery.drain("default")

    assert Notification.objects.filter(channel="email", state="queued", attempts=1).count() == 8
    assert not Circuit.objects.exists()


@pytest.mark.parametrize(("left", "low"), [(812.0, None), (499.0, 499.0)])
def test_the_balance_of_prepaid_sms_is_watched(client, ovh, gaspard, left, low) -> None:
    ovh.credits = left

    assert watch.check_credits() == left

    assert circuit.low_credits() == low
    assert Heartbeat.objects.get(name="credits").detail == {"left": left}
    state = client.get("/sante/pret/").json()
    assert state["crédits SMS bas"] == low
    log_in(client, gaspard)
    page = client.get("/messages/envois/").content.decode()
    assert ("Il reste 499 crédits" in page) is (low is not None)


def test_a_balance_that_cannot_be_read_changes_nothing(ovh, db, settings) -> None:
    settings.PORTAL_SMS_OVH_URL = "http://127.0.0.1:9/1.0"

    assert watch.check_credits() is None
    assert not Heartbeat.objects.filter(name="credits").exists()


def test_the_outbox_and_the_health_page_say_which_provider_is_cut(client, broken, gaspard) -> None:
    state = client.get("/sante/pret/").json()
    log_in(client, gaspard)

    assert (state["état"], state["prestataires coupés"]) == ("dégradé", [OVH])
    assert "Prestataire en panne" in client.get("/messages/envois/").content.decode()
