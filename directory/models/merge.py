"""Two structures that were one: what was chosen, what moved, how to go back."""

from typing import Self
from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from directory.models.structure import Structure
from portal.accounts.models import Role, User
from portal.territories.models import Territory


class MergeQuerySet(models.QuerySet["Merge"]):
    def visible_to(self, user: User) -> Self:
        """Those of the territories that `user` oversees."""
        if not user.is_authenticated:
            return self.none()
        overseen = Territory.objects.within(user.territories_of(Role.ARS, Role.ADMINISTRATOR))
        return self.filter(survivor__commune__in=overseen.values("pk"))


class Merge(models.Model):
    """`lost` became `survivor`. `before` and `after` are the values of the survivor that were
    chosen from `lost`, `moved` the rows that changed structure: snapshots, to undo."""

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    survivor = models.ForeignKey(
        Structure, models.PROTECT, related_name="merges", verbose_name="fiche gardée"
    )
    lost = models.ForeignKey(
        Structure, models.PROTECT, related_name="absorptions", verbose_name="fiche réunie"
    )
    by_name = models.CharField("réunies par", max_length=160)
    reason = models.CharField("motif", max_length=200, blank=True)
    made_at = models.DateTimeField("réunies le", auto_now_add=True)
    undone_at = models.DateTimeField("annulée le", null=True, blank=True)
    before = models.JSONField("valeurs d’avant", default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField("valeurs choisies", default=dict, encoder=DjangoJSONEncoder)
    moved = models.JSONField("lignes déplacées", default=list)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = "réunion de fiches"
        verbose_name_plural = "réunions de fiches"
        constraints = [
            models.UniqueConstraint(
                fields=["lost"],
                condition=Q(undone_at__isnull=True),
                name="merge_once",
                violation_error_message="Cette fiche est déjà réunie à une autre.",
            ),
            models.CheckConstraint(
                condition=~Q(survivor=F("lost")),
                name="merge_of_two",
                violation_error_message="Une structure ne se fusionne pas avec elle-même.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lost} dans {self.survivor}"

    def get_absolute_url(self) -> str:
        return f"/annuaire/reunions/{self.uuid}/"
