"""A group of a cell will soon be closed; its charter has changed."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, QuerySet, Value

from coordination.crisis.models import Group
from coordination.crisis.notices.cell import AboutCell
from coordination.crisis.selectors.group import moderators_of
from coordination.crisis.selectors.message import preview
from coordination.notifications.models import Queue
from coordination.notifications.registry import register
from portal.accounts.models import User


@register
class GroupEnding(AboutCell):
    """Tells who moderates a group that it closes soon, so that they prolong it or let it go."""

    slug = "group_ending"
    label = "fin prochaine d’un groupe"
    queue = Queue.DEFAULT.value
    lifetime = timedelta(days=3)

    def load(self, subject_id: Any) -> Group:
        return Group.objects.select_related("cell__crisis", "cell__territory").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        return moderators_of(self.subject).annotate(user_id=F("pk"), reference=Value(""))

    def context(self) -> dict[str, Any]:
        one: Group = self.subject
        return super().context() | {"group": one.name, "last_day": f"{one.expires_on:%d/%m/%Y}"}

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{self.subject.get_absolute_url()}"

    def expires_at(self) -> datetime:
        """Once closed, there is nothing to prolong."""
        end = self.subject.expires_on + timedelta(days=1)
        return datetime.combine(end, time.min, ZoneInfo(self.subject.cell.territory.timezone))


@register
class GroupCharterChanged(AboutCell):
    """Tells whoever has the messages of a group that its charter has changed."""

    slug = "group_charter"
    label = "charte d’un groupe changée"
    queue = Queue.DEFAULT.value
    lifetime = timedelta(days=3)

    def load(self, subject_id: Any) -> Group:
        return Group.objects.select_related("cell__crisis", "cell__territory").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        held = preview(self.cell, self.subject.code)
        people = User.objects.filter(pk__in=[one.user for one in held.targets] if held else [])
        return people.annotate(user_id=F("pk"), reference=Value(""))

    def context(self) -> dict[str, Any]:
        return super().context() | {"group": self.subject.name, "charter": self.subject.charter}
