"""What comes: duties, the week of a line, what lacks, notes, contacts to verify."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from coordination.notifications.registry import register
from coordination.oncall.models import GapAlarm, HandoverNote, Line, Person, Shift
from coordination.oncall.notices.people import ToPeople, overseers, users
from coordination.oncall.selectors.lines.digest import week_of_line
from coordination.oncall.selectors.swaps.relay import incoming_of
from coordination.oncall.selectors.wording import shift_said

# From three days on, the ARS knows too (field/oncall.md, 9: the coordinator, then the ARS).
AGENCY_HOURS = 72
SHOWN = 20


@register
class DutySoon(ToPeople):
    """Reminds somebody of a duty that comes: seven days before, then the day before."""

    slug = "duty_soon"
    label = "rappel d’une astreinte à venir"
    lifetime = timedelta(hours=20)

    def load(self, subject_id: Any) -> Shift:
        related = ("line", "sector", "role", "person")
        return Shift.objects.select_related(*related).get(pk=subject_id)

    def people(self) -> Iterable[Any]:
        return [self.subject.person.uuid]

    def context(self) -> dict[str, Any]:
        shift = self.subject
        return {"line": str(shift.line), "shift": shift_said(shift), "phone": shift.line.phone}


@register
class ContactUnverified(ToPeople):
    """Asks somebody who is soon on call to have a contact verified: nobody may reach them."""

    slug = "contact_unverified"
    label = "contact à vérifier avant une astreinte"
    lifetime = timedelta(days=5)

    def load(self, subject_id: Any) -> Person:
        return Person.objects.get(pk=subject_id)

    def people(self) -> Iterable[Any]:
        return [self.subject.uuid]

    def context(self) -> dict[str, Any]:
        mine = Shift.objects.holding().filter(person=self.subject)
        coming = mine.filter(period__endswith__gt=timezone.now())
        first = coming.select_related("line", "sector", "role").in_order().first()
        if first is None:
            return {"shift": "", "line": ""}
        return {"shift": shift_said(first), "line": str(first.line)}


@register
class WeekAhead(ToPeople):
    """Each Monday, the week of a line: who is on call, what lacks, what waits."""

    slug = "week_ahead"
    label = "la semaine de vos lignes d’astreinte"
    lifetime = timedelta(days=3)
    optional = True

    def load(self, subject_id: Any) -> Line:
        return Line.objects.get(pk=subject_id)

    def people(self) -> Iterable[Any]:
        return []

    def audience(self) -> QuerySet[Any]:
        today = timezone.localdate()
        listed = Person.objects.filter(
            memberships__line=self.subject, memberships__membership__contains=today
        )
        told = overseers(self.subject).values("pk")
        return users(Q(pk__in=told) | Q(oncall_person__in=listed.values("pk")))

    def context(self) -> dict[str, Any]:
        return week_of_line(self.subject, timezone.now())

    def link(self, reference: str) -> str:
        path = reverse("oncall:line_week", args=[self.subject.slug])
        return f"{settings.PORTAL_BASE_URL}{path}"


@register
class GapsFound(ToPeople):
    """Tells the coordination what lacks at a threshold; the ARS too once it is near."""

    slug = "gaps_found"
    label = "trous d’un tableau d’astreinte"

    def load(self, subject_id: Any) -> GapAlarm:
        return GapAlarm.objects.select_related("line").get(pk=subject_id)

    def people(self) -> Iterable[Any]:
        return []

    def audience(self) -> QuerySet[Any]:
        return overseers(self.subject.line, with_agency=self.subject.hours <= AGENCY_HOURS)

    def context(self) -> dict[str, Any]:
        slots = list(self.subject.slots.order_by("slot__period", "pk"))
        days, hours = divmod(self.subject.hours, 24)
        return {
            "line": str(self.subject.line),
            "threshold": f"J-{days}" if not hours else f"H-{self.subject.hours}",
            "holes": [one.words for one in slots if one.kind == "hole"][:SHOWN],
            "fragile": [one.words for one in slots if one.kind == "fragile"][:SHOWN],
            "count": len(slots),
            "more": max(len(slots) - SHOWN, 0),
        }

    def link(self, reference: str) -> str:
        path = reverse("oncall:line_coverage", args=[self.subject.line.slug])
        return f"{settings.PORTAL_BASE_URL}{path}"


@register
class NoteLeft(ToPeople):
    """Tells whoever takes over that a note waits for them."""

    slug = "note_left"
    label = "consignes de relève"

    def load(self, subject_id: Any) -> HandoverNote:
        related = ("shift__line", "shift__sector", "shift__role", "shift__person")
        return HandoverNote.objects.select_related(*related).get(pk=subject_id)

    def people(self) -> Iterable[Any]:
        return [shift.person.uuid for shift in incoming_of(self.subject.shift)]

    def context(self) -> dict[str, Any]:
        shift = self.subject.shift
        return {
            "line": str(shift.line),
            "sector": str(shift.sector),
            "author": str(shift.person),
            "text": self.subject.text,
        }
