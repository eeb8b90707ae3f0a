"""What swaps and searches for somebody tell."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from coordination.notifications.registry import Outsider, register
from coordination.oncall.models import CoverCall, CoverOffer, Person, Swap
from coordination.oncall.notices.people import ToPeople, overseers, users, without_account
from coordination.oncall.selectors.wording import period_said, shift_said
from portal.lib.links import token_for


class AboutSwap(ToPeople):
    """A notice about a swap; its link opens the swap."""

    def load(self, subject_id: Any) -> Swap:
        related = (
            "shift__sector", "shift__role", "shift__line", "giver", "taker", "offered_to",
            "counter_shift__sector", "counter_shift__role",
        )  # fmt: skip
        return Swap.objects.select_related(*related).get(pk=subject_id)

    def context(self) -> dict[str, Any]:
        swap = self.subject
        return {
            "line": str(swap.shift.line),
            "shift": shift_said(swap.shift),
            "when": period_said(swap.period),
            "counter": shift_said(swap.counter_shift) if swap.counter_shift else "",
            "giver": str(swap.giver),
            "taker": str(swap.taker or ""),
            "reason": swap.reason,
            "kind": swap.get_kind_display(),
        }

    def link(self, reference: str) -> str:
        if reference:
            return super().link(reference)
        return f"{settings.PORTAL_BASE_URL}{self.subject.get_absolute_url()}"


@register
class SwapOpened(AboutSwap):
    """Tells those who could take a shift that somebody asks for a swap."""

    slug = "swap_opened"
    label = "échange proposé"

    def people(self) -> Iterable[Any]:
        swap = self.subject
        if swap.offered_to_id:
            return [swap.offered_to.uuid]
        members = Person.objects.filter(
            memberships__line=swap.shift.line,
            memberships__membership__contains=swap.period.lower.date(),
            memberships__roles=swap.shift.role,
        ).exclude(pk=swap.giver_id)
        return members.values("uuid")


@register
class SwapApplied(AboutSwap):
    """Tells both sides that the shift has changed hands."""

    slug = "swap_applied"
    label = "échange appliqué"

    def people(self) -> Iterable[Any]:
        return [self.subject.giver.uuid, self.subject.taker.uuid]


@register
class SwapEnded(AboutSwap):
    """Tells who asked that nobody takes the shift: it stays theirs. The coordination too."""

    slug = "swap_ended"
    label = "échange sans suite"

    def people(self) -> Iterable[Any]:
        return [self.subject.giver.uuid]

    def audience(self) -> QuerySet[Any]:
        told = overseers(self.subject.shift.line).values("pk")
        return users(Q(pk__in=told) | Q(oncall_person=self.subject.giver_id))

    def context(self) -> dict[str, Any]:
        return super().context() | {"state": self.subject.get_state_display()}


@register
class SwapAccepted(AboutSwap):
    """Tells the coordination that an accepted swap waits for its agreement."""

    slug = "swap_accepted"
    label = "échange à valider"

    def people(self) -> Iterable[Any]:
        return []

    def audience(self) -> QuerySet[Any]:
        return overseers(self.subject.shift.line)


class AboutCall(ToPeople):
    """A notice about a place that looks for somebody; the link answers without signing in."""

    def load(self, subject_id: Any) -> CoverCall:
        related = ("line", "slot__sector", "role", "taker", "replaces__person")
        return CoverCall.objects.select_related(*related).get(pk=subject_id)

    def context(self) -> dict[str, Any]:
        call = self.subject
        return {
            "line": str(call.line),
            "place": str(call.slot.sector),
            "role": str(call.role),
            "when": period_said(call.period),
            "reason": call.reason,
            "taker": str(call.taker or ""),
        }

    def link(self, reference: str) -> str:
        if not reference:
            return f"{settings.PORTAL_BASE_URL}{self.subject.get_absolute_url()}"
        path = reverse("oncall:cover_answer", args=[token_for(UUID(reference))])
        return f"{settings.PORTAL_BASE_URL}{path}"


@register
class CoverAsked(AboutCall):
    """Proposes the place to each person chosen, by a link of their own."""

    slug = "cover_asked"
    label = "créneau d’astreinte proposé"

    def audience(self) -> QuerySet[Any]:
        offers = self._waiting().filter(person__user__is_active=True)
        return offers.annotate(user_id=F("person__user"), reference=F("link_key")).order_by()

    def outsiders(self) -> list[Outsider]:
        keys = dict(self._waiting().values_list("person__link_key", "link_key"))
        uuids = self._waiting().values("person__uuid")
        return [
            Outsider(one.ways, one.first_name, str(keys[UUID(one.reference)]))
            for one in without_account(uuids)
        ]

    def _waiting(self) -> QuerySet[CoverOffer]:
        return CoverOffer.objects.filter(call=self.subject, state=CoverOffer.State.WAITING)


@register
class CoverEnded(AboutCall):
    """Tells the coordination who took the place, or that nobody did."""

    slug = "cover_ended"
    label = "recherche de remplaçant terminée"

    def audience(self) -> QuerySet[Any]:
        asked_by = Q(pk=self.subject.opened_by_id) if self.subject.opened_by_id else Q(pk=None)
        told = overseers(self.subject.line).values("pk")
        return users(Q(pk__in=told) | asked_by)

    def outsiders(self) -> list[Outsider]:
        return []

    def context(self) -> dict[str, Any]:
        return super().context() | {"filled": self.subject.state == CoverCall.State.FILLED}
