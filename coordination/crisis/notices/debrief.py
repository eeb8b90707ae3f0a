"""What is told of the hot debrief: it is asked; one reminder."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, F, QuerySet
from django.db.models.functions import Cast

from coordination.crisis.models import Debrief, DebriefAsk
from coordination.crisis.notices.cell import AboutCell
from coordination.notifications.models import Queue
from coordination.notifications.registry import register
from portal.lib.links import token_for


@register
class DebriefAsked(AboutCell):
    """Asks everybody who worked in a cell how it went, by a link of their own."""

    slug = "debrief_asked"
    label = "retour d’expérience à chaud"
    queue = Queue.DEFAULT.value
    lifetime = timedelta(hours=72)

    def load(self, subject_id: Any) -> Debrief:
        return Debrief.objects.select_related("cell__crisis").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        asks = DebriefAsk.objects.filter(debrief=self.subject, answered_on__isnull=True)
        return asks.annotate(reference=Cast(F("link_key"), CharField()))

    def context(self) -> dict[str, Any]:
        one: Debrief = self.subject
        return super().context() | {"due_at": one.due_at}

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}/crises/retex/{token_for(UUID(reference))}/"

    def expires_at(self) -> datetime:
        due_at: datetime = self.subject.due_at
        return due_at


@register
class DebriefReminder(DebriefAsked):
    """The same, once, to who has not answered a day before the end."""

    slug = "debrief_reminder"
    label = "rappel du retour d’expérience à chaud"
