"""What the on-call rosters tell: to each person their own duties, to coordinators the holes."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Value

from coordination.notifications.registry import Notice, register
from coordination.oncall.models import Override, Person, RosterVersion, Swap
from coordination.oncall.selectors.wording import period_said, shift_said


class AboutVersion(Notice):
    """A notice about a version of a roster; its link opens the person's duties."""

    optional = False

    def load(self, subject_id: Any) -> RosterVersion:
        return RosterVersion.objects.select_related("roster__line").get(pk=subject_id)

    def context(self) -> dict[str, Any]:
        roster = self.subject.roster
        return {
            "line": str(roster.line),
            "roster": roster.name,
            "version": self.subject.number,
            "motive": self.subject.motive,
        }

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}/astreintes/mes-tours/"


@register
class RosterPublished(AboutVersion):
    """Tells each person of a published roster that their duties are known."""

    slug = "roster_published"
    label = "tableau d’astreinte publié"

    def audience(self) -> QuerySet[Person]:
        return with_account(sorted({row["person"] for row in self.subject.content}))


@register
class DutiesChanged(AboutVersion):
    """Tells whoever gains or loses a duty in a published roster."""

    slug = "duties_changed"
    label = "vos astreintes ont changé"

    def audience(self) -> QuerySet[Person]:
        return with_account(self.subject.diff.get("people", []))


@register
class DutyOverridden(Notice):
    """Tells the people that an override puts on call or takes out."""

    slug = "duty_overridden"
    label = "dérogation à un tableau d’astreinte"
    optional = False

    def load(self, subject_id: Any) -> Override:
        return Override.objects.select_related("sector", "line", "role").get(pk=subject_id)

    def audience(self) -> QuerySet[Person]:
        touched = self.subject.people.values("person__uuid")
        return with_account(touched)

    def context(self) -> dict[str, Any]:
        people = self.subject.people.select_related("person")
        return {
            "line": str(self.subject.line),
            "sector": str(self.subject.sector),
            "when": period_said(self.subject.period),
            "motive": self.subject.motive,
            "cancelled": self.subject.cancelled_at is not None,
            "taking": [str(one.person) for one in people if one.side == "added"],
            "leaving": [str(one.person) for one in people if one.side == "removed"],
        }

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}/astreintes/mes-tours/"


class AboutSwap(Notice):
    """A notice about a swap; its link opens the swap."""

    optional = False

    def load(self, subject_id: Any) -> Swap:
        related = ("shift__sector", "shift__role", "shift__line", "giver", "taker", "offered_to")
        return Swap.objects.select_related(*related).get(pk=subject_id)

    def context(self) -> dict[str, Any]:
        swap = self.subject
        return {
            "line": str(swap.shift.line),
            "shift": shift_said(swap.shift),
            "when": period_said(swap.period),
            "giver": str(swap.giver),
            "taker": str(swap.taker or ""),
            "reason": swap.reason,
            "kind": swap.get_kind_display(),
        }

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{self.subject.get_absolute_url()}"


@register
class SwapOpened(AboutSwap):
    """Tells those who could take a shift that somebody asks for a swap."""

    slug = "swap_opened"
    label = "échange proposé"

    def audience(self) -> QuerySet[Person]:
        swap = self.subject
        if swap.offered_to_id:
            return with_account([swap.offered_to.uuid])
        members = Person.objects.filter(
            memberships__line=swap.shift.line,
            memberships__membership__contains=swap.period.lower.date(),
            memberships__roles=swap.shift.role,
        ).exclude(pk=swap.giver_id)
        return with_account(members.values("uuid"))


@register
class SwapApplied(AboutSwap):
    """Tells both sides that the shift has changed hands."""

    slug = "swap_applied"
    label = "échange appliqué"

    def audience(self) -> QuerySet[Person]:
        return with_account([self.subject.giver.uuid, self.subject.taker.uuid])


def with_account(uuids: Any) -> QuerySet[Person]:
    """The people of these public identifiers who have an account to be told on."""
    people = Person.objects.filter(uuid__in=uuids, user__isnull=False, user__is_active=True)
    return people.annotate(reference=Value("")).order_by()
