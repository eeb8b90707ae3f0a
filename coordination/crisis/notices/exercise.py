"""What is told during an exercise: an inject was played for you."""

from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet, Value

from coordination.crisis.models import CellMember, Inject
from coordination.crisis.notices.cell import AboutCell
from coordination.notifications.registry import register
from portal.accounts.models import User


@register
class InjectPlayedNow(AboutCell):
    """Tells whom an inject is for: who holds its role, else the members on duty in the cell."""

    slug = "inject_played"
    label = "message d’un exercice"

    def load(self, subject_id: Any) -> Inject:
        return Inject.objects.select_related("cell__crisis", "role").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        on_duty = CellMember.objects.on_duty(self.cell).filter(standing="member")
        held = on_duty.filter(role=self.subject.role_id) if self.subject.role_id else on_duty.none()
        told = held if held.exists() else on_duty
        people = User.objects.filter(pk__in=told.values("user"))
        return people.annotate(user_id=F("pk"), reference=Value(""))

    def context(self) -> dict[str, Any]:
        one: Inject = self.subject
        said = {"sender": one.sender, "channel": one.get_channel_display(), "text": one.text}
        return super().context() | said

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{self.cell.get_absolute_url()}main-courante/"
