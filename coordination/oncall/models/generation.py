"""A proposal being computed for a draft roster. It never writes the roster: somebody does."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from coordination.oncall.models.author import signed
from coordination.oncall.models.line import Line
from coordination.oncall.models.roster import Roster

if TYPE_CHECKING:
    from portal.accounts.models import User


class GenerationRunQuerySet(models.QuerySet["GenerationRun"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the lines one coordinates."""
        return self.filter(roster__line__in=Line.objects.managed_by(user))

    def living(self) -> Self:
        """Waiting for a worker, or being computed."""
        return self.filter(state__in=GenerationRun.LIVING)


class GenerationRun(models.Model):
    """One search of a proposal: what was asked, how far it is, what it found.

    `result` is the best roster so far as plain values; `input_hash` says from which members,
    absences, wishes and history, so that a proposal whose ground moved is not applied.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "en attente"
        RUNNING = "running", "en cours de calcul"
        DONE = "done", "proposition prête"
        STOPPED = "stopped", "arrêté, meilleure proposition gardée"
        FAILED = "failed", "interrompu"
        APPLIED = "applied", "repris dans le tableau"

    LIVING = (State.QUEUED, State.RUNNING)
    READY = (State.DONE, State.STOPPED)
    KEPT = (*READY, State.APPLIED)

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    roster = models.ForeignKey(
        Roster, models.CASCADE, related_name="generations", verbose_name="tableau"
    )
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.QUEUED)
    seconds = models.PositiveSmallIntegerField(
        "durée du calcul (s)",
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(120)],
    )
    seed = models.PositiveIntegerField("graine du hasard", default=1)
    stays_close = models.BooleanField("changer le moins possible", default=False)
    input_hash = models.CharField("empreinte des données", max_length=64, blank=True)
    objective = models.BigIntegerField("coût", null=True, blank=True)
    bound = models.BigIntegerField("borne", default=0)
    elapsed_seconds = models.FloatField("temps passé (s)", default=0)
    result = models.JSONField("proposition", default=dict, blank=True)
    asked_by = signed("demandé par")
    asked_at = models.DateTimeField("demandé le", auto_now_add=True)
    claimed_at = models.DateTimeField("dernière prise en charge", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("prises en charge", default=0)
    alive_at = models.DateTimeField("dernier signe de vie", null=True, blank=True)
    stop_asked_at = models.DateTimeField("arrêt demandé le", null=True, blank=True)
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)

    objects = GenerationRunQuerySet.as_manager()

    class Meta:
        verbose_name = "calcul d’un tableau"
        verbose_name_plural = "calculs de tableaux"
        constraints = [
            models.UniqueConstraint(
                fields=["roster"],
                condition=Q(state__in=["queued", "running"]),
                name="generation_one_at_a_time",
                violation_error_message="Un calcul est déjà en cours pour ce tableau.",
            ),
            models.CheckConstraint(
                condition=Q(seconds__range=(5, 120)),
                name="generation_bounded",
                violation_error_message="Un calcul dure de 5 à 120 secondes.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(state__in=["queued", "running"]),
                name="generation_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"calcul du {self.asked_at:%d/%m/%Y %H:%M}"

    def get_absolute_url(self) -> str:
        return f"/astreintes/calculs/{self.uuid}/"

    @property
    def is_living(self) -> bool:
        return self.state in self.LIVING

    @property
    def is_ready(self) -> bool:
        return self.state in self.READY

    @property
    def gap_percent(self) -> float | None:
        """How much cheaper the best roster there is can be, at most; None before any is found."""
        if self.objective is None:
            return None
        return 100 * (self.objective - self.bound) / self.objective if self.objective else 0.0

    @property
    def elapsed(self) -> int:
        """Whole seconds spent so far."""
        return round(self.elapsed_seconds)
