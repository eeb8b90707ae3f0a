"""Taking an import back is long work: asked by somebody, done by the worker, found again."""

from typing import Self

from django.db import models
from django.utils import timezone

from directory.models.provenance import ImportRun
from portal.accounts.models import User


class AskedUndoQuerySet(models.QuerySet["AskedUndo"]):
    def waiting(self) -> Self:
        """Those that the worker has to do, the first asked first."""
        return self.filter(why="", run__state=ImportRun.State.APPLIED).order_by("asked_at", "pk")


class AskedUndo(models.Model):
    """Somebody asked that `run` be taken back; it waits while `why` is empty and `run` applied."""

    run = models.OneToOneField(
        ImportRun, models.CASCADE, related_name="undo", verbose_name="import"
    )
    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="demandée par"
    )
    asked_at = models.DateTimeField("demandée le", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    kept = models.PositiveIntegerField("structures restées", default=0)
    why = models.TextField("échec", blank=True)

    objects = AskedUndoQuerySet.as_manager()

    class Meta:
        verbose_name = "annulation demandée"
        verbose_name_plural = "annulations demandées"

    def __str__(self) -> str:
        return str(self.run)

    @property
    def waits(self) -> bool:
        return not self.why and self.run.state == ImportRun.State.APPLIED
