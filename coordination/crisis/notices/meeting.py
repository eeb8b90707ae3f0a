"""What is told of meetings: planned or moved, cancelled; the record goes to the absent."""

from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast

from coordination.crisis.models import Meeting, MeetingReceipt
from coordination.crisis.notices.cell import AboutCell
from coordination.crisis.selectors.meetings.calendar import when
from coordination.crisis.selectors.membership import people_of
from coordination.notifications.registry import register
from portal.lib.links import token_for


class AboutMeeting(AboutCell):
    """A notice about a meeting, to the people of its cell."""

    def load(self, subject_id: Any) -> Meeting:
        related = ("cell__crisis", "cell__territory")
        return Meeting.objects.select_related(*related).get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        people = people_of(self.cell)
        return people.annotate(user_id=F("pk"), reference=Value(""))

    def context(self) -> dict[str, Any]:
        one: Meeting = self.subject
        here = one.starts_at.astimezone(ZoneInfo(one.cell.territory.timezone))
        return super().context() | {
            "meeting": str(one),
            "number": one.number,
            "when": when(one),
            "when_sms": f"{here:%d/%m %H:%M}",
            "minutes": one.planned_minutes,
            "video_url": one.video_url,
            "dial_in": one.dial_in,
            "fallback": one.fallback_phone,
            "place": one.place,
            "reason": one.cancel_reason,
        }

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{self.subject.get_absolute_url()}"


@register
class MeetingPlanned(AboutMeeting):
    """Tells the people of a cell when a meeting begins, and how to join it."""

    slug = "meeting_planned"
    label = "réunion d’une cellule de crise"


@register
class MeetingCancelled(AboutMeeting):
    """Tells the people of a cell that a meeting is not held."""

    slug = "meeting_cancelled"
    label = "réunion d’une cellule de crise annulée"


@register
class MeetingMinuted(AboutMeeting):
    """Gives the record of a meeting to the absent; their link acknowledges without signing in."""

    slug = "meeting_minuted"
    label = "relevé de décisions d’une réunion"
    lifetime = timedelta(days=2)

    def audience(self) -> QuerySet[Any]:
        rows = MeetingReceipt.objects.filter(meeting=self.subject)
        return rows.annotate(reference=Cast("link_key", CharField()))

    def context(self) -> dict[str, Any]:
        lines = self.subject.lines.all()
        return super().context() | {
            "decisions": [one.text for one in lines if one.kind == "decision"],
            "tasks": [one.text for one in lines if one.kind == "task"],
        }

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}/crises/releves/{token_for(UUID(reference))}/"
