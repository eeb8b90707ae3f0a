"""Slots: the hours to be held, from templates in wall-clock time to instants."""

import pghistory
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField
from django.db import models
from django.db.models import Q

from coordination.oncall.models.choices import SlotClass
from coordination.oncall.models.line import Line
from coordination.oncall.models.roster import Roster
from coordination.oncall.models.sector import Sector


@pghistory.track()
class SlotTemplate(models.Model):
    """Hours of the wall clock, and the days on which they are to be held.

    An end that is not after its start is on the next day. Without sectors, every sector of
    the line. `slot_class` is what the slot is, unless the day itself decides (`DAY_OFF`).
    """

    class DayRule(models.TextChoices):
        EVERY_DAY = "every_day", "tous les jours"
        WEEKDAY = "weekday", "du lundi au vendredi, hors fériés et ponts"
        SATURDAY = "saturday", "le samedi, hors fériés et ponts"
        DAY_OFF = "day_off", "les dimanches, fériés et ponts"
        HOLIDAY = "holiday", "les jours fériés"
        EVE = "eve", "les veilles de dimanche ou de férié"
        BRIDGE = "bridge", "les ponts"

    line = models.ForeignKey(Line, models.CASCADE, related_name="templates", verbose_name="ligne")
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="templates", verbose_name="secteurs"
    )
    name = models.CharField("nom", max_length=80)
    starts_at = models.TimeField("début")
    ends_at = models.TimeField("fin")
    day_rule = models.CharField("jours", max_length=10, choices=DayRule.choices)
    slot_class = models.CharField("type de créneau", max_length=12, choices=SlotClass.choices)
    validity = DateRangeField("validité")
    rank = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "gabarit de créneau"
        verbose_name_plural = "gabarits de créneau"
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(validity__isempty=False) & Q(validity__lower_inf=False),
                name="template_validity_begins",
                violation_error_message="La validité doit avoir un début, avant sa fin.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.starts_at:%H:%M}–{self.ends_at:%H:%M}"


class Slot(models.Model):
    """One period [start, end[ that a sector must hold, on a local day, in a roster.

    Its class, the name of the holiday and its points are frozen when the roster is published.
    """

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="slots", verbose_name="tableau")
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="slots", verbose_name="secteur")
    template = models.ForeignKey(
        SlotTemplate,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="slots",
        verbose_name="gabarit",
    )
    period = DateTimeRangeField("période")
    local_day = models.DateField("jour local")
    label = models.CharField("libellé local", max_length=80)
    slot_class = models.CharField("type de créneau", max_length=12, choices=SlotClass.choices)
    holiday = models.CharField("jour férié", max_length=60, blank=True)
    points = models.DecimalField("points", max_digits=5, decimal_places=2, default=0)
    frozen_at = models.DateTimeField("figé le", null=True, blank=True)

    class Meta:
        verbose_name = "créneau d’astreinte"
        verbose_name_plural = "créneaux d’astreinte"
        constraints = [
            models.UniqueConstraint(fields=["roster", "sector", "period"], name="oncall_slot_once"),
            models.CheckConstraint(
                condition=Q(period__isempty=False)
                & Q(period__lower_inf=False)
                & Q(period__upper_inf=False),
                name="oncall_slot_bounded",
                violation_error_message="Le créneau doit finir après avoir commencé.",
            ),
        ]
        indexes = [models.Index(fields=["roster", "local_day"], name="slot_of_roster")]

    def __str__(self) -> str:
        return f"{self.local_day:%d/%m/%Y} {self.label}"
