"""What is told of the coverage of a cell: a role lacks somebody within 24 hours."""

from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet, Value

from coordination.crisis.models import CellMember, CoverageAlarm
from coordination.crisis.notices.cell import AboutCell
from coordination.notifications.models import Queue
from coordination.notifications.registry import register
from portal.accounts.models import User


@register
class CoverageLacks(AboutCell):
    """Tells the secretariat and whoever leads that roles lack somebody, all in one message."""

    slug = "coverage_lacks"
    label = "fonction d’une cellule sans personne"
    queue = Queue.URGENT.value

    def load(self, subject_id: Any) -> CoverageAlarm:
        return CoverageAlarm.objects.select_related("cell__crisis", "role").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        on_duty = CellMember.objects.on_duty(self.cell)
        told = on_duty.filter(role__keeps_log=True) | on_duty.filter(role__leads=True)
        people = User.objects.filter(pk__in=told.values("user"))
        return people.annotate(user_id=F("pk"), reference=Value(""))

    def context(self) -> dict[str, Any]:
        one: CoverageAlarm = self.subject
        same = CoverageAlarm.objects.filter(cell=one.cell_id, raised_at=one.raised_at)
        alarms = list(same.select_related("role").order_by("starts_at", "pk"))
        names = [str(alarm.role) for alarm in alarms]
        return super().context() | {"count": len(names), "roles": names, "first": names[0]}

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{self.cell.get_absolute_url()}couverture/"
