"""What is told in peacetime of what was prepared: a plan is to be reviewed."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from coordination.crisis.models import CrisisPlan
from coordination.crisis.selectors.owners import keepers_of, owner_of
from coordination.notifications.registry import Notice, register


@register
class PlanToReview(Notice):
    """Tells whoever keeps a plan that its review is near, then that its day has come."""

    slug = "plan_to_review"
    label = "plan à revoir"
    lifetime = timedelta(days=7)

    def load(self, subject_id: Any) -> CrisisPlan:
        return CrisisPlan.objects.select_related("structure", "territory").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        people = keepers_of(owner_of(self.subject))
        return people.annotate(user_id=F("pk"), reference=Value("", output_field=CharField()))

    def context(self) -> dict[str, Any]:
        one: CrisisPlan = self.subject
        is_due = one.review_on <= timezone.localdate()
        place = str(owner_of(one))
        return {"plan": str(one), "place": place, "review_on": one.review_on, "is_due": is_due}

    def link(self, reference: str) -> str:
        page = reverse("crisis:own_file", args=[owner_of(self.subject).key])
        return f"{settings.PORTAL_BASE_URL}{page}"
