"""What is told of hand-overs: one is written for you; one is left without an answer."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet, Value

from coordination.crisis.models import CellMember, Handover
from coordination.crisis.notices.cell import AboutCell
from coordination.notifications.registry import register
from portal.accounts.models import User


class AboutHandover(AboutCell):
    """A notice about the hand-over of a role."""

    lifetime = timedelta(hours=4)

    def load(self, subject_id: Any) -> Handover:
        related = ("cell__crisis", "role", "giver", "receiver")
        return Handover.objects.select_related(*related).get(pk=subject_id)

    def context(self) -> dict[str, Any]:
        one: Handover = self.subject
        said = {"role": str(one.role), "giver": str(one.giver), "receiver": str(one.receiver)}
        return super().context() | said

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{self.subject.get_absolute_url()}"


@register
class HandoverWritten(AboutHandover):
    """Tells whoever takes a role that its hand-over awaits them."""

    slug = "handover_written"
    label = "passation de consignes à accepter"

    def audience(self) -> QuerySet[Any]:
        people = User.objects.filter(pk=self.subject.receiver_id)
        return people.annotate(user_id=F("pk"), reference=Value(""))


@register
class HandoverUnanswered(AboutHandover):
    """Tells the secretariat, or who leads without one, that nobody has taken the role."""

    slug = "handover_unanswered"
    label = "passation de consignes sans réponse"

    def audience(self) -> QuerySet[Any]:
        on_duty = CellMember.objects.on_duty(self.cell)
        desk = on_duty.filter(role__keeps_log=True)
        told = desk if desk.exists() else on_duty.filter(role__leads=True)
        people = User.objects.filter(Q(pk__in=told.values("user")))
        return people.annotate(user_id=F("pk"), reference=Value(""))
