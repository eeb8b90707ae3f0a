"""What is said of the pages of the directory: to confirm, to correct, answered."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from coordination.notifications.registry import Notice, register
from coordination.upkeep.models import Suggestion
from coordination.upkeep.notices.claims import as_recipients
from coordination.upkeep.selectors.claims import managers_of
from coordination.upkeep.selectors.pages import pages_due
from portal.accounts.models import Grant, Role, User


@register
class PagesToConfirm(Notice):
    """Asks whoever manages structures to read their pages again, all in one message."""

    slug = "pages_to_confirm"
    label = "fiches à confirmer"
    lifetime = timedelta(days=7)

    def load(self, subject_id: Any) -> User:
        return User.objects.get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        return as_recipients(User.objects.filter(pk=self.subject.pk))

    def context(self) -> dict[str, Any]:
        own = self.subject.structures_of(Role.MANAGER)
        names = [str(one) for one in pages_due(timezone.now()).filter(pk__in=own).order_by("pk")]
        return {"names": names[:10], "count": len(names)}

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}/"


class SuggestionNotice(Notice):
    """About one suggestion."""

    lifetime = timedelta(days=7)

    def load(self, subject_id: Any) -> Suggestion:
        return Suggestion.objects.select_related("structure").get(pk=subject_id)

    def context(self) -> dict[str, Any]:
        one = self.subject
        said = {"field": one.get_field_display(), "state": one.get_state_display()}
        return {"place": str(one.structure), "answer": one.answer, "due_on": one.due_on, **said}

    def link(self, reference: str) -> str:
        page = reverse("upkeep:suggestion_answer", args=[self.subject.uuid])
        return f"{settings.PORTAL_BASE_URL}{page}"


@register
class SuggestionMade(SuggestionNotice):
    """Tells who manages the structure, the ARS of the place otherwise, what somebody suggests."""

    slug = "suggestion_made"
    label = "suggestion de correction"

    def audience(self) -> QuerySet[Any]:
        structure = self.subject.structure
        keepers = managers_of(structure)
        if not keepers.exists():
            place = {"territory__inner_links__descendant": structure.commune_id}
            keepers = Grant.objects.filter(role=Role.ARS, **place).in_force()
        return as_recipients(User.objects.filter(pk__in=keepers.values("user")))


@register
class SuggestionAnswered(SuggestionNotice):
    """Tells the author what came of their suggestion."""

    slug = "suggestion_answered"
    label = "réponse à votre suggestion"

    def audience(self) -> QuerySet[Any]:
        return as_recipients(User.objects.filter(pk=self.subject.author_id))

    def context(self) -> dict[str, Any]:
        self.subject.refresh_from_db()
        return super().context()
