"""The wave: a group of volunteers asked together, sized from what was observed."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from coordination.reinforcement.models.need import Need


class Wave(models.Model):
    """One release of asks for a need; `rate` is the share of yes that sized it.

    A very large one is first proposed: nobody is told before a second person agrees.

    `size` is how many were wanted; `asked` how many asks were really made, `over_budget`
    how many fitted but had been asked enough that week.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "en attente d’un second accord"
        REFUSED = "refused", "refusée"
        RELEASED = "released", "en cours d’envoi"
        DRAWN = "drawn", "envoyée"
        STOPPED = "stopped", "arrêtée"

    need = models.ForeignKey(Need, models.CASCADE, related_name="waves", verbose_name="besoin")
    rank = models.PositiveSmallIntegerField("rang")
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.RELEASED)
    size = models.PositiveIntegerField(
        "taille", validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    rate = models.FloatField("taux de oui retenu")
    rate_source = models.CharField("origine du taux", max_length=120)
    message = models.CharField("mot de la structure", max_length=300, blank=True)
    override_reason = models.CharField("motif de la dérogation", max_length=300, blank=True)
    is_automatic = models.BooleanField("automatique", default=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="lancée par",
    )
    released_at = models.DateTimeField("lancée le")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="second accord ou refus par",
    )
    refusal_reason = models.CharField("motif du refus", max_length=300, blank=True)
    window_ends_at = models.DateTimeField("réponses attendues jusqu’au")
    drawn_at = models.DateTimeField("tirée le", null=True, blank=True)
    asked = models.PositiveIntegerField("personnes sollicitées", default=0)
    over_budget = models.PositiveIntegerField("plafond atteint", default=0)

    class Meta:
        verbose_name = "vague"
        verbose_name_plural = "vagues"
        constraints = [
            models.UniqueConstraint(
                fields=["need", "rank"],
                name="wave_rank_once",
                violation_error_message="Cette vague vient d’être lancée par quelqu’un d’autre.",
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0, rate__lte=1),
                name="wave_rate_is_a_share",
                violation_error_message="Le taux de réponse est une part, entre 0 et 1.",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("released_by")),
                name="wave_needs_two_people",
                violation_error_message="Le second accord vient de quelqu’un d’autre.",
            ),
        ]
        indexes = [models.Index(fields=["state", "window_ends_at"], name="wave_by_window")]

    def __str__(self) -> str:
        return f"vague {self.rank} du besoin {self.need_id}"
