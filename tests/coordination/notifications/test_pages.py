"""The pages of messages: one's own, one's preferences, and the outbox of the technical team."""

import pytest
from django.urls import reverse

from coordination.notifications.models import Notification, Preference
from coordination.notifications.services import notify
from tests.coordination.notifications.notices import SECRET, Fact
from tests.people import UserFactory, log_in


@pytest.fixture
def told(martin):
    notify(Fact, martin)
    return martin


@pytest.fixture
def staff(db):
    return UserFactory(email="technique@exemple.fr", is_staff=True)


def test_one_reads_ones_messages_and_nothing_is_marked_by_reading_the_list(client, told):
    page = log_in(client, told).get(reverse("notifications:inbox"))

    assert "Un fait s’est produit, Alice." in page.content.decode()
    assert Notification.objects.get(channel="inbox").state == "delivered"


def test_opening_a_message_marks_it_read_and_follows_its_link(client, told):
    message = Notification.objects.get(channel="inbox")

    answer = log_in(client, told).post(reverse("notifications:message_open", args=[message.pk]))

    assert answer.status_code == 302 and answer.url == f"{SECRET}ref-Alice"
    message.refresh_from_db()
    assert message.state == "read" and message.read_at


def test_a_message_of_somebody_else_does_not_exist(client, told):
    message = Notification.objects.get(channel="inbox")
    stranger = log_in(client, UserFactory())

    assert (
        stranger.post(reverse("notifications:message_open", args=[message.pk])).status_code == 404
    )


def test_the_technical_team_cannot_open_a_message_in_the_place_of_its_reader(client, told, staff):
    message = Notification.objects.get(channel="inbox")

    answer = log_in(client, staff).post(reverse("notifications:message_open", args=[message.pk]))

    assert answer.status_code == 403
    message.refresh_from_db()
    assert message.state == "delivered"


def test_everything_is_marked_read_at_once(client, told):
    log_in(client, told).post(reverse("notifications:inbox_read"))

    assert not Notification.objects.unread().exists()


def test_preferences_are_kept_and_the_quiet_hours_may_be_removed(client, martin):
    log_in(client, martin).post(
        reverse("notifications:preferences"),
        {
            "order": "sms,email",
            "phone": "06 12 34 56 78",
            "quiet_from": "",
            "quiet_until": "",
            "wanted": ["test_crowd"],
        },
    )

    kept = Preference.objects.get(user=martin)
    assert kept.phone == "+33612345678" and kept.channels == ["sms", "email"]
    assert kept.quiet_from is None and kept.quiet_until is None
    assert "test_fact" in kept.muted and "test_crowd" not in kept.muted


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"phone": ""}, "Indiquez le numéro auquel envoyer les SMS."),
        ({"phone": "+1 212 555 0100"}, "français"),
        ({"quiet_from": ""}, "Indiquez le début et la fin"),
        ({"order": "pigeon"}, "choix valide"),
    ],
)
def test_preferences_that_cannot_be_are_explained(client, martin, changes, sentence):
    typed = {"order": "sms", "phone": "0612345678", "quiet_from": "22:00", "quiet_until": "7:00"}

    page = log_in(client, martin).post(reverse("notifications:preferences"), typed | changes)

    assert page.status_code == 200 and sentence in page.content.decode()
    assert not Preference.objects.exists()


def test_looking_at_ones_preferences_writes_nothing(client, martin):
    assert log_in(client, martin).get(reverse("notifications:preferences")).status_code == 200

    assert not Preference.objects.exists()


def test_the_outbox_is_closed_to_everybody_else(client, told):
    reader = log_in(client, told)

    assert reader.get(reverse("notifications:outbox")).status_code == 403


def test_the_outbox_shows_texts_without_their_secret_links(client, told, staff):
    message = Notification.objects.get(channel="email")

    page = log_in(client, staff).get(reverse("notifications:outbox_detail", args=[message.pk]))

    text = page.content.decode()
    assert "[lien personnel]" in text and SECRET not in text and "Bonjour Alice," in text


def test_the_outbox_narrows_by_state(client, told, staff):
    page = log_in(client, staff).get(reverse("notifications:outbox") + "?etat=delivered")

    assert [row.channel for row in page.context["page"]] == ["inbox"]


def test_a_failed_message_leaves_again_when_asked(client, told, staff):
    message = Notification.objects.get(channel="email")
    Notification.objects.filter(pk=message.pk).update(state="failed", attempts=8)

    log_in(client, staff).post(reverse("notifications:message_retry", args=[message.pk]))

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 0)


def test_a_message_already_sent_is_not_sent_again(client, told, staff):
    message = Notification.objects.get(channel="email")
    Notification.objects.filter(pk=message.pk).update(state="accepted")

    answer = log_in(client, staff).post(
        reverse("notifications:message_retry", args=[message.pk]), follow=True
    )

    assert "déjà été pris en charge" in answer.content.decode()
    message.refresh_from_db()
    assert message.state == "accepted"


def test_a_waiting_message_is_withdrawn(client, told, staff):
    message = Notification.objects.get(channel="email")

    log_in(client, staff).post(reverse("notifications:message_cancel", args=[message.pk]))

    message.refresh_from_db()
    assert message.state == "cancelled"


@pytest.mark.parametrize("name", ["notifications:inbox", "notifications:outbox"])
def test_lists_cost_the_same_whatever_their_length(
    client, told, staff, name, django_assert_num_queries
):
    Notification.objects.update(user=staff)
    log_in(client, staff).get(reverse(name))
    with django_assert_num_queries(20, exact=False) as few:
        client.get(reverse(name))
    for step in range(1, 12):
        notify(Fact, told, step=step)
    Notification.objects.update(user=staff)

    with django_assert_num_queries(len(few)):
        assert len(client.get(reverse(name)).context["page"]) > 10
