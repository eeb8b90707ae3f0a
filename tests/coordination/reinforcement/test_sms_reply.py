"""A volunteer answers by SMS: a short code, the services of the page, one help message, STOP."""

import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from coordination.notifications import delivery
from coordination.notifications.models import Notification, Preference, ProviderEvent
from coordination.notifications.services import hear_sms, notify
from coordination.reinforcement.models import Assignment, Consent, ReplyCode
from coordination.reinforcement.notices import PlaceOffered
from coordination.reinforcement.notices.codes import ALL_CODES, code_for
from coordination.reinforcement.services.consent import in_force, set_consents
from tests.coordination.reinforcement.scene import asked, journal_of, open_need, state_of
from tests.people import AssignmentFactory

State = Assignment.State
PHONE = "+33639981234"


@pytest.fixture
def ask(ehpad, charlie, settings):
    """Charlie, reached by SMS, is asked."""
    settings.PORTAL_SMS_RECEIPT_SECRET = "secret-des-essais"
    Preference.objects.create(
        user=charlie, phone=PHONE, channels=["sms"], quiet_from=None, quiet_until=None
    )
    return AssignmentFactory(need=open_need(ehpad), volunteer=charlie.volunteer)


@pytest.fixture
def other(other_ehpad, charlie):
    """The same person, asked for something else."""
    return AssignmentFactory(need=open_need(other_ehpad), volunteer=charlie.volunteer)


def code_of(ask) -> str:
    return code_for(str(ask.link_key), PHONE)


def sms(text: str, *, rank: str = "", sender: str = "06 39 98 12 34") -> str:
    """What is said back to that SMS."""
    return hear_sms({"id": rank or f"sms-{text}", "sender": sender, "message": text})


def test_an_sms_carries_the_code_that_answers_it(ask):
    notify(PlaceOffered, ask)
    delivery.drain("urgent")

    code = ReplyCode.objects.get(assignment=ask).code
    assert Notification.objects.get(channel="sms").state == "accepted"
    assert code in ALL_CODES
    assert code_of(ask) == str(code)


def test_the_code_and_the_words_reach_the_telephone(ask, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    notify(PlaceOffered, ask)

    delivery.drain("urgent")

    (line,) = next((tmp_path / "sms").iterdir()).read_text().splitlines()
    sent = json.loads(line)["text"]
    code = code_of(ask)
    assert f"OUI {code} ou NON {code}" in sent
    assert sent.endswith("/?s")


@pytest.mark.parametrize("words", ["OUI {}", "oui{}", " Oui,  {} !", "ouï {}."])
def test_a_yes_by_sms_is_recorded_as_such(ask, other, words):
    code_of(other)

    said = sms(words.format(code_of(ask)))

    ask.refresh_from_db()
    assert (ask.state, ask.answer_channel) == (State.ACCEPTED, "sms")
    assert "votre oui est not" in said
    assert state_of(other) == State.NOTIFIED
    assert journal_of(ask)[-1] == "assignment.accepted"


def test_a_no_by_sms_costs_nothing(ask):
    assert "votre non est not" in sms(f"NON {code_of(ask)}")
    assert state_of(ask) == State.REFUSED


def test_a_bare_yes_is_enough_for_one_ask_only(ask, other):
    code_of(ask)
    assert "votre oui" in sms("oui", rank="1")
    assert state_of(ask) == State.ACCEPTED

    third = AssignmentFactory(need=open_need(ask.need.structure), volunteer=ask.volunteer)
    code_of(other)
    code_of(third)
    assert "ajoutez le code" in sms("oui", rank="2")
    assert {state_of(other), state_of(third)} == {State.NOTIFIED}


def test_a_code_from_another_number_answers_nothing(ask, ehpad):
    stranger = asked(open_need(ehpad))
    Preference.objects.create(user=stranger.volunteer.user, phone="+33639985678", channels=["sms"])

    said = sms(f"OUI {code_of(ask)}", sender="+33639985678")

    assert "ajoutez le code" in said
    assert state_of(ask) == State.NOTIFIED
    assert sms("OUI 47", sender="+33639980000") == ""


def test_anything_else_gets_one_help_message_however_often_the_provider_tells(ask):
    for _ in range(3):
        sms("Bonjour, qui est-ce ?", rank="42")

    (reply,) = Notification.objects.filter(publication__notice="sms_reply", channel="sms")
    assert "OUI 47" in reply.shown_text
    assert ProviderEvent.objects.get(event_id="42").payload["message"] == "Bonjour, qui est-ce ?"


def test_a_late_yes_is_told_that_the_need_is_filled(ask):
    code = code_of(ask)
    ask.need.slots.update(taken=2)
    Assignment.objects.filter(pk=ask.pk).update(state=State.STOOD_DOWN)
    ask.need.__class__.objects.filter(pk=ask.need_id).update(state="filled")

    assert "pourvu" in sms(f"oui {code}")
    assert state_of(ask) == State.STOOD_DOWN


def test_stop_closes_the_sms_channel_at_once_and_no_other(ask, charlie):
    Preference.objects.filter(user=charlie).update(channels=["sms", "email"])
    set_consents(charlie.volunteer, agreed={"registry", "email", "sms"}, by=charlie)
    notify(PlaceOffered, ask)

    sms("Stop")

    assert Preference.objects.get(user=charlie).channels == ["email"]
    assert Notification.objects.get(channel="sms").state == "suppressed"
    assert Notification.objects.get(channel="email").state == "queued"
    held = set(in_force(charlie.volunteer).values_list("purpose", flat=True))
    assert held == {Consent.Purpose.REGISTRY, Consent.Purpose.EMAIL}


def test_codes_are_unique_among_the_open_asks_of_a_telephone_and_the_oldest_serves_again(ask):
    first = code_of(ask)
    Assignment.objects.filter(pk=ask.pk).update(state=State.REFUSED)
    others = AssignmentFactory.create_batch(len(ALL_CODES))

    codes = [code_of(one) for one in others]

    assert len(set(codes)) == len(ALL_CODES)
    assert codes[-1] == first
    assert code_of(AssignmentFactory()) == ""


def test_the_provider_tells_by_an_address_that_holds_a_secret(ask, client):
    payload = json.dumps({"id": 7, "sender": PHONE, "message": f"oui {code_of(ask)}"})
    wrong = reverse("notifications:sms_incoming", args=["deviné"])
    right = reverse("notifications:sms_incoming", args=["secret-des-essais"])

    assert client.post(wrong, payload, content_type="application/json").status_code == 404
    for _ in range(2):
        answer = client.post(right, payload, content_type="application/json")
        assert answer.status_code == 204

    assert state_of(ask) == State.ACCEPTED
    assert ProviderEvent.objects.get().outcome.startswith("EHPAD")


def test_the_demonstration_may_receive_an_sms(ask, capsys):
    call_command("receive_sms", "06 39 98 12 34", "oui", code_of(ask))

    assert "votre oui" in capsys.readouterr().out
    assert state_of(ask) == State.ACCEPTED
