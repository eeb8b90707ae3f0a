"""A notice for everybody, and an urgent one for one person."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, F, QuerySet
from django.db.models.functions import Cast

from coordination.notifications.registry import Notice, register
from portal.accounts.models import User
from portal.lib.links import token_for


@register
class Crowd(Notice):
    """Tells every active person."""

    slug = "bench_crowd"
    label = "mesure de masse"
    queue = "bulk"
    in_bulk = True

    def load(self, subject_id: Any) -> User:
        return User.objects.get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        reference = Cast("uuid", CharField())
        return User.objects.annotate(user_id=F("pk"), reference=reference)

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}/r/{token_for(UUID(reference))}/"


@register
class Urgent(Crowd):
    """Tells the subject only, at once."""

    slug = "bench_urgent"
    label = "mesure d’urgence"
    queue = "urgent"
    in_bulk = False

    def audience(self) -> QuerySet[Any]:
        return super().audience().filter(pk=self.subject.pk)
