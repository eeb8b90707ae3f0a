"""An exercise as its animator plays it: objectives, injects in time, what observers note."""

from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q

from coordination.crisis.models.catalogue import Role
from coordination.crisis.models.cell import Cell
from coordination.crisis.models.choices import Channel
from coordination.crisis.models.crisis import Crisis
from coordination.crisis.models.kept import append_only
from coordination.crisis.models.log import LogEntry
from portal.accounts.models import User

# What was played is kept as it was played.
PLAYED = """
    IF OLD.state = 'planned' AND NEW.cell_id = OLD.cell_id THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an inject does not change once played or skipped';
"""


class ExerciseClock(models.Model):
    """When the exercise began, whether it is paused, and how long it was so far.

    T+n is `started_at` + `paused_for` + n: after a pause what was planned comes later.
    """

    crisis = models.OneToOneField(
        Crisis, models.PROTECT, primary_key=True, related_name="exercise_clock",
        verbose_name="exercice",
    )  # fmt: skip
    started_at = models.DateTimeField("commencé le")
    paused_at = models.DateTimeField("en pause depuis le", null=True, blank=True)
    paused_for = models.DurationField("durée des pauses", default=timedelta)

    class Meta:
        verbose_name = "horloge d’un exercice"
        verbose_name_plural = "horloges des exercices"

    def __str__(self) -> str:
        return f"T0 : {self.started_at}"

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    def at(self, minutes: int) -> datetime:
        """The instant of T+`minutes`, pauses so far included."""
        return self.started_at + self.paused_for + timedelta(minutes=minutes)

    def minutes(self, now: datetime) -> int:
        """How many minutes were played at `now`: the n of T+n."""
        return (
            int(((self.paused_at or now) - self.started_at - self.paused_for).total_seconds()) // 60
        )


class Objective(models.Model):
    """What the exercise wants to see done."""

    crisis = models.ForeignKey(
        Crisis, models.PROTECT, related_name="objectives", verbose_name="exercice"
    )
    words = models.CharField("objectif", max_length=200)
    rank = models.PositiveSmallIntegerField("ordre")

    class Meta:
        verbose_name = "objectif d’un exercice"
        verbose_name_plural = "objectifs des exercices"
        ordering: ClassVar[list[str]] = ["crisis", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["crisis", "rank"], name="objective_rank_once")
        ]

    def __str__(self) -> str:
        return self.words


class InjectQuerySet(models.QuerySet["Inject"]):
    def planned(self) -> Self:
        """Neither played nor skipped."""
        return self.filter(state=Inject.State.PLANNED)

    def due(self, now: datetime) -> Self:
        """Whose time has come, in an exercise that is under way and not paused."""
        return self.planned().filter(
            due_at__lte=now,
            cell__archived_at__isnull=True,
            cell__crisis__status=Crisis.Status.IN_PROGRESS,
            cell__crisis__exercise_clock__paused_at__isnull=True,
        )


class Inject(models.Model):
    """What is told to a cell during an exercise: at T+`after_minutes`, or by hand when null.

    `due_at`: that instant, known once the exercise began, moved by each pause. `role`: to whom,
    else the whole cell. `expected`: what is hoped for; the players never read it.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "prévu"
        RELEASED = "released", "joué"
        SKIPPED = "skipped", "sauté"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="injects", verbose_name="cellule")
    role = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="fonction visée"
    )
    objective = models.ForeignKey(
        Objective, models.SET_NULL, null=True, blank=True, related_name="injects",
        verbose_name="objectif",
    )  # fmt: skip
    after_minutes = models.PositiveSmallIntegerField(
        "minutes après le début", null=True, blank=True
    )
    due_at = models.DateTimeField("à jouer le", null=True, blank=True)
    sender = models.CharField("de la part de", max_length=120)
    channel = models.CharField("canal", max_length=8, choices=Channel.choices, default=Channel.TEL)
    text = models.TextField("ce qui est annoncé", max_length=1500)
    expected = models.TextField("réaction attendue", max_length=1000, blank=True)
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.PLANNED)
    played_at = models.DateTimeField("joué ou sauté le", null=True, blank=True)
    played_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="par"
    )
    entry = models.OneToOneField(
        LogEntry, models.PROTECT, null=True, blank=True, related_name="inject",
        verbose_name="entrée de la main courante",
    )  # fmt: skip

    objects = InjectQuerySet.as_manager()

    class Meta:
        verbose_name = "élément injecté"
        verbose_name_plural = "éléments injectés"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="planned", played_at__isnull=True, entry__isnull=True)
                | Q(state="released", played_at__isnull=False, entry__isnull=False)
                | Q(state="skipped", played_at__isnull=False, entry__isnull=True),
                name="inject_played_with_its_entry",
                violation_error_message="Un élément joué a sa ligne dans la main courante.",
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="planned"), name="inject_to_play"),
            models.Index(fields=["cell", "due_at"], name="inject_of_cell"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="inject_played_is_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=PLAYED,
            ),
            pgtrigger.Protect(
                name="inject_played_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=["released", "skipped"]),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return f"/crises/injects/{self.uuid}/"


class Observation(models.Model):
    """What an observer saw: when, about which objective, how far it was met. Append-only."""

    class Met(models.TextChoices):
        YES = "yes", "atteint"
        PARTLY = "partly", "atteint en partie"
        NO = "no", "non atteint"

    cell = models.ForeignKey(
        Cell, models.PROTECT, related_name="observations", verbose_name="cellule"
    )
    objective = models.ForeignKey(
        Objective, models.PROTECT, null=True, blank=True, related_name="observations",
        verbose_name="objectif",
    )  # fmt: skip
    met = models.CharField("constat", max_length=6, choices=Met.choices, blank=True)
    text = models.TextField("ce qui a été vu", max_length=1000)
    seen_at = models.DateTimeField("vu le")
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="observé par")
    recorded_at = models.DateTimeField("enregistré le")

    class Meta:
        verbose_name = "observation"
        verbose_name_plural = "observations"
        indexes = [models.Index(fields=["cell", "-seen_at"], name="observation_of_cell")]
        constraints = [
            models.CheckConstraint(
                condition=Q(met="") | Q(objective__isnull=False),
                name="observation_met_what",
                violation_error_message="Dites quel objectif est atteint, ou ne l’est pas.",
            )
        ]
        triggers = append_only("observation")

    def __str__(self) -> str:
        return self.text[:60]
