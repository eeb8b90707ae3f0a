"""What is told of tasks: those to do now, in one message a person."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet, Value

from coordination.crisis.models import Crisis, Task, TaskDigest
from coordination.crisis.notices.cell import EXERCISE
from coordination.crisis.selectors.exercise import recipients
from coordination.notifications.models import Queue
from coordination.notifications.registry import Notice, register
from portal.accounts.models import User

# As many as a message holds; the page has them all.
SHOWN = 10


@register
class TasksDue(Notice):
    """Reminds one person of what they have to do; an SMS waits for the morning."""

    slug = "tasks_due"
    label = "tâches d’une cellule de crise à faire"
    lifetime = timedelta(hours=24)
    optional = False

    def load(self, subject_id: Any) -> TaskDigest:
        return TaskDigest.objects.select_related("user").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        """In an exercise, nobody whom it has not made enter one of its cells (rule 7)."""
        one = User.objects.filter(pk=self.subject.user_id)
        if self.subject.is_exercise:
            played = Crisis.objects.filter(cells__tasks__reminders__digest=self.subject)
            one = one.filter(pk__in=recipients(played))
        return one.annotate(user_id=F("pk"), reference=Value(""))

    def context(self) -> dict[str, Any]:
        reminders = self.subject.reminders.order_by("-task__priority", "task__due_at", "pk")
        tasks = [one.task for one in reminders.select_related("task__cell")]
        return {
            "prefix": EXERCISE if self.subject.is_exercise else "",
            "tasks": tasks[:SHOWN],
            "more": max(0, len(tasks) - SHOWN),
            "count": len(tasks),
            "critical": sum(task.priority == Task.Priority.CRITICAL for task in tasks),
        }

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}/crises/mes-taches/"


@register
class CriticalTasksDue(TasksDue):
    """The same when one of them is critical: it does not wait for the morning."""

    slug = "tasks_due_critical"
    label = "tâches critiques d’une cellule de crise"
    queue = Queue.URGENT.value
