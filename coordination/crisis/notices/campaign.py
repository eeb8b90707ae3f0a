"""A capacity campaign asks a structure its figures, by a personal link; one reminder."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Value

from coordination.crisis import clock
from coordination.crisis.models import CampaignTarget
from coordination.crisis.notices.cell import AboutCell
from coordination.notifications.models import Channel
from coordination.notifications.registry import Outsider, register
from portal.accounts.models import Grant, Role
from portal.lib.links import token_for


@register
class FiguresAsked(AboutCell):
    """Asks the managers of one structure, and its mailbox, the figures of a campaign."""

    slug = "figures_asked"
    label = "chiffres demandés par une cellule de crise"
    lifetime = timedelta(days=2)

    def load(self, subject_id: Any) -> CampaignTarget:
        related = ("campaign__cell__crisis", "campaign__cell__territory", "structure")
        return CampaignTarget.objects.select_related(*related).get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        held = Grant.objects.in_force().filter(role=Role.MANAGER)
        mine = held.filter(structure=self.subject.structure_id)
        return mine.annotate(reference=Value(str(self.subject.link_key)))

    def outsiders(self) -> Iterable[Outsider]:
        """The mailbox of the structure: whoever keeps it may answer."""
        email = self.subject.structure.email
        key = str(self.subject.link_key)
        return [Outsider(((Channel.EMAIL.value, email),), "", key)] if email else []

    def context(self) -> dict[str, Any]:
        campaign = self.subject.campaign
        return super().context() | {
            "campaign": campaign,
            "structure": str(self.subject.structure),
            "deadline": campaign.hour_of(campaign.deadline),
            "late": campaign.deadline < clock.now(),
        }

    def link(self, reference: str) -> str:
        path = f"/crises/repondre/{token_for(self.subject.link_key)}/"
        return f"{settings.PORTAL_BASE_URL}{path}"


@register
class FiguresAwaited(FiguresAsked):
    """Reminds a silent structure, once."""

    slug = "figures_awaited"
    label = "rappel des chiffres demandés par une cellule de crise"
