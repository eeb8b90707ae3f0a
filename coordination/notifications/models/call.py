"""What a batch is doing at this instant, so that a death leaves one doubt and no more."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Call(models.Model):
    """The notebook of a batch in flight: one narrow row, rewritten before each call.

    `begun` is the message whose call began last. `taken` and `refs` are the messages that the
    provider took before it and that do not say so themselves yet. The row is deleted with the
    end of the batch; when the worker died, the sweep reads it.
    """

    owner = models.CharField("lot", max_length=60, primary_key=True)
    lease_until = models.DateTimeField("réservé jusqu’à")
    provider = models.CharField("prestataire", max_length=20, blank=True)
    begun = models.BigIntegerField("dernier appel commencé", null=True, blank=True)
    taken = ArrayField(models.BigIntegerField(null=True), verbose_name="pris", default=list)
    refs = ArrayField(
        models.CharField(max_length=120, null=True),
        verbose_name="références des messages pris",
        default=list,
    )

    class Meta:
        verbose_name = "lot en cours d’envoi"
        verbose_name_plural = "lots en cours d’envoi"

    def __str__(self) -> str:
        return self.owner
