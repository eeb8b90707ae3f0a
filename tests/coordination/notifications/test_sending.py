"""Sending: from claimed to accepted, and back when the provider misbehaves."""

import smtplib

import pytest
from django.core import mail
from django.utils import timezone

from coordination.notifications import delivery, sweep
from coordination.notifications.channels.base import Doubtful, Permanent, Temporary
from coordination.notifications.channels.email import EmailProvider, sorted_error
from coordination.notifications.models import Call, Notification
from coordination.notifications.services import notify
from tests.coordination.notifications.notices import SECRET, Fact
from tests.people import UserFactory


def test_an_e_mail_leaves_with_its_name_its_link_and_an_html_twin(martin):
    notify(Fact, martin)

    delivery.drain("default")

    (sent,) = mail.outbox
    assert sent.subject == "Un fait : Martin"
    assert sent.to == ["alice@exemple.fr"]
    assert "Bonjour Alice," in sent.body and f"{SECRET}ref-Alice" in sent.body
    html = sent.alternatives[0].content
    assert f'href="{SECRET}ref-Alice"' in html and "&amp; compagnie" in html
    assert "{" not in html.partition("</style>")[2] and "<style" not in html
    row = Notification.objects.get(channel="email")
    assert (row.state, row.attempts, row.provider) == ("accepted", 1, "serveur de courriel")
    assert row.accepted_at and row.sending_at and row.lease_until is None


def test_nothing_leaves_twice(martin):
    notify(Fact, martin)

    for _ in range(3):
        delivery.drain("default")

    assert len(mail.outbox) == 1


def test_a_whole_batch_leaves_over_one_connection(martin):
    for rank in range(12):
        UserFactory(first_name=f"P{rank}", last_name="Martin")
    notify(Fact, martin)

    assert delivery.deliver_batch("default", batch=5) == 5
    delivery.drain("default", batch=5)

    assert len(mail.outbox) == 13 and not Call.objects.exists()
    assert Notification.objects.filter(state="accepted").count() == 13


def test_a_worker_killed_while_sending_leaves_one_doubt_and_knows_the_rest(martin, monkeypatch):
    for rank in range(4):
        UserFactory(first_name=f"P{rank}", last_name="Martin")
    notify(Fact, martin)
    whole = EmailProvider.send

    def killed_at_the_third(self, letter):
        if len(mail.outbox) == 2:
            raise KeyboardInterrupt
        return whole(self, letter)

    monkeypatch.setattr(EmailProvider, "send", killed_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        delivery.deliver_batch("default")
    Notification.objects.filter(state="sending").update(lease_until=timezone.now())

    assert sweep.free_leases() == {"requeued": 2, "uncertain": 1}

    accepted = Notification.objects.filter(state="accepted")
    assert sorted(accepted.values_list("user__email", flat=True)) == sorted(
        sent.to[0] for sent in mail.outbox
    )
    assert all(row.provider_ref and row.accepted_at for row in accepted)


@pytest.mark.parametrize(
    "error, kind",
    [
        (smtplib.SMTPRecipientsRefused({"x@y.fr": (550, b"no such user")}), Permanent),
        (smtplib.SMTPRecipientsRefused({"x@y.fr": (451, b"greylisted")}), Temporary),
        (smtplib.SMTPDataError(452, b"full"), Temporary),
        (smtplib.SMTPServerDisconnected("gone"), Doubtful),
        (TimeoutError(), Doubtful),
        (ValueError("Header values can't contain newlines"), Permanent),
        (RuntimeError("a provider's own"), Doubtful),
    ],
)
def test_errors_of_the_mail_server_are_sorted(error, kind):
    assert type(sorted_error(error)) is kind


def test_an_unreachable_mail_server_costs_a_delay_not_a_message(martin, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    notify(Fact, martin)

    delivery.drain("default")

    row = Notification.objects.get(channel="email")
    assert (row.state, row.attempts) == ("queued", 1)
    assert "injoignable" in row.error and row.next_attempt_at > row.due_at
