"""Alarms: what lacked in a roster, told once at each threshold."""

from django.db import models

from coordination.oncall.models.line import Line
from coordination.oncall.models.slot import Slot


class GapAlarm(models.Model):
    """What a line was found to lack `hours` before, told in one message."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="gap_alarms", verbose_name="ligne")
    hours = models.PositiveIntegerField("seuil (heures avant)")
    raised_at = models.DateTimeField("donnée le", auto_now_add=True)

    class Meta:
        verbose_name = "alarme de trou"
        verbose_name_plural = "alarmes de trou"
        indexes = [models.Index(fields=["line", "-raised_at"], name="gap_alarm_of_line")]

    def __str__(self) -> str:
        return f"{self.line}, {self.hours} h avant"


class GapAlarmSlot(models.Model):
    """One slot of an alarm. The key makes each slot told once at each threshold, whatever runs."""

    class Kind(models.TextChoices):
        HOLE = "hole", "trou"
        FRAGILE = "fragile", "fragile"

    alarm = models.ForeignKey(GapAlarm, models.CASCADE, related_name="slots", verbose_name="alarme")
    slot = models.ForeignKey(
        Slot, models.CASCADE, related_name="gap_alarms", verbose_name="créneau"
    )
    hours = models.PositiveIntegerField("seuil (heures avant)")
    kind = models.CharField("nature", max_length=8, choices=Kind.choices)
    words = models.CharField("ce qui manque", max_length=300)

    class Meta:
        verbose_name = "créneau d’une alarme"
        verbose_name_plural = "créneaux d’une alarme"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "hours", "kind"], name="gap_told_once_per_threshold"
            )
        ]

    def __str__(self) -> str:
        return self.words
