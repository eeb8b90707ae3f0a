"""One's own messages, through the API."""

from django.db import transaction
from django.urls import reverse

from coordination.notifications.models import Notification
from coordination.notifications.services import notify
from tests.coordination.notifications.notices import Fact
from tests.people import UserFactory, log_in


def told(person):
    with transaction.atomic():
        notify(Fact, person)
    return Notification.objects.get(user=person, channel="inbox")


def test_a_person_reads_their_own_messages_only(client, martin):
    mine, other = told(martin), told(UserFactory(last_name="Petit"))
    log_in(client, martin)

    listed = client.get(reverse("api:message-list")).json()["results"]

    assert [row["id"] for row in listed] == [mine.pk]
    assert listed[0]["notice"] == Fact.slug
    assert client.get(reverse("api:message-detail", args=[other.pk])).status_code == 404


def test_reading_the_list_marks_nothing_and_the_act_marks_one(client, martin):
    message = told(martin)
    log_in(client, martin)
    client.get(reverse("api:message-list"))
    assert client.get(reverse("api:message-unread")).json() == {"unread": 1}

    for _ in range(2):
        done = client.post(reverse("api:message-mark-read", args=[message.pk]))
        assert done.status_code == 204

    assert client.get(reverse("api:message-unread")).json() == {"unread": 0}
