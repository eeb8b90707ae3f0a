"""The duty roster of a cell, who is there, and the alarms of its coverage."""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from coordination.crisis.models.catalogue import Role
from coordination.crisis.models.cell import Cell
from coordination.crisis.models.kept import closes_once
from coordination.oncall.models import Line
from portal.accounts.models import User


class CellLine(models.Model):
    """The roster of a role of a cell is that on-call line, which knows nothing of crises."""

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="lines", verbose_name="cellule")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+", verbose_name="fonction")
    line = models.OneToOneField(
        Line, models.PROTECT, related_name="+", verbose_name="ligne d’astreinte"
    )

    class Meta:
        verbose_name = "tableau d’une fonction"
        verbose_name_plural = "tableaux des fonctions"
        constraints = [
            models.UniqueConstraint(
                fields=["cell", "role"],
                name="cell_line_once_per_role",
                violation_error_message="Cette fonction a déjà son tableau.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} : {self.line}"


class Presence(models.Model):
    """Somebody is at their post during `period`, on site or remote: checked in, then out.

    Append-only: an interval is added, then closed once.
    """

    class Mode(models.TextChoices):
        ON_SITE = "on_site", "sur place"
        REMOTE = "remote", "à distance"

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="presences", verbose_name="cellule")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="personne")
    mode = models.CharField("comment", max_length=8, choices=Mode.choices)
    site = models.CharField("lieu", max_length=120, blank=True)
    period = DateTimeRangeField("période")

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        constraints = [
            ExclusionConstraint(
                name="presence_once_at_a_time",
                expressions=[
                    ("cell", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Cette personne est déjà à son poste.",
            )
        ]
        triggers = closes_once("presence")

    def __str__(self) -> str:
        return f"{self.user} {self.get_mode_display()}"


class CoverageAlarmQuerySet(models.QuerySet["CoverageAlarm"]):
    def open(self) -> Self:
        """Of holes that are still there."""
        return self.filter(ended_at__isnull=True)


class CoverageAlarm(models.Model):
    """A role of a cell lacks somebody within 24 hours: told once, until it is covered again."""

    cell = models.ForeignKey(
        Cell, models.PROTECT, related_name="coverage_alarms", verbose_name="cellule"
    )
    role = models.ForeignKey(Role, models.PROTECT, related_name="+", verbose_name="fonction")
    starts_at = models.DateTimeField("manque à partir de")
    raised_at = models.DateTimeField("signalé le")
    ended_at = models.DateTimeField("comblé le", null=True, blank=True)

    objects = CoverageAlarmQuerySet.as_manager()

    class Meta:
        verbose_name = "alerte de couverture"
        verbose_name_plural = "alertes de couverture"
        constraints = [
            models.UniqueConstraint(
                fields=["cell", "role"],
                condition=Q(ended_at__isnull=True),
                name="coverage_alarm_once",
                violation_error_message="Ce manque est déjà signalé.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role}, {self.cell}"
