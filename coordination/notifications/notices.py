"""The one notice that delivery sends by itself: several messages told as one."""

from typing import Any

from django.conf import settings
from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse

from coordination.notifications.registry import Notice, register
from portal.accounts.models import User


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
