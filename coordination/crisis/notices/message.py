"""A message of a cell to a group, answered by a personal link."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, QuerySet

from coordination.crisis.models import Message, MessageRecipient
from coordination.crisis.notices.cell import AboutCell
from coordination.crisis.selectors.message import message_link
from coordination.notifications.models import Queue
from coordination.notifications.registry import register


@register
class CellMessage(AboutCell):
    """Carries the words of a cell to each recipient; an SMS waits for the morning."""

    slug = "cell_message"
    label = "message d’une cellule de crise"
    queue = Queue.DEFAULT.value

    def load(self, subject_id: Any) -> Message:
        related = ("cell__crisis", "refers_to")
        return Message.objects.select_related(*related).get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        rows = MessageRecipient.objects.filter(message=self.subject)
        return rows.annotate(reference=F("link_key"))

    def context(self) -> dict[str, Any]:
        one: Message = self.subject
        return super().context() | {
            "kind": one.kind,
            "title": one.title,
            "text": one.text,
            "answers": one.quick_answers,
            "asks": bool(one.quick_answers) or one.requires_ack,
            "audience": one.audience,
            "before": one.refers_to.title if one.refers_to else "",
        }

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{message_link(UUID(reference))}"

    def expires_at(self) -> datetime:
        expires: datetime = self.subject.expires_at
        return expires


@register
class UrgentCellMessage(CellMessage):
    """The same, which does not wait for the morning."""

    slug = "cell_message_urgent"
    label = "message urgent d’une cellule de crise"
    queue = Queue.URGENT.value
