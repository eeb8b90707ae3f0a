"""The OVHcloud adapter against a local server that speaks its API and can misbehave."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.notifications import delivery, incoming, sweep, watch
from coordination.notifications.channels import sms_ovh
from coordination.notifications.models import Call, Notification, ProviderEvent
from coordination.notifications.services import hear_sms, notify
from tests.coordination.notifications.notices import Fact, UrgentFact


def sent(mood, ovh, person, notice=Fact):
    ovh.mood = mood
    notify(notice, person)
    delivery.drain(notice.queue)
    return Notification.objects.get(channel="sms")


def asked_later(message):
    """A minute later, the sweep asks the provider."""
    past = timezone.now() - timedelta(minutes=2)
    Notification.objects.filter(pk=message.pk).update(sending_at=past, uncertain_at=past)
    sweep.resolve_doubts()
    message.refresh_from_db()
    return message


def test_an_sms_leaves_signed_in_the_alphabet_of_telephones(ovh, reached):
    message = sent("ok", ovh, reached, UrgentFact)

    (job,) = ovh.jobs
    assert (message.state, message.provider) == ("accepted", "OVHcloud")
    assert job["receivers"] == ["+33612345678"] and job["noStopClause"] is True
    assert job["priority"] == "high" and job["sender"] == "RENFORTS"
    assert job["tag"] == sms_ovh.tag_of(message.key) and 1 <= job["validityPeriod"] <= 120
    assert "Bonjour Alice, un fait s'est produit." in job["message"]
    assert not ovh.forged


@pytest.mark.parametrize("mood, seconds", [("429", 85), ("503", 10), ("403", 10)])
def test_what_may_pass_is_tried_again_later(ovh, reached, mood, seconds):
    message = sent(mood, ovh, reached)

    assert message.state == "queued" and not Call.objects.exists()
    assert message.next_attempt_at > timezone.now() + timedelta(seconds=seconds)
    assert message.history.get().event == "retry"


@pytest.mark.parametrize("mood", ["400", "invalid"])
def test_what_will_never_pass_goes_by_the_next_channel(ovh, reached, mood):
    message = sent(mood, ovh, reached)

    assert message.state == "failed"
    fallback = Notification.objects.get(channel="email")
    assert fallback.step == 1
    # The drain that saw the failure sent the e-mail as well.
    assert fallback.state == "accepted"


@pytest.mark.parametrize("mood", ["500 after", "silence after", "garbage after"])
def test_a_lost_answer_is_settled_by_asking_never_by_sending_again(ovh, reached, mood):
    message = sent(mood, ovh, reached)
    assert message.state == "uncertain"
    ovh.mood = "ok"

    message = asked_later(message)

    assert message.state == "accepted"
    delivery.drain("default")
    assert len(ovh.jobs) == 1


@pytest.mark.parametrize("mood", ["500", "silence", "garbage"])
def test_what_the_provider_never_saw_is_sent_again(ovh, reached, mood):
    message = sent(mood, ovh, reached)
    assert message.state == "uncertain"
    ovh.mood = "ok"

    message = asked_later(message)

    assert message.state == "queued"
    delivery.drain("default")
    message.refresh_from_db()
    assert message.state == "accepted" and len(ovh.jobs) == 1


def test_a_delivery_receipt_found_when_asking_is_kept(ovh, reached):
    message = sent("silence after", ovh, reached)
    ovh.mood = "ok"
    ovh.jobs[0]["receipt"] = 1

    assert asked_later(message).state == "delivered"


def test_it_is_too_soon_to_conclude_in_the_first_minute(ovh, reached):
    message = sent("silence", ovh, reached)
    ovh.mood = "ok"

    sweep.resolve_doubts()

    message.refresh_from_db()
    assert message.state == "uncertain" and not ovh.jobs


def test_a_provider_that_cannot_be_reached_costs_a_delay_not_a_message(ovh, reached, settings):
    settings.PORTAL_SMS_OVH_URL = "http://127.0.0.1:9/1.0"

    message = sent("ok", ovh, reached)

    assert message.state == "queued" and message.attempts == 1


def receipt(client, settings, body, secret="s3cret-of-the-tests"):
    settings.PORTAL_SMS_RECEIPT_SECRET = "s3cret-of-the-tests"
    address = reverse("notifications:sms_receipt", args=[secret])
    return client.post(address, body, content_type="application/json").status_code


def test_a_receipt_is_kept_once_then_followed(ovh, reached, client, settings):
    message = sent("ok", ovh, reached)
    body = {"id": message.provider_ref, "ptt": 1}

    assert [receipt(client, settings, body) for _ in range(2)] == [204, 204]
    assert sweep.handle_receipts() == 1

    message.refresh_from_db()
    assert message.state == "delivered"
    assert ProviderEvent.objects.get().outcome == "appliqué"


def test_a_receipt_of_failure_opens_the_next_channel(ovh, reached, client, settings):
    message = sent("ok", ovh, reached)

    receipt(client, settings, {"id": message.provider_ref, "ptt": 2})
    sweep.handle_receipts()

    message.refresh_from_db()
    assert message.state == "failed"
    assert Notification.objects.filter(channel="email", step=1).exists()


@pytest.mark.parametrize("body", ["<xml/>", "[]", '"x"', '{"id": null, "ptt": "x"}', "{}", ""])
def test_garbage_is_kept_and_changes_nothing(ovh, reached, client, settings, body):
    message = sent("ok", ovh, reached)

    assert receipt(client, settings, body) == 204
    assert sweep.handle_receipts() == 0

    message.refresh_from_db()
    assert message.state == "accepted"
    assert ProviderEvent.objects.get().outcome == "illisible"


def test_a_receipt_without_the_secret_does_not_exist(client, settings, db):
    assert receipt(client, settings, {}, secret="guess") == 404
    settings.PORTAL_SMS_RECEIPT_SECRET = ""
    assert not ProviderEvent.objects.exists()


def test_with_replies_an_sms_leaves_from_a_number_that_can_be_answered(ovh, reached, settings):
    settings.PORTAL_SMS_REPLIES = True

    sent("ok", ovh, reached)

    (job,) = ovh.jobs
    assert job["senderForResponse"] is True
    assert "sender" not in job


def test_what_people_answered_is_fetched_kept_raw_and_read_once(ovh, reached):
    ovh.received = [
        {"id": 31, "sender": "+33612345678", "message": "Qui est-ce ?", "credits": 0},
        {"id": 32, "sender": "+33698765432", "message": "oui 47"},
    ]

    assert incoming.fetch() == 2
    assert incoming.fetch() == 0

    assert ProviderEvent.objects.get(event_id="31").payload == ovh.received[0]
    assert ProviderEvent.objects.get(event_id="32").outcome == "numéro inconnu"
    said = Notification.objects.filter(publication__notice="sms_reply", channel="sms")
    assert said.get().user == reached
    assert "creationDatetime.from=" in ovh.asked[0]
    assert not ovh.forged


@pytest.mark.parametrize(
    "payload", [{}, {"id": 1, "sender": 12, "message": "oui"}, {"sender": "x", "message": "oui"}]
)
def test_an_sms_that_cannot_be_read_is_kept_and_changes_nothing(ovh, reached, payload):
    assert hear_sms(payload) == ""

    kept = ProviderEvent.objects.get()
    assert kept.payload == payload and kept.handled_at and kept.outcome


def test_a_provider_that_cannot_say_what_it_received_is_asked_again_later(ovh, reached, settings):
    settings.PORTAL_SMS_OVH_SECRET = "wrong"

    assert watch.fetch_replies() == 0
    assert not ProviderEvent.objects.exists()
