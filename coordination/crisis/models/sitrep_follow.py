"""What follows a situation report: when the next is due, who received it, the daily anchor."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from coordination.crisis.models.cell import Cell
from coordination.crisis.models.kept import append_only
from coordination.crisis.models.sitrep import Sitrep
from portal.accounts.models import User


class SitrepClock(models.Model):
    """When the next report of `cell` is due by its level, and whether its author was reminded.

    No `due_at`: on event. `told_at`: the author was reminded of that very deadline, once.
    """

    cell = models.OneToOneField(
        Cell, models.PROTECT, primary_key=True, related_name="sitrep_clock", verbose_name="cellule"
    )
    due_at = models.DateTimeField("prochain point dû le", null=True, blank=True)
    told_at = models.DateTimeField("rappelé le", null=True, blank=True)

    class Meta:
        verbose_name = "échéance d’un point de situation"
        verbose_name_plural = "échéances des points de situation"
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(due_at__isnull=False, told_at__isnull=True),
                name="sitrep_to_recall",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cell}, {self.due_at}"


class SitrepReceipt(models.Model):
    """A report was sent to somebody: opened or not, reminded once at most."""

    sitrep = models.ForeignKey(
        Sitrep, models.PROTECT, related_name="receipts", verbose_name="point de situation"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="personne")
    sent_at = models.DateTimeField("envoyé le")
    opened_at = models.DateTimeField("ouvert le", null=True, blank=True)
    reminded_at = models.DateTimeField("relancé le", null=True, blank=True)

    class Meta:
        verbose_name = "accusé d’un point de situation"
        verbose_name_plural = "accusés des points de situation"
        constraints = [
            models.UniqueConstraint(fields=["sitrep", "user"], name="sitrep_receipt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sitrep}, {self.user}"


class LogAnchor(models.Model):
    """The head of a log as it was mailed that day to two people: a copy out of the portal."""

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="anchors", verbose_name="cellule")
    day = models.DateField("jour")
    seq = models.BigIntegerField("dernière entrée")
    head = models.CharField("maillon", max_length=64)
    at = models.DateTimeField("envoyé le")

    class Meta:
        verbose_name = "ancre d’une main courante"
        verbose_name_plural = "ancres des mains courantes"
        ordering: ClassVar[list[str]] = ["cell", "-day"]
        constraints = [models.UniqueConstraint(fields=["cell", "day"], name="anchor_once_a_day")]
        triggers = append_only("anchor")

    def __str__(self) -> str:
        return f"{self.cell}, {self.day} : {self.seq}"
