"""Who reads the directory by machine: one key per system, of which only the digest is kept."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.accounts.models import Role, User

KEEPERS = (Role.ARS, Role.ADMINISTRATOR)


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def visible_to(self, user: User) -> Self:
        """Whoever may give keys sees all of them."""
        return self.all() if user.is_authenticated and user.has_any_role(*KEEPERS) else self.none()

    def in_force(self) -> Self:
        """Those that open today: neither revoked nor expired."""
        lasting = Q(expires_on__isnull=True) | Q(expires_on__gte=timezone.localdate())
        return self.filter(lasting, revoked_at__isnull=True)


class ApiKey(models.Model):
    """Opens the public part of the directory to a system of `holder`; read only.

    The key itself is shown once. 256 bits drawn at random need no slow digest.
    """

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    label = models.CharField("usage", max_length=120)
    holder = models.CharField("organisme", max_length=160)
    prefix = models.CharField("début de la clé", max_length=12)
    digest = models.CharField("empreinte", max_length=64, unique=True)
    expires_on = models.DateField("valable jusqu’au", null=True, blank=True)
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="créée par")
    last_used_at = models.DateTimeField("dernier usage", null=True, blank=True)
    revoked_at = models.DateTimeField("révoquée le", null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "clé d’accès"
        verbose_name_plural = "clés d’accès"
        constraints = [
            models.CheckConstraint(
                condition=~Q(holder="") & ~Q(label=""),
                name="key_is_somebodys",
                violation_error_message="Dites quel organisme lira l’annuaire, et pour quoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder}, {self.label}"

    @property
    def is_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < timezone.localdate()
