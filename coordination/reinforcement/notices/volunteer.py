"""What a volunteer is told of one of their assignments, with their personal link."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from coordination.notifications.models import Channel, Notification, Queue
from coordination.notifications.registry import Notice, register
from coordination.reinforcement.models import Assignment, Need, Seat
from coordination.reinforcement.notices.codes import code_for
from coordination.reinforcement.notices.need import SMS_MARK, answer_link, with_own_links
from coordination.reinforcement.notices.wave import WaveAsk
from coordination.reinforcement.notices.words import about_assignment, local_zone
from portal.ui import moments


class ToVolunteer(Notice):
    """Speaks to the volunteer of one assignment; the link is theirs alone."""

    optional = False
    sms_mark = SMS_MARK

    def load(self, subject_id: Any) -> Any:
        """The assignment, with what the texts need."""
        return Assignment.objects.select_related("need__structure__commune").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        """That one person."""
        return with_own_links(Assignment.objects.filter(pk=self.subject.pk))

    def context(self) -> dict[str, Any]:
        """The assignment, its need and the slots it says yes to, in order."""
        return about_assignment(self.subject, self.subject.seats.order_by("period"))

    def link(self, reference: str) -> str:
        """The personal answer page."""
        return answer_link(reference)

    def code(self, reference: str, phone: str) -> str:
        """The number that answers by SMS."""
        return code_for(reference, phone)


@register
class AssignmentSelected(ToVolunteer):
    """You were chosen, or your yes took the place."""

    slug = "assignment_selected"
    label = "vous êtes retenu"
    queue = Queue.URGENT.value


@register
class AssignmentConfirmed(ToVolunteer):
    """Everything is ready: on-site contact, what to bring."""

    slug = "assignment_confirmed"
    label = "mission confirmée"
    queue = Queue.URGENT.value


@register
class AssignmentDeclined(ToVolunteer):
    """Somebody else was chosen; thanks."""

    slug = "assignment_declined"
    label = "candidature non retenue"


@register
class AssignmentWaiting(ToVolunteer):
    """You are on the stand-by list."""

    slug = "assignment_waiting"
    label = "inscription en liste d’attente"


@register
class PlaceOffered(ToVolunteer):
    """A place was given back and is yours until a given hour."""

    slug = "place_offered"
    label = "place proposée depuis la liste d’attente"
    queue = Queue.URGENT.value

    def context(self) -> dict[str, Any]:
        """And until when the place is kept."""
        until, zone = self.subject.offered_until, local_zone(self.subject.need)
        words = {"until": "", "until_sms": ""}
        if until is not None:
            here = until.astimezone(zone)
            day = moments.day(here, now=timezone.now().astimezone(zone))
            words = {"until": f"{day}, {moments.hour(here)}", "until_sms": f"{here:%d/%m %H:%M}"}
        return super().context() | words

    def expires_at(self) -> datetime:
        """With the offer itself."""
        return self.subject.offered_until or timezone.now() + self.lifetime


@register
class StandbyOver(ToVolunteer):
    """No place came free; thanks for having waited."""

    slug = "standby_over"
    label = "fin de la liste d’attente"


@register
class MissionCancelled(ToVolunteer):
    """The structure cancels, and says why."""

    slug = "mission_cancelled"
    label = "mission annulée par la structure"
    queue = Queue.URGENT.value


@register
class CandidateReleased(ToVolunteer):
    """The structure never answered: you are free."""

    slug = "candidate_released"
    label = "structure sans réponse"


@register
class MarkedAbsent(ToVolunteer):
    """The structure noted that you did not come."""

    slug = "marked_absent"
    label = "absence notée"


@register
class MissionFinished(ToVolunteer):
    """Thanks, the attestation, and a few words asked."""

    slug = "mission_finished"
    label = "mission terminée"

    def context(self) -> dict[str, Any]:
        """And the slots that the structure gave back, where nobody expects the person any more."""
        expected = self.subject.seats.filter(holds=False, presence=Seat.Presence.EXPECTED)
        coming = expected.filter(period__startswith__gt=timezone.now()).order_by("period")
        given_back = about_assignment(self.subject, coming)["when"]
        return super().context() | {"given_back": given_back}


@register
class MissionSoon(ToVolunteer):
    """The day before, then two hours before: where, when, whom to ask for."""

    slug = "mission_soon"
    label = "rappel de mission"
    queue = Queue.URGENT.value

    def load(self, subject_id: Any) -> Seat:
        """The seat that begins soon."""
        return Seat.objects.select_related("assignment__need__structure__commune").get(
            pk=subject_id
        )

    def audience(self) -> QuerySet[Any]:
        """Whoever holds that seat."""
        return with_own_links(Assignment.objects.filter(pk=self.subject.assignment_id))

    def context(self) -> dict[str, Any]:
        """The seat, and its assignment and need."""
        return about_assignment(self.subject.assignment, [self.subject])

    def expires_at(self) -> datetime:
        """A reminder is of no use once the slot has begun."""
        return self.subject.period.lower


@register
class NoLongerNeeded(ToVolunteer):
    """The need is filled (or over): thanks to those who had been told."""

    slug = "no_longer_needed"
    label = "besoin pourvu, merci"
    queue = Queue.BULK.value
    lifetime = timedelta(hours=24)
    in_bulk = True

    def load(self, subject_id: Any) -> Need:
        """The need."""
        return Need.objects.select_related("structure__commune").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        """Those stood down by its last stand-down whose ask had left the house."""
        last = stood_down_last(self.subject)
        return with_own_links(last.exclude(pk__in=never_told(last).values("pk")))

    def context(self) -> dict[str, Any]:
        """The need alone: the text is the same for all."""
        return {"need": self.subject}


def stood_down_last(need: Need) -> QuerySet[Assignment]:
    """The assignments that the last stand-down of `need` ended, all at the same instant."""
    over = Assignment.objects.filter(
        need=need, state=Assignment.State.STOOD_DOWN, cancel_reason="", ended_at__isnull=False
    )
    last = over.order_by("-ended_at").values("ended_at")[:1]
    return over.filter(ended_at=last)


def never_told(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Those whose ask was taken back before it left the house."""
    asks = _messages_of_ask().exclude(channel=Channel.INBOX)
    unsent = asks.filter(state=Notification.State.CANCELLED)
    left = asks.filter(state__in=["sending", "accepted", "delivered", "read", "uncertain"])
    return assignments.filter(Exists(unsent), ~Exists(left))


def never_written(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Those whose ask was given up before any message of it was written."""
    return assignments.filter(~Exists(_messages_of_ask()), wave__isnull=False)


def _messages_of_ask() -> QuerySet[Notification]:
    return Notification.objects.filter(
        user=OuterRef("volunteer__user"),
        reference=Cast(OuterRef("link_key"), CharField()),
        publication__notice=WaveAsk.slug,
    )
