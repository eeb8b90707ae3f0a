"""What is awaited after the duties: the word of each person, the signature of the coordination."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from coordination.notifications.registry import Notice, Outsider, register
from coordination.oncall.models import DutyCheck, Intervention, Person, Roster, Shift
from coordination.oncall.notices.people import (
    ToPeople,
    overseers,
    own_page,
    with_account,
    without_account,
)
from coordination.oncall.selectors.serving.certification import deadline_of


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


class AboutIntervention(Notice):
    """A notice about an intervention noted in somebody's name."""

    optional = False
    lifetime = timedelta(days=5)

    def load(self, subject_id: Any) -> Intervention:
        related = ("record__line", "record__sector", "person", "noted_by")
        return Intervention.objects.select_related(*related).get(pk=subject_id)

    def context(self) -> dict[str, Any]:
        one = self.subject
        called = one.called_at.astimezone(ZoneInfo(one.record.sector.zone))
        return {
            "line": one.record.line.name,
            "kind": one.get_kind_display(),
            "when": f"{called:%d/%m à %H h %M}",
            "who": str(one.noted_by or "la coordination"),
            "person": str(one.person),
            "reason": one.contest_reason,
        }


@register
class InterventionNotedFor(AboutIntervention):
    """Tells a person that somebody noted an intervention in their name."""

    slug = "intervention_noted_for"
    label = "intervention notée en votre nom"

    def audience(self) -> QuerySet[Any]:
        return with_account([self.subject.person.uuid])

    def outsiders(self) -> list[Outsider]:
        return without_account([self.subject.person.uuid])

    def link(self, reference: str) -> str:
        return own_page(reference)


@register
class InterventionDisputed(AboutIntervention):
    """Tells the coordination that the person contests what was noted for them."""

    slug = "intervention_disputed"
    label = "intervention contestée"

    def audience(self) -> QuerySet[Any]:
        return overseers(self.subject.record.line)

    def link(self, reference: str) -> str:
        path = reverse("oncall:person_trips", args=[self.subject.person.uuid])
        return f"{settings.PORTAL_BASE_URL}{path}"


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
