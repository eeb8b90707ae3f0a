"""What is said of who answers for a structure: a request, its reminders, a code, a hand-over."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import CharField, F, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from coordination.notifications.models import Channel, Queue
from coordination.notifications.registry import Notice, Outsider, register
from coordination.upkeep.models import ClaimCode, Succession
from coordination.upkeep.selectors.codes import code_of
from portal.accounts.models import Grant, Role, User
from portal.accounts.rules import place_of


def as_recipients(people: QuerySet[User]) -> QuerySet[Any]:
    """These people as the rows that a notice tells."""
    return people.annotate(user_id=F("pk"), reference=Value("", output_field=CharField()))


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
    """Tells who manages the structure, the ARS of the place otherwise, that somebody asks."""

    slug = "grant_asked"
    label = "demande d’habilitation"
    optional = True

    def audience(self) -> QuerySet[Any]:
        grant = self.subject
        managers = _managers(grant)
        return as_recipients(managers if managers.exists() else _agents(grant))

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{reverse('situation:grant_list')}"


@register
class ClaimWaits(GrantNotice):
    """Reminds who manages the structure, and the ARS, that a request has no answer."""

    slug = "claim_waits"
    label = "demande d’habilitation sans réponse"

    def audience(self) -> QuerySet[Any]:
        return as_recipients(_managers(self.subject) | _agents(self.subject))

    def context(self) -> dict[str, Any]:
        days = (timezone.now() - self.subject.created_at).days
        return super().context() | {"days": days}

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{reverse('situation:grant_list')}"


@register
class ClaimCodeSent(Notice):
    """Carries a code to a line that the directory already knew, never typed by the claimant."""

    slug = "claim_code"
    label = "code pour prouver que l’on est de la structure"
    queue = Queue.URGENT.value
    lifetime = timedelta(minutes=15)
    optional = False

    def load(self, subject_id: Any) -> ClaimCode:
        rows = ClaimCode.objects.select_related("structure", "contact", "user")
        return rows.get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        return as_recipients(User.objects.none())

    def outsiders(self) -> Iterable[Outsider]:
        contact = self.subject.contact
        channel = Channel.EMAIL if contact.is_address else Channel.SMS
        return [Outsider(((channel.value, contact.value),))]

    def context(self) -> dict[str, Any]:
        return {"place": str(self.subject.structure), "person": str(self.subject.user)}

    def code(self, reference: str, phone: str) -> str:
        return code_of(self.subject)


@register
class HandoverProposed(Notice):
    """Asks somebody whether they take over a structure."""

    slug = "handover_proposed"
    label = "passation d’une structure"
    lifetime = timedelta(days=14)
    optional = False

    def load(self, subject_id: Any) -> Succession:
        return Succession.objects.select_related("structure", "giver").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        return as_recipients(User.objects.filter(pk=self.subject.taker_id))

    def context(self) -> dict[str, Any]:
        return {"place": str(self.subject.structure), "giver": str(self.subject.giver)}

    def link(self, reference: str) -> str:
        page = reverse("upkeep:claim", args=[self.subject.structure.uuid])
        return f"{settings.PORTAL_BASE_URL}{page}"


def _managers(grant: Grant) -> QuerySet[User]:
    held = Grant.objects.filter(role=Role.MANAGER, structure=grant.structure_id).in_force()
    if grant.structure_id is None:
        held = held.none()
    return _but(grant, held)


def _agents(grant: Grant) -> QuerySet[User]:
    agents = Grant.objects.filter(role=Role.ARS, territory__inner_links__descendant=place_of(grant))
    return _but(grant, agents.in_force())


def _but(grant: Grant, held: QuerySet[Grant]) -> QuerySet[User]:
    return User.objects.filter(Q(pk__in=held.values("user")), ~Q(pk=grant.user_id))
