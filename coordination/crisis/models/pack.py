"""The offline pack of a cell: what it needs when the network is gone (rule 26)."""

from typing import Self

from django.db import models

from coordination.crisis.models.cell import Cell
from portal.accounts.models import User


class OfflinePackQuerySet(models.QuerySet["OfflinePack"]):
    def visible_to(self, user: User) -> Self:
        """Those already built, of the cells whose log `user` reads."""
        return self.filter(cell__in=Cell.objects.with_log_for(user), built_at__isnull=False)


class OfflinePack(models.Model):
    """The last pack built for `cell`, replaced whole. `mark` is the digest of what it says:
    as long as what would be said has the same one, nothing is built again."""

    cell = models.OneToOneField(
        Cell, models.CASCADE, primary_key=True, related_name="pack", verbose_name="cellule"
    )
    mark = models.CharField("empreinte du contenu", max_length=64, blank=True)
    content = models.BinaryField("fichier", blank=True)
    sha256 = models.CharField("empreinte du fichier", max_length=64, blank=True)
    size = models.PositiveIntegerField("taille (octets)", default=0)
    built_at = models.DateTimeField("préparé le", null=True, blank=True)
    checked_at = models.DateTimeField("vérifié le", null=True, blank=True)

    objects = OfflinePackQuerySet.as_manager()

    class Meta:
        verbose_name = "copie hors connexion d’une cellule"
        verbose_name_plural = "copies hors connexion des cellules"

    def __str__(self) -> str:
        return f"copie hors connexion de {self.cell_id}"
