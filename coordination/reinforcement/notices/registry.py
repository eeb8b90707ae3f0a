"""What the registry tells of a volunteer's file: still free? a check that went badly."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from coordination.notifications.registry import Notice, register
from coordination.reinforcement.models import Seat, Volunteer
from portal.accounts.models import Grant, Role
from portal.lib.links import token_for


@register
class StillFree(Notice):
    """Asks a volunteer to confirm availability before the file drops out by itself."""

    slug = "still_free"
    label = "disponibilités à reconfirmer"
    queue = "bulk"
    lifetime = timedelta(days=5)

    def load(self, subject_id: Any) -> Any:
        """The volunteer."""
        return Volunteer.objects.get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        """That one person."""
        own = Volunteer.objects.filter(pk=self.subject.pk, state=Volunteer.State.ACTIVE)
        return own.values("user_id", "reference")

    def context(self) -> dict[str, Any]:
        """Since when, and the last day."""
        confirmed = timezone.localdate(self.subject.confirmed_at)
        ends = confirmed + timedelta(days=settings.REINFORCEMENT_STALE_DAYS)
        return {"confirmed_on": confirmed, "ends_on": ends}

    def link(self, reference: str) -> str:
        """The personal page that confirms in one gesture."""
        path = reverse("reinforcement:volunteer_confirm_link", args=[token_for(self.subject.uuid)])
        return f"{settings.PORTAL_BASE_URL}{path}"


@register
class FileEnds(Notice):
    """Tells somebody who has done nothing for long that their file will be erased."""

    slug = "file_ends"
    label = "dossier inutilisé, bientôt effacé"
    queue = "bulk"
    lifetime = timedelta(days=10)
    optional = False

    def load(self, subject_id: Any) -> Any:
        """The volunteer."""
        return Volunteer.objects.get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        """That one person."""
        return Volunteer.objects.filter(pk=self.subject.pk).values("user_id", "reference")

    def context(self) -> dict[str, Any]:
        """The day from which the file may be erased."""
        return {"ends_on": timezone.localdate() + timedelta(days=30)}

    def link(self, reference: str) -> str:
        """The personal page that keeps the file in one gesture."""
        path = reverse("reinforcement:volunteer_confirm_link", args=[token_for(self.subject.uuid)])
        return f"{settings.PORTAL_BASE_URL}{path}"


@register
class TrustLowered(Notice):
    """Warns the managers who expect a volunteer that a check of the file went badly."""

    slug = "trust_lowered"
    label = "vérification défavorable d’un volontaire attendu"
    queue = "urgent"
    optional = False

    def load(self, subject_id: Any) -> Any:
        """The volunteer."""
        return Volunteer.objects.select_related("user").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        """The managers of the structures of the coming missions."""
        coming = Seat.objects.filter(
            volunteer=self.subject, holds=True, period__endswith__gt=timezone.now()
        )
        structures = coming.values("assignment__need__structure")
        managers = Grant.objects.filter(role=Role.MANAGER, structure__in=structures).in_force()
        return managers.annotate(reference=Value("")).values("user_id", "reference").distinct()

    def context(self) -> dict[str, Any]:
        """Who: the name is known to them since the selection."""
        return {"volunteer": self.subject}
