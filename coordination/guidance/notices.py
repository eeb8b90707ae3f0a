"""What is told of recommendations: to validate, to read, changed, repealed, still to read."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Value

from coordination.guidance.models import Acknowledgment, Addressee, ReadingDigest, Version
from coordination.guidance.selectors.audience import other_validators
from coordination.guidance.selectors.reading import absolute, reading_link, with_reference
from coordination.notifications.registry import Notice, register
from portal.accounts.models import User

# As many as a message holds; the page has them all.
SHOWN = 10


class AboutVersion(Notice):
    """A notice about a version: the three lines stand above any link (sheet 6)."""

    lifetime = timedelta(hours=48)
    optional = False

    def load(self, subject_id: Any) -> Version:
        related = ("recommendation__territory", "replaces")
        return Version.objects.select_related(*related).get(pk=subject_id)

    def context(self) -> dict[str, Any]:
        one: Version = self.subject
        return {
            "number": one.recommendation.number,
            "title": one.recommendation.title,
            "issuer": one.recommendation.issuer,
            "territory": str(one.recommendation.territory),
            "n": one.n,
            "changes": one.changes,
            "actors": one.actors,
            "deadline": one.deadline,
            "reason": one.end_reason,
            "before": one.replaces.n if one.replaces else "",
        }

    def link(self, reference: str) -> str:
        if reference:
            return absolute(reading_link(UUID(reference)))
        return absolute(self.subject.get_absolute_url())


@register
class RecommendationSubmitted(AboutVersion):
    """Tells those who may validate a version that it awaits them."""

    slug = "recommendation_submitted"
    label = "recommandation à valider"

    def audience(self) -> QuerySet[Any]:
        people: QuerySet[User] = other_validators(self.subject)
        return people.annotate(user_id=F("pk"), reference=Value(""))


@register
class RecommendationPublished(AboutVersion):
    """Asks those whom a version concerns to read it; readers of the one before have their own."""

    slug = "recommendation_published"
    label = "recommandation à lire"

    def audience(self) -> QuerySet[Any]:
        told = Addressee.objects.filter(version=self.subject)
        if self.subject.replaces_id:
            told = told.exclude(user__in=_readers(self.subject.replaces_id))
        return with_reference(told)


@register
class RecommendationReplaced(AboutVersion):
    """Tells those who had read the version before that it changed, and asks them again."""

    slug = "recommendation_replaced"
    label = "recommandation modifiée, à relire"

    def audience(self) -> QuerySet[Any]:
        told = Addressee.objects.filter(version=self.subject)
        return with_reference(told.filter(user__in=_readers(self.subject.replaces_id)))


@register
class RecommendationRepealed(AboutVersion):
    """Tells those who had read a version that it counts no more, and why."""

    slug = "recommendation_repealed"
    label = "recommandation abrogée"

    def audience(self) -> QuerySet[Any]:
        read = Acknowledgment.objects.filter(version=self.subject)
        return read.annotate(reference=Value(""))


@register
class ReadingsDue(Notice):
    """Reminds one person of what they have not read; an SMS waits for the morning."""

    slug = "readings_due"
    label = "recommandations encore à lire"
    lifetime = timedelta(hours=24)
    optional = False

    def load(self, subject_id: Any) -> ReadingDigest:
        return ReadingDigest.objects.get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        one = User.objects.filter(pk=self.subject.user_id)
        return one.annotate(user_id=F("pk"), reference=Value(""))

    def context(self) -> dict[str, Any]:
        rows = self.subject.subjects.select_related("version__recommendation").order_by("pk")
        versions = [one.version for one in rows]
        return {
            "versions": versions[:SHOWN],
            "count": len(versions),
            "more": max(0, len(versions) - SHOWN),
        }

    def link(self, reference: str) -> str:
        return absolute("/recommandations/mes-lectures/")


def _readers(version: int) -> QuerySet[Any]:
    return Acknowledgment.objects.filter(version=version).values("user")
