"""What is told of a call-out: to the people called; to the secretariat, who must be rung."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet, Value

from coordination.crisis.models import Call, CallOut, CallSeat, CallWave, CellMember
from coordination.crisis.notices.cell import AboutCell
from coordination.crisis.selectors.callout.board import call_link
from coordination.notifications.models import Channel
from coordination.notifications.registry import Outsider, register
from coordination.oncall.selectors.alerts.calling import WAYS, usable_contacts
from portal.accounts.models import User

# As many names as a message holds; the board has them all.
SHOWN = 12


class AboutCallOut(AboutCell):
    """A notice about a call-out: it leaves at once, and serves nobody two hours later."""

    lifetime = timedelta(hours=2)
    duplicate_is_harmless = True

    @property
    def callout(self) -> CallOut:
        """What it is about."""
        return self.subject if isinstance(self.subject, CallOut) else self.subject.callout

    @property
    def cell(self) -> Any:
        return self.callout.cell

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "about": self.callout.cause,
            "phone": self.cell.phone,
            "minutes": self.callout.delay_seconds // 60,
        }

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{self.callout.get_absolute_url()}"


@register
class CalledOut(AboutCallOut):
    """Calls the people of one sending of a call-out; they answer without signing in."""

    slug = "called_out"
    label = "rappel vers une cellule de crise"
    sms_mark = "?s"

    def load(self, subject_id: Any) -> CallWave:
        related = ("callout__cell__crisis", "role")
        return CallWave.objects.select_related(*related).get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        calls = Call.objects.filter(wave=self.subject, user__isnull=False)
        return calls.annotate(reference=F("link_key"))

    def outsiders(self) -> list[Outsider]:
        """Those without an account, by the contact of this call, then their others."""
        calls = Call.objects.filter(wave=self.subject, user=None, person__isnull=False)
        rows = list(calls.select_related("person").order_by("pk"))
        known = usable_contacts(one.person_id or 0 for one in rows)
        found = []
        for call in rows:
            own = sorted(
                known.get(call.person_id or 0, ()),
                key=lambda one, used=call.contact_id: one.pk != used,  # type: ignore[misc]
            )
            ways = tuple((str(WAYS[one.kind]), one.value) for one in own)
            name = call.person.first_name if call.person else ""
            found.append(Outsider(ways, name, str(call.link_key)))
        return found

    def context(self) -> dict[str, Any]:
        only = self.subject.channel
        return super().context() | {
            "role": str(self.subject.role or ""),
            "by_sms": only != Channel.EMAIL,
            "by_email": only != Channel.SMS,
        }

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{call_link(UUID(reference))}"

    def code(self, reference: str, phone: str) -> str:
        return self.callout.code


@register
class CallUnanswered(AboutCallOut):
    """Tells the secretariat, else who leads, else who launched, whom they must ring themselves."""

    slug = "call_unanswered"
    label = "rappel sans réponse : à vous d’appeler"

    def load(self, subject_id: Any) -> CallOut:
        return CallOut.objects.select_related("cell__crisis").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        on_duty = CellMember.objects.on_duty(self.cell)
        desk, lead = on_duty.filter(role__keeps_log=True), on_duty.filter(role__leads=True)
        told = next((one for one in (desk, lead) if one.exists()), None)
        chosen = Q(pk__in=told.values("user")) if told else Q(pk=self.callout.opened_by_id)
        return User.objects.filter(chosen).annotate(user_id=F("pk"), reference=Value(""))

    def context(self) -> dict[str, Any]:
        """Those of the last alarm."""
        told = CallSeat.objects.filter(callout=self.callout, desk_told_at__isnull=False)
        last = told.order_by("-desk_told_at").values_list("desk_told_at", flat=True).first()
        seats = list(told.filter(desk_told_at=last).select_related("role").order_by("pk"))
        names = _last_called(seats)
        lines = [f"{seat.role or 'Liste'} : {names.get(seat.pk, 'personne')}" for seat in seats]
        return super().context() | {
            "seats": lines[:SHOWN],
            "more": max(0, len(lines) - SHOWN),
            "count": len(lines),
        }


def _last_called(seats: list[CallSeat]) -> dict[int, str]:
    """Of each seat, the person called last."""
    calls = Call.objects.filter(seat__in=seats, sent_at__isnull=False)
    rows = calls.select_related("person", "user").order_by("rank")
    return {one.seat_id: one.who for one in rows}
