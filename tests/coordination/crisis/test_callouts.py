"""A call-out: who is called, in which order, what is answered, who is told in the end (rule 10)."""

import pytest

from coordination.crisis.models import Call, CallSeat, Cell, LogEntry, Mode
from coordination.crisis.refusals.callout import (
    ArrivalUnlikely,
    CallAnswered,
    CallOutEnded,
    CauseMissing,
    NobodyToCall,
    RoleBeingCalled,
)
from coordination.crisis.refusals.cell import NotOnDuty
from coordination.crisis.refusals.log import PatientNumber
from coordination.crisis.selectors.callout.board import board
from coordination.crisis.selectors.callout.ladder import plan_roles
from coordination.crisis.selectors.log_page import shown
from coordination.crisis.services.callout.answer import Said, answer_call, note_answer
from coordination.crisis.services.callout.launch import Wanted, end_callout, launch_callout
from coordination.crisis.services.callout.reply import answer as sms
from coordination.notifications.models import Notification, Preference, Publication
from coordination.oncall.models import ContactMethod
from tests.coordination.crisis.callout_world import called, launch, name_for, pass_time
from tests.coordination.crisis.crisis_world import join, open_departmental, role
from tests.people import UserFactory

pytestmark = pytest.mark.django_db
HERE, AWAY, NO = Call.Answer.ON_SITE, Call.Answer.REMOTE, Call.Answer.UNAVAILABLE


def told(notice):
    rows = Notification.objects.filter(publication__notice=notice, channel="inbox")
    return [one.user for one in rows.order_by("pk")]


def state(callout, slug):
    return CallSeat.objects.get(callout=callout, role__slug=slug).state


def call_of(callout, user, attempt=0):
    return Call.objects.get(callout=callout, user=user, attempt=attempt)


def test_the_ladder_goes_on_each_five_minutes_and_the_third_failure_tells_the_secretariat(
    cell, alice, bob, emile, charlie, fatou
):
    join(cell, fatou, "secretariat")
    last = UserFactory()
    name_for(cell, "capacity", bob, emile, charlie, last, by=alice)

    callout = launch(cell, "capacity", by=alice)
    early = pass_time(callout, minutes=4)
    steps = [pass_time(callout) for _ in range(2)]
    before = told("call_unanswered")
    pass_time(callout)
    third = told("call_unanswered")
    pass_time(callout)
    left = pass_time(callout)

    assert (early, steps, left) == (0, [1, 1], 0)
    assert told("called_out") == [bob, emile, charlie, last]
    assert (before, third) == ([], [fatou]) and told("call_unanswered") == [fatou]
    assert [state for _who, state in called(callout)] == ["escalated"] * 4
    assert state(callout, "capacity") == "exhausted"
    texts = [one.text.text for one in entries(cell)]
    assert any(f"{bob} → {emile} est appelé" in text for text in texts)
    assert any("au secrétariat d’appeler" in text for text in texts)


def entries(cell):
    rows = LogEntry.objects.filter(log=cell.pk, is_system=True, links__0__contains="rappels")
    return shown(list(rows.order_by("seq")))


def test_an_answer_mans_the_seat_and_stays_when_it_comes_after_the_next_was_called(
    cell, alice, bob, emile
):
    name_for(cell, "capacity", bob, emile, by=alice)
    callout = launch(cell, "capacity", by=alice)
    pass_time(callout)
    with pytest.raises(ArrivalUnlikely):
        answer_call(call_of(callout, bob), Said(HERE, 100_000), via="link")

    late = answer_call(call_of(callout, bob), Said(HERE, 30), via="link")
    also = answer_call(call_of(callout, emile), Said(AWAY), via="web")
    with pytest.raises(CallAnswered, match="sur site, dans 30 min"):
        answer_call(call_of(callout, bob), Said(NO), via="link")

    late.refresh_from_db()
    assert late.is_late and late.said == "sur site, dans 30 min"
    assert (state(callout, "capacity"), also.said) == ("manned", "à distance")
    assert pass_time(callout) == 0
    page = board(callout)
    assert (page["manned"], page["places"], page["on_site"], page["remote"]) == (1, 1, 1, 1)
    assert "répond « sur site, dans 30 min » pour « capacitaire" in entries(cell)[-2].text.text
    end_callout(callout, by=alice)
    with pytest.raises(CallOutEnded):
        answer_call(call_of(callout, emile), Said(NO), via="link")


def test_somebody_unavailable_calls_the_next_at_once_and_the_telephone_corrects(
    cell, alice, bob, emile, fatou
):
    join(cell, fatou, "secretariat")
    name_for(cell, "capacity", bob, emile, by=alice)
    callout = launch(cell, "capacity", by=alice)

    answer_call(call_of(callout, bob), Said(NO), via="link")
    after = called(callout)
    with pytest.raises(NotOnDuty):
        note_answer(call_of(callout, emile), Said(HERE), by=bob)
    note_answer(call_of(callout, emile), Said(HERE, 10), by=fatou)
    manned = state(callout, "capacity")
    note_answer(call_of(callout, emile), Said(NO), by=fatou)

    assert after == [(str(bob), "answered"), (str(emile), "sent")]
    assert manned == "manned" and state(callout, "capacity") == "exhausted"
    assert told("call_unanswered") == [fatou]
    assert "« sur site, dans 10 min » → « indisponible »" in entries(cell)[-1].text.text


