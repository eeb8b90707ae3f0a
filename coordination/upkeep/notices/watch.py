"""What changed in the directory, for who follows it."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from coordination.notifications.registry import Notice, register
from coordination.upkeep.models import ChangeDigest
from coordination.upkeep.notices.claims import as_recipients
from coordination.upkeep.selectors.watch import pages_of, structures_of
from portal.accounts.models import User

MOST_NAMED = 10


@register
class DirectoryChanged(Notice):
    """Tells one person what changed among what they follow, all in one message."""

    slug = "directory_changed"
    label = "changements de l’annuaire suivis"
    lifetime = timedelta(days=2)

    def load(self, subject_id: Any) -> ChangeDigest:
        return ChangeDigest.objects.select_related("user").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        return as_recipients(User.objects.filter(pk=self.subject.user_id))

    def context(self) -> dict[str, Any]:
        digest = self.subject
        first = list(structures_of(digest)[:MOST_NAMED])
        lines = [f"{one.structure} : {one.words}" for one in pages_of(digest, first)]
        return {"lines": lines, "count": digest.count, "more": digest.count - len(lines)}

    def link(self, reference: str) -> str:
        page = reverse("upkeep:digest_detail", args=[self.subject.uuid])
        return f"{settings.PORTAL_BASE_URL}{page}"
