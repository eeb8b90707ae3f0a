"""A role passes from one person to another, with what must be known (sheet 2)."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from coordination.crisis.models.catalogue import Role
from coordination.crisis.models.cell import Cell
from portal.accounts.models import User


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, user: User) -> Self:
        """Those of the cells whose log `user` reads, and those that await them."""
        own = Q(receiver=user.pk) | Q(giver=user.pk)
        return self.filter(own | Q(cell__in=Cell.objects.with_log_for(user)))

    def waiting(self) -> Self:
        """Written, and neither accepted nor withdrawn."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class Handover(models.Model):
    """`giver` passes `role` to `receiver`: what goes on, what waits, what to watch.

    The role moves when it is accepted; without an answer the secretariat is told, once.
    """

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="handovers", verbose_name="cellule")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+", verbose_name="fonction")
    giver = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="passée par")
    receiver = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="passée à")
    ongoing = models.TextField("en cours", max_length=1000, blank=True)
    pending = models.TextField("en attente", max_length=1000, blank=True)
    watch = models.TextField("points de vigilance", max_length=1000, blank=True)
    written_at = models.DateTimeField("écrite le")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    alarmed_at = models.DateTimeField("signalée au secrétariat le", null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "passation de consignes"
        verbose_name_plural = "passations de consignes"
        constraints = [
            models.UniqueConstraint(
                fields=["cell", "role", "giver"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="handover_waits_once",
                violation_error_message="Une passation de cette fonction attend déjà une réponse.",
            ),
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")),
                name="handover_to_another",
                violation_error_message="On passe les consignes à quelqu’un d’autre.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="handover_ends_once",
                violation_error_message="Une passation est acceptée ou retirée, pas les deux.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["written_at"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="handover_waiting",
            ),
            models.Index(fields=["cell", "-id"], name="handover_of_cell"),
        ]

    def __str__(self) -> str:
        return f"Passation de «\u00a0{self.role}\u00a0»"

    def get_absolute_url(self) -> str:
        return f"/crises/passations/{self.uuid}/"

    @property
    def is_waiting(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None