def test_somebody_alone_is_called_again_by_their_next_means_and_answers_once(cell, alice, bob):
    Preference.objects.create(user=bob, phone="+33612345678", channels=["sms", "email"])
    name_for(cell, "capacity", bob, by=alice)

    callout = launch(cell, "capacity", by=alice)
    pass_time(callout)
    pass_time(callout)
    reply = sms("+33612345678", f"Site {callout.code} 45 min")
    again = sms("+33612345678", f"indispo {callout.code}")

    left = Notification.objects.filter(publication__notice="called_out").exclude(channel="inbox")
    assert [one.channel for one in left.order_by("pk")] == ["sms", "email", "sms"]
    assert "réponse « sur site, dans 45 min » notée" in reply and "déjà répondu" in again
    assert sms("+33612345678", "site 99") and not sms("+33612345678", "bonjour")
    assert Call.objects.filter(callout=callout, answer=HERE).count() == 1
    assert (state(callout, "capacity"), pass_time(callout)) == ("manned", 0)


def test_one_person_in_two_ladders_is_called_once_and_who_launches_is_there(
    cell, alice, bob, emile
):
    name_for(cell, "capacity", bob, emile, by=alice)
    name_for(cell, "legal", emile, bob, alice, by=alice)
    plans = plan_roles(cell, [role(cell, "capacity"), role(cell, "legal")], besides=alice)

    callout = launch(cell, "capacity", "legal", by=alice)
    with pytest.raises(RoleBeingCalled, match="capacitaire"):
        launch(cell, "capacity", by=alice)
    for _ in range(6):
        pass_time(callout)

    assert [[one.name for one in plan.candidates] for plan in plans] == [[str(bob)], [str(emile)]]
    whys = dict(plans[1].skipped)
    assert "déjà dans l’échelle" in whys[str(bob)] and "c’est vous" in whys[str(alice)]
    assert Call.objects.filter(callout=callout, attempt=0).count() == 2
    assert told("called_out") == [bob, emile] * 3


def test_who_has_no_account_is_called_by_their_contact_and_the_others_are_the_secretariats(
    cell, alice, bob
):
    reached, silent = name_for(cell, "capacity", None, None, by=alice)
    (nobody,) = name_for(cell, "legal", None, by=alice)
    mobile = reached.contacts.get(kind="mobile").value
    ContactMethod.objects.filter(person__in=[silent, nobody]).update(state="disabled")

    callout = launch(cell, "capacity", "legal", by=alice)
    said = sms(mobile, "DISTANCE")

    sent = Notification.objects.get(user=None)
    assert (sent.address, sent.publication.notice) == (mobile, "called_out")
    assert "à distance" in said and state(callout, "capacity") == "manned"
    assert state(callout, "legal") == "exhausted" and told("call_unanswered") == [alice]
    assert str(silent) in CallSeat.objects.get(callout=callout, role__slug="capacity").note


def test_a_call_out_of_an_exercise_reaches_its_list_only(catalogue, aube, alice, bob, emile):
    cell = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    name_for(cell, "capacity", emile, bob, by=alice)
    with pytest.raises(NobodyToCall):
        launch(cell, "capacity", by=alice)
    join(cell, bob, standing="observer")

    callout = launch(cell, "capacity", by=alice)

    assert told("called_out") == [bob]
    message = Notification.objects.filter(publication__notice="called_out").first()
    assert message.publication.email_subject.startswith("EXERCICE – ")
    assert message.publication.inbox_text.startswith("EXERCICE – ")
    assert state(callout, "capacity") == "calling"


def test_a_cause_that_asks_keeps_its_own_full_stop(cell, alice, bob):
    wanted = Wanted("Relève de 20 h : qui vient ?", people=(bob,))

    launch_callout(cell, wanted, by=alice)

    said = Publication.objects.get(notice="called_out").inbox_text
    assert "qui vient ? Répondez" in said and "?." not in said


def test_a_list_of_people_is_called_at_once_and_bad_launches_are_refused(cell, alice, bob, emile):
    with pytest.raises(NobodyToCall):
        launch(cell, "capacity", by=alice)
    with pytest.raises(CauseMissing):
        launch_callout(cell, Wanted("  "), by=alice)
    with pytest.raises(PatientNumber):
        launch_callout(cell, Wanted("1 85 05 10 387 001", people=(bob,)), by=alice)
    with pytest.raises(NotOnDuty):
        launch_callout(cell, Wanted("Renfort", people=(bob,)), by=bob)

    people = (bob, emile, bob)
    callout = launch_callout(cell, Wanted("Renfort", people=people, why="équipe"), by=alice)

    assert sorted(one.pk for one in told("called_out")) == sorted([bob.pk, emile.pk])
    assert CallSeat.objects.filter(callout=callout, role=None).count() == 2
    Cell.objects.filter(pk=cell.pk).update(level=0)
    assert pass_time(callout) == 0, "nobody is called to a cell that was lifted"
