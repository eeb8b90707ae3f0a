"""A situation report leaves: the cell and its parent are told."""

from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet, Value

from coordination.crisis.models import CellMember, Sitrep
from coordination.crisis.notices.cell import AboutCell
from coordination.crisis.selectors.membership import people_of
from coordination.notifications.registry import register
from portal.accounts.models import User


@register
class SitrepIssued(AboutCell):
    """Tells the people of a cell and of its parent that a report is out, with its address."""

    slug = "sitrep_issued"
    label = "point de situation d’une cellule de crise"

    def load(self, subject_id: Any) -> Sitrep:
        return Sitrep.objects.select_related("cell__crisis", "cell__parent").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        """Nobody outside a restricted cell learns of it."""
        concerned = Q(pk__in=people_of(self.cell))
        if not self.cell.is_restricted:
            above = CellMember.objects.filter(cell=self.cell.parent_id, period__upper_inf=True)
            concerned |= Q(pk__in=above.values("user"))
        return User.objects.filter(concerned).annotate(user_id=F("pk"), reference=Value(""))

    def context(self) -> dict[str, Any]:
        one: Sitrep = self.subject
        return super().context() | {"number": one.number, "level": one.level}

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{self.subject.get_absolute_url()}"
