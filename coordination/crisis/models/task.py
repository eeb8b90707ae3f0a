"""What somebody must do in a cell, and when they are reminded of it."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from coordination.crisis import clock
from coordination.crisis.models.catalogue import Role
from coordination.crisis.models.cell import Cell
from coordination.crisis.models.decision import Decision
from coordination.crisis.models.log import LogEntry
from coordination.crisis.models.member import CellMember
from portal.accounts.models import User


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> Self:
        """Those of the cells whose log `user` reads."""
        return self.filter(cell__in=Cell.objects.with_log_for(user))

    def open(self) -> Self:
        """Neither done nor cancelled."""
        return self.filter(state__in=Task.OPEN)

    def critical(self) -> Self:
        """Of the highest priority."""
        return self.filter(priority=Task.Priority.CRITICAL)

    def late(self, at: datetime | None = None) -> Self:
        """Open, and past their time."""
        return self.open().filter(due_at__lt=at or clock.now())

    def of(self, user: User) -> Self:
        """Owned by `user`, or by a role that they hold at this instant: it follows the role."""
        held = CellMember.objects.filter(
            user=user.pk, cell=models.OuterRef("cell"), role=models.OuterRef("owner_role"),
            period__contains=clock.now(),
        )  # fmt: skip
        return self.filter(Q(owner=user.pk) | models.Exists(held))

    def by_due(self) -> Self:
        """With `due`, never null: the latest come first, those without a time last."""
        return self.annotate(due=Coalesce(F("due_at"), F("created_at") + Task.FAR))


class Task(models.Model):
    """`title`, owned by a person or by a role: a role's task follows the role at hand-over.

    `next_due_at`: when its owner is reminded of it next; nothing to recall when null.
    """

    class State(models.TextChoices):
        TODO = "todo", "à faire"
        DOING = "in_progress", "en cours"
        BLOCKED = "blocked", "bloquée"
        DONE = "done", "faite"
        CANCELLED = "cancelled", "annulée"

    class Priority(models.IntegerChoices):
        """EMSI's 0 to 5."""

        NONE = 0, "0 – sans"
        LOW = 1, "1 – basse"
        NORMAL = 2, "2 – normale"
        HIGH = 3, "3 – haute"
        URGENT = 4, "4 – urgente"
        CRITICAL = 5, "5 – critique"

    class Origin(models.TextChoices):
        ENTRY = "entry", "main courante"
        DECISION = "decision", "décision"
        MEETING = "meeting", "réunion"
        CARD = "card", "fiche réflexe"
        OTHER = "other", "saisie directe"

    OPEN = (State.TODO, State.DOING, State.BLOCKED)
    FAR = models.Value("100 years", output_field=models.DurationField())

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="tasks", verbose_name="cellule")
    title = models.CharField("à faire", max_length=200)
    detail = models.TextField("précisions", max_length=1000, blank=True)
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="cell_tasks",
        verbose_name="personne",
    )  # fmt: skip
    owner_role = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="fonction"
    )
    due_at = models.DateTimeField("échéance", null=True, blank=True)
    priority = models.PositiveSmallIntegerField(
        "priorité", choices=Priority.choices, default=Priority.NORMAL
    )
    state = models.CharField("état", max_length=12, choices=State.choices, default=State.TODO)
    blocked_reason = models.CharField("ce qui bloque", max_length=300, blank=True)
    end_reason = models.CharField("motif de l’annulation", max_length=300, blank=True)
    proof = models.CharField("preuve", max_length=500, blank=True)
    origin = models.CharField(
        "origine", max_length=10, choices=Origin.choices, default=Origin.OTHER
    )
    entry = models.ForeignKey(
        LogEntry, models.PROTECT, null=True, blank=True, related_name="tasks",
        verbose_name="née de l’entrée",
    )  # fmt: skip
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="tasks",
        verbose_name="née de la décision",
    )  # fmt: skip
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="créée par")
    created_at = models.DateTimeField("créée le")
    ended_at = models.DateTimeField("finie le", null=True, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="finie par"
    )
    next_due_at = models.DateTimeField("prochain rappel", null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "tâche"
        verbose_name_plural = "tâches"
        ordering: ClassVar[list[str]] = ["due_at", "-priority", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(owner_role__isnull=True),
                name="task_of_a_person_or_a_role",
                violation_error_message="Une tâche est à une personne ou à une fonction.",
            ),
            models.CheckConstraint(
                condition=~Q(state="blocked") | ~Q(blocked_reason=""),
                name="task_blocked_by_something",
                violation_error_message="Écrivez ce qui bloque cette tâche.",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(end_reason=""),
                name="task_cancelled_for_a_reason",
                violation_error_message="Écrivez pourquoi cette tâche est annulée.",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["done", "cancelled"],
                    ended_at__isnull=False,
                    next_due_at__isnull=True,
                )
                | Q(state__in=["todo", "in_progress", "blocked"], ended_at__isnull=True),
                name="task_ended_is_not_recalled",
                violation_error_message="Une tâche finie dit quand, et n’est plus rappelée.",
            ),  # fmt: skip
            models.CheckConstraint(
                condition=Q(priority__lte=5),
                name="task_priority_up_to_five",
                violation_error_message="La priorité va de 0 à 5.",
            ),
        ]
        indexes = [
            models.Index(fields=["cell", "state", "due_at"], name="task_of_cell"),
            models.Index(
                fields=["next_due_at"],
                condition=Q(next_due_at__isnull=False),
                name="task_to_recall",
            ),
            models.Index(fields=["owner", "state"], name="task_of_owner"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/crises/taches/{self.uuid}/"

    @property
    def is_open(self) -> bool:
        return self.state in Task.OPEN

    @property
    def is_critical(self) -> bool:
        return self.priority == Task.Priority.CRITICAL

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at is not None and self.due_at < clock.now()


class TaskDigest(models.Model):
    """What one person was reminded of at once: one message, however many tasks."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="personne")
    is_exercise = models.BooleanField("pour un exercice", default=False)
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "rappel de tâches"
        verbose_name_plural = "rappels de tâches"

    def __str__(self) -> str:
        return f"Rappel à {self.user}"


class TaskReminder(models.Model):
    """`task` in a digest, for its reminder that was due at `due`: once for each person."""

    digest = models.ForeignKey(
        TaskDigest, models.CASCADE, related_name="reminders", verbose_name="rappel"
    )
    task = models.ForeignKey(Task, models.CASCADE, related_name="reminders", verbose_name="tâche")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="personne")
    due = models.DateTimeField("prévu le")

    class Meta:
        verbose_name = "tâche rappelée"
        verbose_name_plural = "tâches rappelées"
        constraints = [
            models.UniqueConstraint(fields=["task", "user", "due"], name="reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.task}, {self.due}"
