"""States go forward only; leases, doubts and the watchers' repairs."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from coordination.notifications import calls, delivery, ledger, states, sweep, watch
from coordination.notifications.channels.base import Answer
from coordination.notifications.models import Call, Notification, Preference, Publication
from coordination.notifications.services import notify
from tests.coordination.notifications.notices import SECRET, Crowd, Fact
from tests.people import UserFactory

State = Notification.State
PAST = timedelta(minutes=5)


@pytest.fixture
def message(martin):
    notify(Fact, martin)
    return Notification.objects.get(channel="email")


def put(message, state, **fields):
    if state == "sending":
        fields.setdefault("lease_until", timezone.now() - PAST)
        fields.setdefault("sending_at", timezone.now())
    Notification.objects.filter(pk=message.pk).update(state=state, **fields)


@pytest.mark.parametrize("source", states.FINAL)
@pytest.mark.parametrize("target", State.values)
def test_a_final_state_is_never_left_except_to_be_read(message, source, target):
    put(message, source)
    if (source, target) == ("delivered", "read"):
        return

    assert states.move(message.pk, target, lease_until=timezone.now()) is False

    message.refresh_from_db()
    assert message.state == source


def test_receipts_out_of_order_only_go_forward(message):
    put(message, "accepted")

    assert states.follow(message, Answer.DELIVERED) is True
    assert states.follow(message, Answer.TAKEN) is False
    assert states.follow(message, Answer.FAILED) is False

    message.refresh_from_db()
    assert message.state == "delivered" and message.delivered_at


def test_an_expired_lease_whose_call_did_not_begin_is_queued_again(message):
    put(message, "sending", lease_owner="mort")
    Call.objects.create(owner="mort", lease_until=timezone.now() - PAST)

    assert sweep.free_leases() == {"requeued": 1, "uncertain": 0}

    delivery.drain("default")
    assert len(mail.outbox) == 1


def test_an_expired_lease_whose_call_began_is_uncertain_and_not_resent(message):
    put(message, "sending", lease_owner="mort")
    Call.objects.create(owner="mort", lease_until=timezone.now() - PAST, begun=message.pk)

    assert sweep.free_leases() == {"requeued": 0, "uncertain": 1}

    delivery.drain("default")
    assert not mail.outbox


def test_a_lease_whose_call_was_answered_is_accepted_and_not_resent(message):
    put(message, "sending", lease_owner="mort")
    fields = {"taken": [None, message.pk], "refs": [None, "abc"], "provider": "essai"}
    Call.objects.create(owner="mort", lease_until=timezone.now() - PAST, begun=0, **fields)

    assert sweep.free_leases() == {"requeued": 0, "uncertain": 0}

    delivery.drain("default")
    message.refresh_from_db()
    assert (message.state, message.provider_ref, message.provider) == ("accepted", "abc", "essai")
    assert not mail.outbox and not Call.objects.exists()


def test_the_notebook_of_a_living_batch_is_kept(message):
    put(message, "sending", lease_owner="vif", lease_until=timezone.now() + PAST)
    Call.objects.create(owner="vif", lease_until=timezone.now() - PAST, begun=message.pk)

    sweep.free_leases()

    assert Call.objects.get().begun == message.pk


def test_a_lease_claimed_before_the_database_restarted_counts_as_begun(message):
    put(message, "sending", sending_at=timezone.now() - timedelta(days=30))

    assert sweep.free_leases() == {"requeued": 0, "uncertain": 1}


def test_a_lease_in_force_is_left_alone(message):
    put(message, "sending", lease_until=timezone.now() + PAST)

    assert sweep.free_leases() == {"requeued": 0, "uncertain": 0}


def test_a_doubt_that_nobody_can_settle_goes_by_another_channel(martin):
    Preference.objects.create(
        user=martin,
        phone="+33612345678",
        channels=["email", "sms"],
        quiet_from=None,
        quiet_until=None,
    )
    notify(Fact, martin)
    message = Notification.objects.get(channel="email")
    put(message, "uncertain", uncertain_at=timezone.now())

    sweep.resolve_doubts()
    sweep.resolve_doubts()

    message.refresh_from_db()
    assert message.state == "uncertain"
    assert Notification.objects.get(channel="sms").step == 1


def test_what_is_overdue_never_leaves(message):
    put(message, "queued", expires_at=timezone.now() - PAST)

    delivery.drain("default")
    assert sweep.expire() == 1

    message.refresh_from_db()
    assert message.state == "stale" and not mail.outbox


def test_the_bug_of_one_notice_does_not_hold_the_others(martin, monkeypatch):
    UserFactory(first_name="Basile", last_name="Martin")
    notify(Fact, martin)
    whole = Fact.link

    def broken(self, reference):
        if reference == "ref-Alice":
            raise ZeroDivisionError
        return whole(self, reference)

    monkeypatch.setattr(Fact, "link", broken)

    delivery.drain("default")

    assert [sent.body.count(SECRET) for sent in mail.outbox] == [1]
    failed = Notification.objects.get(channel="email", state="failed")
    assert failed.first_name == "Alice" and "ZeroDivisionError" in failed.error


def test_a_hole_in_a_publication_is_found_and_filled(martin):
    publication = notify(Crowd, martin)
    ledger.write_pending(publication.pk)
    Notification.objects.all().delete()

    assert watch.fill_holes() == [publication.pk]

    ledger.write_pending(publication.pk)
    assert Notification.objects.count() == 2
    assert watch.fill_holes() == []


def test_a_tick_is_played_once(db):
    assert watch.tick("essai", 3600) is True
    assert watch.tick("essai", 3600) is False


def test_a_publication_that_breaks_is_tried_again_later_and_later(martin, monkeypatch):
    publication = notify(Crowd, martin)
    delays = []
    for _ in range(3):
        ledger.count_attempt(publication.pk)
        publication.refresh_from_db()
        delays.append(round((publication.next_attempt_at - timezone.now()).total_seconds()))

    assert delays == [15, 30, 60] and publication.attempts == 3


def test_old_texts_are_erased_and_states_stay(message):
    Publication.objects.update(created_at=timezone.now() - timedelta(days=100))

    assert watch.purge_once() == 1

    message.refresh_from_db()
    assert message.state == "queued" and message.reference == "" and message.first_name == ""
    assert Publication.objects.get().email_body == ""


def test_late_messages_raise_the_alarm_of_their_queue(message):
    put(message, "queued", next_attempt_at=timezone.now() - timedelta(minutes=10))

    assert list(watch.late_queues()) == ["default"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_claim_the_same_message(martin):
    for rank in range(60):
        UserFactory(first_name=f"P{rank}", last_name="Martin")
    with transaction.atomic():
        notify(Fact, martin)
    claimed, start = {1: [], 2: []}, threading.Barrier(2)

    def work(worker):
        start.wait()
        while rows := delivery.claim("default", owner=calls.new_owner(), batch=7):
            claimed[worker] += [row.pk for row in rows]
        connection.close()

    threads = [threading.Thread(target=work, args=[worker]) for worker in claimed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(claimed[1]) + len(claimed[2]) == 61
    assert not set(claimed[1]) & set(claimed[2])
