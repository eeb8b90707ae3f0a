"""The baseline: one Celery task per message, as one would first write it."""

from celery import shared_task
from django.utils import timezone

from coordination.notifications.channels import provider_of
from coordination.notifications.channels.base import Letter
from coordination.notifications.models import Notification


@shared_task(name="bench.send_one")
def send_one(pk: int) -> None:
    """The message is read, sent, and marked."""
    message = Notification.objects.select_related("publication", "user__preference").get(pk=pk)
    provider = provider_of("sms")
    with provider.opened():
        to = message.user.preference.phone
        taken = provider.send(Letter(message.key, to, "", message.shown_text))
    Notification.objects.filter(pk=pk).update(
        state="accepted", accepted_at=timezone.now(), provider_ref=taken.ref
    )
