"""Rotations: who follows whom, by layer, in wall-clock time."""

from datetime import time

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from coordination.oncall.models.line import LineRole
from coordination.oncall.models.people import Person
from coordination.oncall.models.sector import Sector


class Layer(models.Model):
    """A level of the rotations of a sector and role: the higher takes over the lower."""

    sector = models.ForeignKey(
        Sector, models.CASCADE, related_name="layers", verbose_name="secteur"
    )
    role = models.ForeignKey(LineRole, models.CASCADE, related_name="layers", verbose_name="rôle")
    name = models.CharField("nom", max_length=80)
    priority = models.PositiveSmallIntegerField("priorité", default=1)

    class Meta:
        verbose_name = "couche de roulement"
        verbose_name_plural = "couches de roulement"
        ordering = ["sector", "role", "priority"]
        constraints = [
            models.UniqueConstraint(
                fields=["sector", "role", "priority"], name="layer_one_per_priority"
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Rotation(models.Model):
    """People who take turns, from `starts_on` until the eve of `ends_on`.

    The turns begin at `handover_at` of the wall clock. Changing a rotation that has started
    closes it and opens its `successor`: nothing moves before that day. `weekdays` (0 for
    Monday) restricts it to some days: turns are then counted, not days, so that nobody is
    always or never served.
    """

    class Cadence(models.TextChoices):
        DAILY = "daily", "chaque jour"
        WEEKLY = "weekly", "chaque semaine"
        MONTHLY = "monthly", "chaque mois"

    layer = models.ForeignKey(
        Layer, models.CASCADE, related_name="rotations", verbose_name="couche"
    )
    cadence = models.CharField("rythme", max_length=8, choices=Cadence.choices)
    every = models.PositiveSmallIntegerField("tous les (jours, semaines, mois)", default=1)
    handover_at = models.TimeField("heure de relève", default=time(8))
    daily_ends_at = models.TimeField(
        "fin chaque jour", null=True, blank=True, help_text="Vide : jusqu’à la relève suivante."
    )
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="jours de la semaine",
        default=list,
        blank=True,
    )
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu’au (exclu)", null=True, blank=True)
    successor = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessor",
        verbose_name="remplacé par",
    )

    class Meta:
        verbose_name = "roulement"
        verbose_name_plural = "roulements"
        constraints = [
            models.CheckConstraint(
                condition=Q(every__range=(1, 366)),
                name="rotation_every_sensible",
                violation_error_message="Un tour dure de 1 à 366 jours, semaines ou mois.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="rotation_ends_after_start",
                violation_error_message="Le roulement doit finir après avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_cadence_display()} à {self.handover_at:%H:%M}"


class RotationPlace(models.Model):
    """A person's place in a rotation, between two days. Same `rank`: they serve together."""

    rotation = models.ForeignKey(
        Rotation, models.CASCADE, related_name="places", verbose_name="roulement"
    )
    rank = models.PositiveSmallIntegerField("rang")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="rotation_places", verbose_name="personne"
    )
    joins_on = models.DateField("arrive le", null=True, blank=True)
    leaves_on = models.DateField("part le (exclu)", null=True, blank=True)

    class Meta:
        verbose_name = "place dans un roulement"
        verbose_name_plural = "places dans un roulement"
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rotation", "rank", "person"], name="place_once_per_rank"
            ),
            models.CheckConstraint(
                condition=Q(leaves_on__isnull=True)
                | Q(joins_on__isnull=True)
                | Q(leaves_on__gt=F("joins_on")),
                name="place_leaves_after_joining",
                violation_error_message="La personne doit partir après être arrivée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.person}"
