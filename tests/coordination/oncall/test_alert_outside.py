"""Calling people whom a coordinator listed and who have no account: by their own contacts."""

from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from coordination.notifications import ledger, services
from coordination.notifications.models import Notification
from coordination.oncall.models import Alert, AlertCall, AlertStep, ContactMethod
from coordination.oncall.refusals import AlertTakenBy
from coordination.oncall.selectors.alerts.alert import call_link, stuck_alerts
from coordination.oncall.services.alerts import alert_reply
from coordination.oncall.services.alerts.alert import acknowledge
from coordination.oncall.services.alerts.escalation import play_due
from portal.audit.models import Entry
from tests.coordination.oncall.alert_world import calling, due

pytestmark = pytest.mark.django_db
__all__ = ["calling"]
SECOND = "nadia@exemple.fr"


@pytest.fixture
def nadia(calling):
    """On call now: no account, a mobile then an e-mail, both verified."""
    calling.now.user = None
    calling.now.save()
    ContactMethod.objects.create(
        person=calling.now, kind="email", value=SECOND, rank=1, state="verified",
        verified_at=timezone.now(),
    )  # fmt: skip
    return calling.now


def sent(slug="alert_called"):
    rows = Notification.objects.filter(publication__notice=slug, user=None).order_by("pk")
    return list(rows.values_list("channel", "address"))


def link_of(alert, person):
    return call_link(
        AlertCall.objects.filter(step__alert=alert, person=person).latest("pk").link_key
    )


def test_she_is_called_by_sms_and_takes_it_by_her_link_without_an_account(calling, nadia):
    mobile = nadia.contacts.get(kind="mobile")
    alert, phone = calling.call(), Client(enforce_csrf_checks=True)

    call = AlertCall.objects.get(step__alert=alert)
    assert (call.person, call.user, call.contact, call.channel) == (nadia, None, mobile, "sms")
    assert sent() == [("sms", mobile.value)]
    assert "Personne ne l’a encore prise" in unescape(
        phone.get(link_of(alert, nadia)).content.decode()
    )
    phone.post(link_of(alert, nadia) + "?s", {"act": "prendre"}, headers={"Origin": "null"})

    taken = alert.acknowledgements.get()
    assert (taken.person, taken.user, taken.channel) == (nadia, None, "sms")
    assert Entry.objects.get(action="alert.acknowledged").detail["person"] == str(nadia.uuid)
    with pytest.raises(AlertTakenBy, match="Nadia"):
        acknowledge(alert, user=calling.later.user, channel="portal")
    page = unescape(phone.get(link_of(alert, nadia)).content.decode())
    assert "Vous avez cette alerte en charge" in page
    phone.post(link_of(alert, nadia), {"act": "clore"}, headers={"Origin": "null"})
    assert Alert.objects.get(pk=alert.pk).state == Alert.State.CLOSED


def test_an_sms_that_cannot_arrive_leaves_by_her_second_verified_contact(calling, nadia):
    calling.call()
    message = Notification.objects.get(publication__notice="alert_called", user=None)

    second = ledger.fall_back(message, at=timezone.now())

    assert (second.channel, second.address) == ("email", SECOND)
    assert second.reference == message.reference
    assert ledger.fall_back(second, at=timezone.now()) is None
    assert ledger.fall_back(message, at=timezone.now()) is None


def test_the_second_pass_of_the_chain_begins_with_her_second_contact(calling, nadia):
    alert = calling.call()
    for _ in range(3):
        due(alert)
        play_due()

    calls = AlertCall.objects.filter(step__alert=alert, person=nadia).order_by("pk")
    assert [(call.step.repeat, call.contact.value) for call in calls][1] == (1, SECOND)


def test_unread_she_is_followed_by_the_next_then_a_human_and_the_auditor_counts(calling, nadia):
    alert = calling.call()
    for _ in range(2):
        due(alert)
        play_due()

    last = alert.steps.filter(state=AlertStep.State.SERVED).order_by("repeat", "rank").last()
    assert [call.user for call in last.calls.all()] == [calling.coordinator]
    past = timezone.now() - timezone.timedelta(minutes=5)
    Alert.objects.filter(pk=alert.pk).update(next_step_due_at=past)
    assert stuck_alerts() == 1


def test_she_is_asked_whether_she_still_is_and_loses_it_when_silent(calling, nadia):
    alert = calling.call()
    acknowledge(alert, user=None, person=nadia, channel="sms")
    due(alert)

    play_due()
    assert sent("alert_reminder") == [("sms", nadia.contacts.get(kind="mobile").value)]
    due(alert)
    play_due()

    alert.refresh_from_db()
    assert alert.state == Alert.State.OPEN
    assert alert.acknowledgements.get().undone_at is not None


def test_her_sms_with_the_code_takes_it_and_is_answered(calling, nadia):
    mobile = nadia.contacts.get(kind="mobile").value
    alert = calling.call()
    code = AlertCall.objects.get(step__alert=alert).code

    said = services.hear_sms({"id": "1", "sender": mobile, "message": f"PRIS {code}"})

    assert "vous avez l'alerte en charge" in said
    assert alert.acknowledgements.get().person == nadia
    assert sent("sms_reply") == [("sms", mobile)]
    assert alert_reply.answer("+33600000000", "PRIS") == alert_reply.WHICH


def test_the_preview_says_how_she_will_be_reached(calling, nadia, client, emile):
    client.force_login(emile)
    asked = {"line": calling.line.slug, "commune": calling.troyes.code, "subject": "Chute"}

    page = unescape(client.get("/astreintes/alertes/ouvrir/", asked).content.decode())

    assert "sans compte, par SMS, puis par courriel" in page
