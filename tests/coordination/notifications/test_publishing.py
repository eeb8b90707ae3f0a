"""Publishing: rows in the caller's transaction, once, whatever happens after."""

import pytest
from django.db import connection, transaction

from coordination.notifications import ledger
from coordination.notifications.models import Notification, Preference, Publication
from coordination.notifications.refusals import OutsideTransaction
from coordination.notifications.services import cancel, notify
from tests.coordination.notifications.notices import SECRET, Crowd, Fact
from tests.people import UserFactory


def states(**conditions):
    rows = Notification.objects.filter(**conditions).order_by("user_id", "channel")
    return [(row.user.first_name, row.channel, row.state) for row in rows]


def test_a_notice_stands_in_the_inbox_and_waits_to_leave_by_e_mail(martin):
    notify(Fact, martin)

    assert states() == [("Alice", "email", "queued"), ("Alice", "inbox", "delivered")]


def test_publishing_again_adds_nobody_but_the_newcomers(martin):
    notify(Fact, martin)
    before = set(Notification.objects.values_list("pk", flat=True))
    UserFactory(first_name="Basile", last_name="Martin")

    notify(Fact, martin)

    added = Notification.objects.exclude(pk__in=before)
    assert [row.user.first_name for row in added] == ["Basile", "Basile"]
    assert Publication.objects.count() == 1
    assert Publication.objects.get().recipients == 2


def test_another_step_tells_again(martin):
    notify(Fact, martin)
    notify(Fact, martin, step=1)

    assert Publication.objects.count() == 2
    assert Notification.objects.filter(channel="email").count() == 2


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused(martin):
    with pytest.raises(OutsideTransaction):
        notify(Fact, martin)

    assert not Publication.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_told(martin):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        notify(Fact, martin)
        raise ZeroDivisionError

    assert not Notification.objects.exists()


def test_a_crowd_is_only_announced_in_the_request(martin):
    publication = notify(Crowd, martin)

    assert publication.state == Publication.State.PENDING
    assert not Notification.objects.exists()


def test_writing_a_crowd_twice_draws_and_tells_once(martin):
    Crowd.prepared.clear()
    publication = notify(Crowd, martin)

    first, second = ledger.write_pending(publication.pk), ledger.write_pending(publication.pk)

    assert (first, second) == (1, 0)
    assert Crowd.prepared == [martin.pk]
    assert Notification.objects.count() == 2


def test_the_preferred_channel_with_words_and_an_address_is_used(martin):
    Preference.objects.create(user=martin, phone="+33612345678", channels=["sms", "email"])
    basile = UserFactory(first_name="Basile", last_name="Martin")
    Preference.objects.create(user=basile, channels=["sms", "email"])

    notify(Fact, martin)

    assert states(state="queued") == [("Alice", "sms", "queued"), ("Basile", "email", "queued")]


def test_a_muted_notice_stays_in_the_portal_and_says_why(martin):
    Preference.objects.create(user=martin, muted=["test_fact"])

    notify(Fact, martin)

    assert states() == [("Alice", "email", "suppressed"), ("Alice", "inbox", "delivered")]
    assert Notification.objects.get(channel="email").error == "avis coupé par la personne"


def test_a_closed_account_is_not_told(martin):
    UserFactory(last_name="Martin", is_active=False)

    assert notify(Fact, martin).recipients == 1


def test_an_empty_audience_is_no_mistake(martin):
    martin.last_name = "Personne"

    assert notify(Fact, martin).recipients == 0


def test_what_is_withdrawn_before_leaving_does_not_leave(martin):
    UserFactory(first_name="Basile", last_name="Martin")
    notify(Fact, martin)

    assert cancel(Fact, martin, references=["ref-Basile"]) == 1

    assert states(channel="email") == [
        ("Alice", "email", "queued"),
        ("Basile", "email", "cancelled"),
    ]


def test_withdrawing_a_crowd_before_it_is_written_stops_it(martin):
    publication = notify(Crowd, martin)

    cancel(Crowd, martin)

    assert ledger.write_pending(publication.pk) == 0
    assert not Notification.objects.exists()


def test_texts_are_plain_and_personal_links_are_not_stored_anywhere(martin):
    martin.last_name = "O'Brien <b>"
    martin.save()

    publication = notify(Fact, martin)

    assert "O'Brien <b> & compagnie" in publication.email_body
    row = Notification.objects.get(channel="email")
    assert "[lien personnel]" in row.shown_text and "Bonjour Alice," in row.shown_text
    with connection.cursor() as cursor:
        for table in ("notification", "publication", "attempt"):
            cursor.execute(
                f"SELECT count(*) FROM notifications_{table} t WHERE t::text LIKE %s",
                [f"%{SECRET}%"],
            )
            assert cursor.fetchone() == (0,)
