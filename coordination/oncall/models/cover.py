"""Looking for somebody: one place of a slot is proposed to several people, the first one has it."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from coordination.oncall.models.author import signed
from coordination.oncall.models.line import Line, LineRole
from coordination.oncall.models.people import Person
from coordination.oncall.models.shift import Shift
from coordination.oncall.models.slot import Slot

if TYPE_CHECKING:
    from portal.accounts.models import User


class CoverCallQuerySet(models.QuerySet["CoverCall"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the lines one coordinates, and those proposed to oneself."""
        if not user.is_authenticated:
            return self.none()
        managed = Q(line__in=Line.objects.managed_by(user))
        mine = CoverOffer.objects.filter(person__user=user.pk).values("call")
        return self.filter(managed | Q(pk__in=mine))


@pghistory.track()
class CoverCall(models.Model):
    """A role of a slot, or a part of it, looks for somebody among the people chosen.

    `replaces` is the shift that its holder would leave; without it, a hole is to be filled.
    Each call is dated and each answer kept: they prove what was tried.
    """

    class State(models.TextChoices):
        OPEN = "open", "en attente de réponse"
        FILLED = "filled", "pourvu"
        CANCELLED = "cancelled", "arrêté"
        EXPIRED = "expired", "sans réponse"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    line = models.ForeignKey(Line, models.PROTECT, related_name="calls", verbose_name="ligne")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="calls", verbose_name="créneau")
    role = models.ForeignKey(LineRole, models.PROTECT, related_name="+", verbose_name="rôle")
    period = DateTimeRangeField("période")
    replaces = models.ForeignKey(
        Shift,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name="tour à reprendre",
    )
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.OPEN)
    reason = models.CharField("motif", max_length=300, blank=True)
    deadline = models.DateTimeField("réponse attendue avant le")
    opened_by = signed("lancé par")
    opened_at = models.DateTimeField("lancé le", auto_now_add=True)
    taker = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calls_taken",
        verbose_name="pris par",
    )
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)

    objects = CoverCallQuerySet.as_manager()

    class Meta:
        verbose_name = "recherche de remplaçant"
        verbose_name_plural = "recherches de remplaçant"
        constraints = [
            ExclusionConstraint(
                name="cover_one_open_per_place",
                expressions=[
                    ("slot", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(state="open"),
                violation_error_message="Ce créneau est déjà proposé à des collègues.",
            ),
            models.CheckConstraint(
                condition=~Q(state="filled") | Q(taker__isnull=False),
                name="cover_filled_by_someone",
                violation_error_message="Un créneau pourvu l’est par une personne identifiée.",
            ),
        ]
        indexes = [
            models.Index(fields=["deadline"], condition=Q(state="open"), name="cover_due"),
            models.Index(fields=["line", "-opened_at"], name="cover_of_line"),
        ]

    def __str__(self) -> str:
        return f"{self.role} à pourvoir, {self.slot}"

    def get_absolute_url(self) -> str:
        return f"/astreintes/appels/{self.uuid}/"


class CoverOffer(models.Model):
    """One person to whom a call was made, by a personal link, and what they answered."""

    class State(models.TextChoices):
        WAITING = "waiting", "pas encore répondu"
        ACCEPTED = "accepted", "accepté"
        DECLINED = "declined", "refusé"

    call = models.ForeignKey(
        CoverCall, models.CASCADE, related_name="offers", verbose_name="recherche"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="cover_offers", verbose_name="personne"
    )
    link_key = models.UUIDField("clé du lien", default=uuid4, unique=True, editable=False)
    state = models.CharField("réponse", max_length=8, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField("proposé le", auto_now_add=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "proposition d’un créneau"
        verbose_name_plural = "propositions d’un créneau"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "person"], name="cover_asked_once"),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(answered_at__isnull=False),
                name="cover_answered_when",
                violation_error_message="Une réponse a une date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_state_display()}"
