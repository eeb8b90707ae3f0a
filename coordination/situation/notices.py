"""What people hear of their grants: accounts is below, so that its news leave from here."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse

from coordination.notifications.registry import Notice, register
from portal.accounts.models import Grant, Role, User
from portal.accounts.rules import place_of


class GrantNotice(Notice):
    """About one grant."""

    lifetime = timedelta(days=7)
    optional = False

    def load(self, subject_id: Any) -> Grant:
        return Grant.objects.select_related("user", "structure", "territory").get(pk=subject_id)

    def context(self) -> dict[str, Any]:
        grant = self.subject
        place = grant.structure or grant.territory
        return {"role": grant.get_role_display(), "place": str(place), "reason": grant.reason}


@register
class GrantAsked(GrantNotice):
    """Tells the ARS agents of the place that somebody asks to manage a structure."""

    slug = "grant_asked"
    label = "demande d’habilitation"
    optional = True

    def audience(self) -> QuerySet[Any]:
        agents = Grant.objects.filter(
            role=Role.ARS, territory__inner_links__descendant=place_of(self.subject)
        )
        deciders = agents.in_force().exclude(user=self.subject.user_id)
        return _rows(User.objects.filter(pk__in=deciders.values("user")))

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{reverse('situation:grant_list')}"


class GrantAnswered(GrantNotice):
    """Tells the person what was decided."""

    def audience(self) -> QuerySet[Any]:
        return _rows(User.objects.filter(pk=self.subject.user_id))

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


def _rows(people: QuerySet[User]) -> QuerySet[Any]:
    return people.annotate(user_id=F("pk"), reference=Value("", output_field=CharField()))
