"""Messages to groups: who has each and why, answers in one tap, updates, exercises, the guard."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.crisis import clock
from coordination.crisis.models import LogEntry, LogText, Message, MessageRecipient, Mode
from coordination.crisis.refusals.cell import NotOnDuty
from coordination.crisis.refusals.log import PatientDoubt, PatientNumber
from coordination.crisis.refusals.message import JustSent, MessageMoved, NobodyReached
from coordination.crisis.selectors.message import audiences, message_link, preview
from coordination.crisis.selectors.receipts import receipts
from coordination.crisis.selectors.unreached import unreached
from coordination.crisis.services.acks import remind_acks
from coordination.crisis.services.message import Words, answer_message, follow_message, send_message
from coordination.notifications.models import Notification, Publication
from tests.coordination.crisis.callout_world import launch, name_for
from tests.coordination.crisis.crisis_world import join, open_departmental
from tests.people import AssignmentFactory, NeedFactory, StructureFactory, UserFactory, log_in

pytestmark = pytest.mark.django_db


def words(title="Masques", text="Combien de jours vous reste-t-il ?", **more):
    asked = {"expires_at": clock.now() + timedelta(hours=4)} | more
    return Words(title, text, **asked)


def told(notice="cell_message"):
    rows = Notification.objects.filter(publication__notice=notice, channel="inbox")
    return [one.user for one in rows.order_by("pk")]


def test_each_manager_of_the_sector_has_it_once_with_the_reason_and_answers_in_one_tap(
    client, cell, alice, bob, emile
):
    codes = {one.code: one.label for one in audiences(cell)}
    kind = next(code for code in codes if code.startswith("categorie-"))
    with pytest.raises(NotOnDuty):
        send_message(cell, words(), audience=kind, by=emile)
    with pytest.raises(PatientNumber):
        send_message(cell, words(text="1 85 05 10 387 001"), audience=kind, by=alice)
    with pytest.raises(PatientDoubt):
        send_message(cell, words(text="Mme Durand, 84 ans"), audience=kind, by=alice)
    with pytest.raises(NobodyReached):
        send_message(cell, words(), audience="rappel", by=alice)

    asked = words(quick_answers=("plus de 3 jours", "moins de 3 jours"))
    message = send_message(cell, asked, audience=kind, by=alice)
    one = MessageRecipient.objects.get(message=message, user=bob)
    link, anybody = message_link(one.link_key), Client(enforce_csrf_checks=True)
    page = anybody.get(link).content.decode()
    untouched = MessageRecipient.objects.filter(acked_at__isnull=False).count()
    wrong = anybody.post(link, {"answer": "peut-être"}, follow=True).content.decode()
    anybody.post(link, {"answer": "moins de 3 jours"})
    twice = anybody.post(link, {"answer": "plus de 3 jours"}, follow=True).content.decode()

    assert bob in told() and "responsable de" in one.reason
    publication = Notification.objects.filter(publication__notice="cell_message")[0].publication
    assert codes[kind] in publication.email_body and codes[kind] in publication.inbox_text
    assert one.reason in page.replace("&#x27;", "'") and untouched == 0
    assert "Choisissez un des boutons" in wrong and "déjà répondu" in twice
    one.refresh_from_db()
    assert one.answer == "moins de 3 jours" and one.acked_at
    assert receipts(message, named=True)["counts"]["answered"] == 1
    assert anybody.get(link[:-2] + "/").status_code == 404
    assert LogEntry.objects.filter(log=cell.pk, kind="sent", is_system=True).count() == 1


def test_who_does_not_acknowledge_is_reminded_once_then_the_secretariat_is_told(
    cell, alice, bob, emile
):
    for one, slug in ((bob, "logistics"), (emile, "secretariat")):
        join(cell, one, slug)
    noon = clock.now().astimezone(cell.zone).replace(hour=12) + timedelta(days=1)
    hour = timedelta(hours=1)
    with clock.standing_at(noon):
        asked = words(requires_ack=True, expires_at=noon + 30 * hour)
        usual = send_message(cell, asked, audience="membres", by=alice)
        urgent = send_message(cell, replace(asked, is_urgent=True, ack_due_at=noon + 11 * hour),
                              audience="membres", by=alice)  # fmt: skip
    with clock.standing_at(noon + hour / 2):
        answer_message(usual.recipients.get(user=alice), "")

    # An outage: the reminder comes first all the same, and only once; the night waits.
    rounds = []
    for hours in (0.5, 9, 9, 10.5, 11, 11.5, 20):
        with clock.standing_at(noon + hours * hour):
            rounds.append(remind_acks(clock.now()))

    assert rounds == [0, 1, 0, 0, 1, 1, 1]
    told = {one.notice: one.recipients for one in Publication.objects.filter(
        subject_id__in=[usual.pk, urgent.pk], notice__startswith="message_ack")}  # fmt: skip
    assert told == {
        "message_ack_awaited": 2, "message_ack_awaited_urgent": 3,
        "message_ack_missing": 1, "message_ack_missing_urgent": 1,
    }  # fmt: skip
    lines = LogText.objects.filter(text__contains="n’ont pas accusé réception")
    assert lines.filter(text__contains="2\u00a0personnes").count() == 1 == lines.count() - 1
    assert usual.ack_due_at == noon + hour


def test_names_of_who_received_are_for_the_desk_the_lead_and_the_ars(
    client, cell, alice, bob, emile, helene
):
    join(cell, bob, "logistics")
    join(cell, emile, "secretariat")
    message = send_message(cell, words(), audience="responsables", by=bob)
    someone = message.recipients.select_related("user").order_by("pk").last()
    pages = {}
    for who in (bob, emile, alice):
        log_in(client, who)
        pages[who] = client.get(message.get_absolute_url()).content.decode()

    assert str(someone.user) in pages[alice] and str(someone.user) in pages[emile]
    assert str(someone.user) not in pages[bob] and "qui dirige la cellule" in pages[bob]
    assert someone.reason[1:] in pages[bob].replace("&#x27;", "'")
    grouped = receipts(message, named=False)
    assert sum(one["told"] for one in grouped["lines"]) == grouped["counts"]["told"]


def test_an_update_reaches_the_same_people_closes_the_first_and_refers_to_it_once(cell, alice, bob):
    join(cell, bob)
    first = send_message(cell, words(), audience="membres", by=alice)
    key = MessageRecipient.objects.get(message=first, user=bob).link_key

    second = follow_message(first, "update", words("Masques FFP2"), by=alice)
    with pytest.raises(MessageMoved):
        follow_message(first, "cancel", words(), by=alice)
    third = follow_message(second, "cancel", words("Fin", is_urgent=True), by=alice)
    late = Client().post(message_link(key), {}, follow=True).content.decode()

    assert (second.refers_to, third.refers_to) == (first, second)
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == [
        "updated", "cancelled", "sent",
    ]  # fmt: skip
    assert sorted(one.pk for one in told()) == sorted([alice.pk, bob.pk] * 2)
    assert set(told("cell_message_urgent")) == {alice, bob}
    assert "n’est plus attendue" in late and "Message remplacé" in late
    waiting = Notification.objects.filter(publication__notice="cell_message", state="queued")
    assert not waiting.exists()


def test_the_same_words_sent_twice_in_a_minute_reach_people_once(cell, alice, bob):
    join(cell, bob)
    send_message(cell, words(), audience="membres", by=alice)

    with pytest.raises(JustSent):
        send_message(cell, words(), audience="membres", by=alice)
    send_message(cell, words(), audience="membres", by=bob)
    send_message(cell, words("Masques FFP2"), audience="membres", by=alice)
    Message.objects.update(sent_at=clock.now() - timedelta(minutes=2))
    again = send_message(cell, words(), audience="membres", by=alice)

    assert Message.objects.count() == 4 and again.title == "Masques"


def test_an_expired_message_takes_no_answer_and_a_message_is_sent_before_it_expires(cell, alice):
    message = send_message(cell, words(requires_ack=True), audience="membres", by=alice)
    one = message.recipients.get()
    past = clock.now() - timedelta(hours=9)
    Message.objects.filter(pk=message.pk).update(sent_at=past, expires_at=past + timedelta(hours=1))

    page = Client().post(message_link(one.link_key), {}, follow=True).content.decode()

    one.refresh_from_db()
    assert one.acked_at is None and "Clos" in page and "expiré" in page


def test_the_silent_of_a_need_and_of_a_call_out_are_audiences_and_an_exercise_keeps_its_list(
    cell, alice, bob, charlie, aube
):
    need = NeedFactory(structure=bob.grants.get().structure)
    assignment = AssignmentFactory(need=need, volunteer=charlie.volunteer, state="notified")
    name_for(cell, "capacity", bob, by=alice)
    launch(cell, "capacity", by=alice)
    exercise = open_departmental(aube, by=alice, mode=Mode.EXERCISE)

    silent, uncalled = preview(cell, "prevenus"), preview(cell, "rappel")
    inside = preview(exercise, "prevenus")
    code = f"prevenus-{assignment.volunteer.profession_id}"
    by_profession = preview(cell, code)
    send_message(exercise, words(), audience="membres", by=alice)

    assert [one.user for one in silent.targets] == [charlie.pk]
    assert [one.user for one in by_profession.targets] == [charlie.pk]
    assert "prévenu d’un besoin" in silent.targets[0].reason
    assert [one.user for one in uncalled.targets] == [bob.pk]
    assert (inside.count, inside.outside) == (0, 1)
    text = Notification.objects.filter(publication__notice="cell_message")[0].publication
    assert text.email_subject.startswith("EXERCICE – ")
    assert charlie not in told()


def test_the_structures_that_no_message_reaches_are_named_to_be_called(
    client, cell, alice, bob, ehpad, other_ehpad, aube
):
    exercise = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    StructureFactory(commune=other_ehpad.commune, name="La Passerelle", phone="+33325000042",
                     category=ehpad.category)  # fmt: skip
    code = f"categorie-{ehpad.category_id}"
    asked = {"audience": code, "title": "Masques", "text": "Combien ?", "hours": 4}
    log_in(client, alice)

    page = client.post(f"{cell.get_absolute_url()}messages/ecrire/", asked).text
    send_message(cell, words(), audience=code, by=alice)

    assert "2 structures de cette liste" in page and "03 25 00 00 42" in page
    assert "Tilleuls" not in page.partition("À appeler")[2].partition("</details>")[0]
    line = LogText.objects.get(text__contains="sans compte").text
    assert "1\u00a0personne, 2\u00a0structures sans compte à appeler : « Masques »" in line
    assert unreached(cell, "membres").count == unreached(exercise, code).count == 0


def test_a_message_is_seen_with_its_count_before_it_leaves_and_the_receipts_cost_the_same(
    client, cell, alice
):
    log_in(client, alice)
    page = f"{cell.get_absolute_url()}messages/ecrire/"
    asked = {"audience": "membres", "title": "Réunion", "text": "À 18 h", "hours": 4,
             "answers": "oui, non"}  # fmt: skip
    seen = client.post(page, asked).content.decode()
    nothing = Message.objects.count()
    costs = []
    for many in (1, 60):
        for _ in range(many):
            join(cell, UserFactory())
        sent = client.post(page, asked | {"title": f"Réunion {many}", "envoyer": "oui"})
        client.get(sent["Location"])
        with CaptureQueriesContext(connection) as captured:
            shown = client.get(sent["Location"])
        costs.append(len(captured))
    too_many = client.post(page, asked | {"answers": "a,b,c,d,e"}).content.decode()
    followed = client.post(
        sent["Location"], {"kind": "cancel", "title": "Non", "text": "Reportée", "hours": 4}
    )

    assert "Envoyer à 1 personne" in seen and nothing == 0
    assert costs[0] == costs[1] <= 45
    assert "Inconnu" in shown.content.decode() and "Suivants" in shown.content.decode()
    assert "Quatre réponses au plus" in too_many
    assert followed.status_code == 302 and Message.objects.latest("pk").kind == "cancel"
    assert "Réunion" in client.get(f"{cell.get_absolute_url()}messages/").content.decode()
