"""What managers, and the ARS, are told of the people who answer."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from coordination.notifications.models import Queue
from coordination.notifications.registry import Notice, register
from coordination.reinforcement.models import Assignment
from coordination.reinforcement.notices.words import about_assignment
from portal.accounts.models import Grant, Role
from portal.territories.models import Containment
from portal.ui import moments


class ToManagers(Notice):
    """Speaks to the approved managers of the structure that asks."""

    def load(self, subject_id: Any) -> Assignment:
        """The assignment, with its need."""
        rows = Assignment.objects.select_related("need__structure__commune", "volunteer")
        return rows.get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        """The managers in office; the reference is the need's address."""
        managers = Grant.objects.filter(
            role=Role.MANAGER, structure=self.subject.need.structure_id
        ).in_force()
        return managers.annotate(reference=Value(str(self.subject.need.uuid)))

    def context(self) -> dict[str, Any]:
        """The assignment and its need; no name, the page shows what may be shown."""
        now, answered = timezone.now(), self.subject.answered_at
        waiting = self.subject.need.assignments.filter(state=Assignment.State.ACCEPTED)
        return about_assignment(self.subject, self.subject.seats.order_by("period")) | {
            "waiting": waiting.count(),
            "since": moments.duration(now - answered) if answered else "",
        }

    def link(self, reference: str) -> str:
        """The page of the candidates."""
        return settings.PORTAL_BASE_URL + reverse("reinforcement:candidate_list", args=[reference])


@register
class AnswerReceived(ToManagers):
    """A first volunteer waits for the structure's choice."""

    slug = "answer_received"
    label = "une personne a répondu oui"
    lifetime = timedelta(hours=12)


@register
class CandidateWaits(ToManagers):
    """Somebody who said yes has waited 4 hours, then a day."""

    slug = "candidate_waits"
    label = "un candidat attend votre réponse"
    lifetime = timedelta(hours=12)
    optional = False


@register
class VolunteerWithdrew(ToManagers):
    """Somebody who was expected will not come."""

    slug = "volunteer_withdrew"
    label = "désistement d’un volontaire"
    queue = Queue.URGENT.value
    optional = False


@register
class StructureSilent(ToManagers):
    """Tells the ARS that a structure let a candidate go without an answer."""

    slug = "structure_silent"
    label = "structure sans réponse à un candidat"

    def audience(self) -> QuerySet[Any]:
        """ARS agents of the territories around the structure."""
        around = Containment.objects.filter(descendant=self.subject.need.structure.commune_id)
        agents = Grant.objects.filter(role=Role.ARS, territory__in=around.values("ancestor"))
        return agents.in_force().annotate(reference=Value(str(self.subject.need.uuid)))
