"""What people hear of their grants: accounts is below, so that its news leave from here."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from coordination.notifications.registry import register
from coordination.upkeep.notices.claims import GrantNotice, as_recipients
from portal.accounts.models import User


class GrantAnswered(GrantNotice):
    """Tells the person what was decided."""

    def audience(self) -> QuerySet[Any]:
        return as_recipients(User.objects.filter(pk=self.subject.user_id))

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{reverse('accounts:profile')}"


@register
class GrantApproved(GrantAnswered):
    """The role is given."""

    slug = "grant_approved"
    label = "habilitation accordée"


@register
class GrantRefused(GrantAnswered):
    """The role is not given, and why."""

    slug = "grant_refused"
    label = "habilitation refusée"
