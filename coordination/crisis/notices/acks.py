"""Acknowledgements that do not come: a reminder to each, then the secretariat is told."""

from typing import Any

from django.conf import settings
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from coordination.crisis.models import Cell, CellMember, MeetingReceipt, MessageRecipient
from coordination.crisis.notices.meeting import AboutMeeting, MeetingMinuted
from coordination.crisis.notices.message import CellMessage
from coordination.notifications.models import Queue
from coordination.notifications.registry import register
from portal.accounts.models import User


def desk_of(cell: Cell, *, otherwise: int | None) -> QuerySet[Any]:
    """The secretariat on duty, else who leads, else that account."""
    on_duty = CellMember.objects.on_duty(cell)
    desk, lead = on_duty.filter(role__keeps_log=True), on_duty.filter(role__leads=True)
    told = next((one for one in (desk, lead) if one.exists()), None)
    chosen = Q(pk__in=told.values("user")) if told else Q(pk=otherwise)
    return User.objects.filter(chosen).annotate(user_id=F("pk"), reference=Value(""))


@register
class AckAwaited(CellMessage):
    """Reminds, once, whoever has not acknowledged a message in time."""

    slug = "message_ack_awaited"
    label = "accusé de lecture attendu"

    def audience(self) -> QuerySet[Any]:
        rows = MessageRecipient.objects.filter(message=self.subject, acked_at__isnull=True)
        return rows.annotate(reference=F("link_key"))


@register
class UrgentAckAwaited(AckAwaited):
    """The same of an urgent message, which does not wait for the morning."""

    slug = "message_ack_awaited_urgent"
    label = "accusé de lecture d’un message urgent attendu"
    queue = Queue.URGENT.value


@register
class AckMissing(CellMessage):
    """Tells the secretariat how many have not acknowledged after the reminder: to ring."""

    slug = "message_ack_missing"
    label = "accusés manquants après relance"

    def audience(self) -> QuerySet[Any]:
        return desk_of(self.cell, otherwise=self.subject.author_id)

    def context(self) -> dict[str, Any]:
        rows = MessageRecipient.objects.filter(message=self.subject)
        missing = rows.filter(acked_at__isnull=True, reminded_at__isnull=False).count()
        return super().context() | {"missing": missing, "told": rows.count()}

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{self.subject.get_absolute_url()}"


@register
class UrgentAckMissing(AckMissing):
    """The same of an urgent message."""

    slug = "message_ack_missing_urgent"
    label = "accusés manquants d’un message urgent"
    queue = Queue.URGENT.value


@register
class RecordAwaited(MeetingMinuted):
    """Reminds, once, whoever has not read the record of a meeting held without them."""

    slug = "record_awaited"
    label = "relevé de décisions à lire, rappel"
    queue = Queue.DEFAULT.value

    def audience(self) -> QuerySet[Any]:
        rows = MeetingReceipt.objects.filter(meeting=self.subject, read_at__isnull=True)
        return rows.annotate(reference=Cast("link_key", CharField()))


@register
class RecordMissing(AboutMeeting):
    """Tells the secretariat how many have not read the record after the reminder."""

    slug = "record_missing"
    label = "relevé de décisions non lu après relance"
    queue = Queue.DEFAULT.value

    def audience(self) -> QuerySet[Any]:
        return desk_of(self.cell, otherwise=self.subject.closed_by_id)

    def context(self) -> dict[str, Any]:
        rows = MeetingReceipt.objects.filter(meeting=self.subject)
        missing = rows.filter(read_at__isnull=True, reminded_at__isnull=False).count()
        return super().context() | {"missing": missing, "told": rows.count()}

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{self.subject.get_absolute_url()}releve/"
