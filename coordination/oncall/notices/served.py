"""What is awaited after the duties: the word of each person, the signature of the coordination."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from coordination.notifications.registry import Notice, register
from coordination.oncall.models import DutyCheck, Person, Roster, Shift
from coordination.oncall.notices.people import ToPeople, overseers
from coordination.oncall.selectors.certification import deadline_of


@register
class DutiesToConfirm(ToPeople):
    """Asks the people of a closed roster whether they served the duties they said nothing of."""

    slug = "duties_to_confirm"
    label = "astreintes faites à confirmer"
    lifetime = timedelta(days=5)

    def load(self, subject_id: Any) -> Roster:
        return Roster.objects.select_related("line").get(pk=subject_id)

    def people(self) -> Iterable[Any]:
        said = DutyCheck.objects.filter(slot=OuterRef("slot"), person=OuterRef("person"))
        silent = Shift.objects.filter(~Exists(said), roster=self.subject, holds=True)
        return Person.objects.filter(pk__in=silent.values("person")).values("uuid")

    def context(self) -> dict[str, Any]:
        return {"line": str(self.subject.line), "roster": self.subject.name}


@register
class RosterToCertify(Notice):
    """Asks the coordination to sign who served a closed roster, before the legal date."""

    slug = "roster_to_certify"
    label = "service fait à certifier"
    optional = False
    lifetime = timedelta(days=5)

    def load(self, subject_id: Any) -> Roster:
        return Roster.objects.select_related("line").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        return overseers(self.subject.line)

    def context(self) -> dict[str, Any]:
        deadline = deadline_of(self.subject)
        return {
            "line": str(self.subject.line),
            "roster": self.subject.name,
            "due": f"{deadline.on:%d/%m/%Y}" if deadline else "",
            "late": deadline.late_days if deadline else 0,
        }

    def link(self, reference: str) -> str:
        path = reverse("oncall:roster_service", args=[self.subject.uuid])
        return f"{settings.PORTAL_BASE_URL}{path}"
