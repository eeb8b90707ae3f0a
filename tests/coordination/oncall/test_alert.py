"""Calling who is on call: steps in order, each once; nobody on call; who takes it; reminders."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.notifications import watch
from coordination.notifications.models import Notification, Preference
from coordination.oncall.models import (
    Alert,
    AlertCall,
    AlertStep,
    Channel,
    EscalationChain,
    EscalationStep,
    Shift,
    Target,
)
from coordination.oncall.refusals import (
    AlertNamesPatient,
    AlertOver,
    AlertTakenBy,
    CommuneNotServed,
)
from coordination.oncall.selectors.alerts.alert import stuck_alerts
from coordination.oncall.services.alerts import alert_reply
from coordination.oncall.services.alerts.alert import acknowledge, close_alert, confirm
from coordination.oncall.services.alerts.escalation import play_due, tell_takeovers
from tests.coordination.oncall.alert_world import Calling, calling, due
from tests.people import TerritoryFactory

pytestmark = pytest.mark.django_db
__all__ = ["calling"]
State = Alert.State


def told(slug):
    rows = Notification.objects.filter(publication__notice=slug).exclude(channel="inbox")
    return sorted(rows.values_list("user__first_name", flat=True))


def called(alert):
    calls = AlertCall.objects.filter(step__alert=alert).order_by("pk")
    return [(call.step.rank, call.step.repeat, call.user) for call in calls]


def test_who_is_on_call_is_called_at_once_then_the_next_then_the_coordination(calling):
    alert = calling.call()
    for _ in range(2):
        due(alert)
        play_due()

    assert called(alert) == [
        (0, 0, calling.now.user),
        (1, 0, calling.later.user),
        (2, 0, calling.coordinator),
    ]
    assert told("alert_called") == sorted(["Nadia", "Louise", calling.coordinator.first_name])


def test_a_step_that_is_not_due_is_not_played(calling):
    alert = calling.call()

    assert play_due() == 0
    assert len(called(alert)) == 1


def test_with_nobody_on_call_the_coordination_is_called_at_once(aube, troyes):
    empty = Calling(aube, troyes)

    alert = empty.call()

    assert called(alert) == [(2, 0, empty.coordinator)]
    skipped = alert.steps.filter(state=AlertStep.State.SKIPPED, repeat=0)
    assert {step.note for step in skipped} == {"aucune personne d’astreinte"}


def test_somebody_without_account_nor_verified_contact_is_named_and_passed(calling):
    Shift.objects.all().delete()
    calling.now.user, name = None, str(calling.now)
    calling.now.save()
    calling.now.contacts.update(state="pending", verified_at=None)
    calling.plan(following=False)

    alert = calling.call()

    first = alert.steps.get(rank=0, repeat=0)
    assert first.note == f"sans contact vérifié, à appeler par téléphone : {name}"
    assert called(alert) == [(2, 0, calling.coordinator)]


def test_an_alert_that_nobody_answers_ends_with_the_ars(calling):
    alert = calling.call()
    for _ in range(6):
        due(alert)
        play_due()

    alert.refresh_from_db()
    assert alert.state == State.EXHAUSTED
    assert alert.next_step_due_at is None
    assert alert.steps.filter(state=AlertStep.State.SERVED).count() == 6
    assert told("alert_exhausted") == sorted([calling.agent.first_name, "Odile"])


def test_editing_the_chain_changes_no_alert_under_way(calling):
    chain = EscalationChain.objects.create(line=calling.line, name="Nuit", is_default=True)
    step = EscalationStep.objects.create(
        chain=chain, rank=0, target=Target.ON_CALL, channels=["email"], delay_seconds=60
    )
    alert = calling.call()
    step.delete()
    chain.delete()
    due(alert)
    play_due()

    assert [rank for rank, _, _ in called(alert)] == [0, 1]
    assert called(alert)[-1][2] == calling.coordinator


def test_the_person_is_the_one_on_call_when_the_step_is_played(calling):
    alert = calling.call()
    shift = Shift.objects.get(person=calling.later)
    third = calling.person("Inès")
    shift.person = third
    shift.save()
    due(alert)
    play_due()

    assert called(alert)[-1][2] == third.user


def test_whoever_takes_it_silences_the_others_and_the_opener_is_told(calling):
    alert = calling.call()
    acknowledge(alert, user=calling.now.user, channel=Channel.PORTAL)
    play_due()

    alert.refresh_from_db()
    assert alert.state == State.ACKNOWLEDGED
    assert alert.next_step_due_at > timezone.now() + timedelta(minutes=29)
    assert told("alert_taken") == ["Odile"]
    waiting = Notification.objects.filter(publication__notice="alert_called", state="queued")
    assert not waiting.exists()


def test_the_second_who_takes_it_is_told_who_did(calling):
    alert = calling.call()
    acknowledge(alert, user=calling.now.user, channel=Channel.PORTAL)

    with pytest.raises(AlertTakenBy, match=str(calling.now)):
        acknowledge(alert, user=calling.later.user, channel=Channel.PORTAL)


def test_without_an_answer_to_the_reminder_the_chain_begins_again(calling):
    alert = calling.call()
    acknowledge(alert, user=calling.now.user, channel=Channel.PORTAL)
    due(alert)
    play_due()
    assert told("alert_reminder") == ["Nadia"]

    due(alert)
    play_due()

    alert.refresh_from_db()
    assert alert.state == State.OPEN
    assert alert.acknowledgements.get().undone_reason == "sans réponse au rappel"
    assert called(alert)[-1] == (0, 1, calling.now.user)


def test_whoever_confirms_keeps_it_and_is_asked_again_later(calling):
    alert = calling.call()
    acknowledge(alert, user=calling.now.user, channel=Channel.PORTAL)
    for _ in range(2):
        due(alert)
        play_due()
        confirm(alert, user=calling.now.user)

    alert.refresh_from_db()
    assert alert.state == State.ACKNOWLEDGED
    assert alert.acknowledgements.get().reminders == 2
    assert told("alert_reminder") == ["Nadia", "Nadia"]


def test_where_all_must_answer_the_first_answer_is_not_enough(calling):
    chain = EscalationChain.objects.create(line=calling.line, name="Cellule", is_default=True)
    EscalationStep.objects.create(
        chain=chain, rank=0, target=Target.ON_CALL, channels=["email"], all_must_answer=True
    )
    second, now = calling.person("Inès"), timezone.now()
    calling.duty(second, DateTimeTZRange(now - timedelta(hours=1), now + timedelta(hours=2)))
    alert = calling.call()

    acknowledge(alert, user=second.user, channel=Channel.PORTAL)
    alert.refresh_from_db()
    assert alert.state == State.OPEN
    acknowledge(alert, user=calling.now.user, channel=Channel.PORTAL)

    alert.refresh_from_db()
    assert alert.state == State.ACKNOWLEDGED


def test_whoever_comes_on_call_is_told_of_the_alert_once(calling):
    alert = calling.call()
    Shift.objects.filter(person=calling.now).delete()
    relief, now = calling.person("Inès"), timezone.now()
    calling.duty(relief, DateTimeTZRange(now - timedelta(minutes=1), now + timedelta(hours=2)))

    assert [tell_takeovers(), tell_takeovers()] == [1, 0]
    assert told("alert_handed_over") == ["Inès"]
    assert called(alert)[-1] == (0, 0, relief.user)


def test_an_sms_with_the_code_takes_the_alert(calling):
    Preference.objects.create(user=calling.now.user, phone="+33639980001", channels=["sms"])
    alert = calling.call()
    code = AlertCall.objects.get(step__alert=alert).code

    said = alert_reply.answer("+33639980001", f"Pris {code} !")

    alert.refresh_from_db()
    assert alert.state == State.ACKNOWLEDGED
    assert alert.acknowledgements.get().channel == Channel.SMS
    assert "en charge, merci" in said


@pytest.mark.parametrize(("phone", "words"), [("+33639980002", "PRIS {code}"), ("own", "PRIS 9")])
def test_a_code_from_another_number_or_a_wrong_code_takes_nothing(calling, phone, words):
    Preference.objects.create(user=calling.now.user, phone="+33639980001", channels=["sms"])
    alert = calling.call()
    code = AlertCall.objects.get(step__alert=alert).code

    asked = words.format(code=code)
    said = alert_reply.answer("+33639980001" if phone == "own" else phone, asked)

    alert.refresh_from_db()
    assert alert.state == State.OPEN
    assert said == alert_reply.WHICH


def test_words_that_are_not_about_an_alert_are_left_to_others(calling):
    assert alert_reply.answer("+33639980001", "OUI 47") == ""


def test_a_closed_alert_calls_nobody_and_says_so(calling):
    alert = calling.call()
    close_alert(alert, by=calling.opener)

    assert play_due() == 0
    with pytest.raises(AlertOver):
        acknowledge(alert, user=calling.now.user, channel=Channel.PORTAL)


def test_a_number_of_social_security_is_refused(calling):
    with pytest.raises(AlertNamesPatient):
        calling.call(subject="Mme D., 2 55 08 14 168 025 38")
    assert not Alert.objects.exists()


def test_a_commune_that_no_sector_serves_is_refused_by_its_name(calling):
    elsewhere = TerritoryFactory(name="Nulle-Part")

    with pytest.raises(CommuneNotServed, match="Nulle-Part"):
        calling.call(commune=elsewhere)


def test_the_database_refuses_a_living_alert_without_a_due_time(calling):
    alert = calling.call()

    with pytest.raises(IntegrityError, match="alert_always_due"), transaction.atomic():
        Alert.objects.filter(pk=alert.pk).update(next_step_due_at=None)


def test_the_auditor_counts_a_null_and_a_late_due_time(calling):
    late, lost = calling.call(), calling.call()
    assert stuck_alerts() == 0
    minutes = timezone.now() - timedelta(minutes=2)
    Alert.objects.filter(pk=late.pk).update(next_step_due_at=minutes)
    assert stuck_alerts() == 1
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE oncall_alert DROP CONSTRAINT alert_always_due")
    Alert.objects.filter(pk=lost.pk).update(next_step_due_at=None)

    assert stuck_alerts() == 2


def test_an_alert_that_nobody_plays_keeps_the_dead_man_silent(calling, monkeypatch):
    told = []
    monkeypatch.setattr(watch, "tell_deadman", lambda: told.append("all is well"))
    monkeypatch.setattr(watch, "tick", lambda name, seconds: True)
    alert = calling.call()
    assert watch.audit_once()["failures"] == {} and told == ["all is well"]

    minutes = timezone.now() - timedelta(minutes=2)
    Alert.objects.filter(pk=alert.pk).update(next_step_due_at=minutes)

    assert watch.audit_once()["failures"] == {"alertes en souffrance": 1}
    assert told == ["all is well"]
