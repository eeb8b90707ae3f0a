"""What this module says by itself: several messages told as one, the answer to an SMS."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse

from coordination.notifications.channels import provider_of
from coordination.notifications.channels.base import Heard
from coordination.notifications.models import Channel, ProviderEvent
from coordination.notifications.registry import Notice, Outsider, register
from portal.accounts.models import User
from portal.lib.phone import parse_french


@register
class Bundle(Notice):
    """Tells a person that several messages wait in the portal."""

    slug = "bundle"
    label = "messages regroupés"
    optional = False

    def load(self, subject_id: Any) -> User:
        return User.objects.get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        person = User.objects.filter(pk=self.subject.pk)
        return person.annotate(user_id=F("pk"), reference=Value("", output_field=CharField()))

    def context(self) -> dict[str, Any]:
        return {"count": 0, "titles": []}

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{reverse('notifications:inbox')}"


@register
class SmsReply(Notice):
    """Says back to whoever sent an SMS what came of it; `outcome` holds the words."""

    slug = "sms_reply"
    label = "réponse à un SMS reçu"
    queue = "urgent"
    lifetime = timedelta(hours=1)
    optional = False

    def load(self, subject_id: Any) -> ProviderEvent:
        return ProviderEvent.objects.get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        """One person of that telephone, even when several share it."""
        people = User.objects.filter(preference__phone=heard_in(self.subject).phone)
        first = people.order_by("pk").values("pk")[:1]
        person = User.objects.filter(pk__in=first)
        return person.annotate(user_id=F("pk"), reference=Value("", output_field=CharField()))

    def outsiders(self) -> Iterable[Outsider]:
        """Whoever has no account, on the telephone that wrote."""
        phone = heard_in(self.subject).phone
        if User.objects.filter(preference__phone=phone).exists():
            return ()
        return (Outsider(((Channel.SMS.value, phone),)),)

    def context(self) -> dict[str, Any]:
        return {"words": self.subject.outcome}


def heard_in(event: ProviderEvent) -> Heard:
    """The number, in E.164, and the words of an SMS kept raw. Raises ValueError."""
    heard = provider_of("sms").parse_incoming(event.payload)
    return Heard(parse_french(heard.phone), heard.text)
