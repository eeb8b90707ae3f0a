"""The hot debrief of a cell (RETEX à chaud): asked at its lift, answered without a name."""

from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from coordination.crisis import clock
from coordination.crisis.models.activation import Activation
from coordination.crisis.models.cell import Cell
from coordination.crisis.models.kept import append_only
from portal.accounts.models import User

# The one reminder leaves that long before the end.
REMINDED_BEFORE = timedelta(hours=24)
# Late answers are worth having that long after it.
STILL_ANSWERED = timedelta(days=30)


class Debrief(models.Model):
    """What is asked of the people of `cell` after its lift, until `due_at`.

    The complete RETEX comes later, in a module above this one, which picks this up.
    """

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="debriefs", verbose_name="cellule")
    lift = models.OneToOneField(
        Activation, models.PROTECT, related_name="debrief", verbose_name="levée"
    )
    opened_at = models.DateTimeField("ouvert le")
    due_at = models.DateTimeField("attendu pour le")
    reminded_at = models.DateTimeField("rappelé le", null=True, blank=True)

    class Meta:
        verbose_name = "retour d’expérience à chaud"
        verbose_name_plural = "retours d’expérience à chaud"
        ordering: ClassVar[list[str]] = ["-pk"]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(reminded_at__isnull=True), name="debrief_to_remind"
            )
        ]

    def __str__(self) -> str:
        return f"Retour d’expérience à chaud, {self.cell}"

    @property
    def is_open(self) -> bool:
        """Late answers are worth having: it closes a month after."""
        return clock.now() < self.due_at + STILL_ANSWERED


class DebriefAsk(models.Model):
    """Somebody was asked. It says that they answered, never what.

    `answered_on` is a day, so that no hour joins a person to an answer. Once nobody may answer
    any more, `user` is erased: how many were asked is enough.
    """

    debrief = models.ForeignKey(
        Debrief, models.CASCADE, related_name="asks", verbose_name="retour d’expérience"
    )
    user = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name="personne"
    )
    link_key = models.UUIDField("clé du lien", default=uuid4, unique=True, editable=False)
    answered_on = models.DateField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "demande de retour d’expérience"
        verbose_name_plural = "demandes de retour d’expérience"
        constraints = [
            models.UniqueConstraint(fields=["debrief", "user"], name="debrief_asked_once")
        ]

    def __str__(self) -> str:
        return f"{self.debrief}, {self.user or 'personne effacée'}"


class Testimony(models.Model):
    """What somebody said, without a name: a role if they give it, WHO's questions, a mark.

    Its key is random and its time is a day: neither says in which order answers came.
    """

    class Rating(models.IntegerChoices):
        VERY_BAD = 1, "1 – très mal"
        BAD = 2, "2 – mal"
        FAIR = 3, "3 – moyennement"
        GOOD = 4, "4 – bien"
        VERY_GOOD = 5, "5 – très bien"

    WORDS = ("in_place", "happened", "went_well", "went_badly", "causes", "improve")

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
    debrief = models.ForeignKey(
        Debrief, models.PROTECT, related_name="testimonies", verbose_name="retour d’expérience"
    )
    role = models.CharField("fonction", max_length=80, blank=True)
    rating = models.PositiveSmallIntegerField("comment cela s’est passé", choices=Rating.choices)
    in_place = models.TextField("ce qui était en place", max_length=1000, blank=True)
    happened = models.TextField("ce qui s’est passé", max_length=1000, blank=True)
    went_well = models.TextField("ce qui a bien marché", max_length=1000, blank=True)
    went_badly = models.TextField("ce qui a moins bien marché", max_length=1000, blank=True)
    causes = models.TextField("pourquoi", max_length=1000, blank=True)
    improve = models.TextField("comment faire mieux", max_length=1000, blank=True)
    given_on = models.DateField("donné le")

    class Meta:
        verbose_name = "témoignage"
        verbose_name_plural = "témoignages"
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__gte=1, rating__lte=5),
                name="testimony_on_five_levels",
                violation_error_message="Choisissez un degré de 1 à 5.",
            )
        ]
        triggers = append_only("testimony")

    def __str__(self) -> str:
        return f"Témoignage sur {self.debrief_id}"
