"""Calendars that people subscribe to, by an address that is a secret."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.oncall.models.line import Line
from coordination.oncall.models.people import Person
from coordination.oncall.models.sector import Sector

if TYPE_CHECKING:
    from portal.accounts.models import User


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def visible_to(self, user: "User") -> Self:
        """One's own addresses: nobody reads or revokes those of somebody else."""
        return self.filter(owner=user.pk)

    def living(self) -> Self:
        """Not revoked."""
        return self.filter(revoked_at__isnull=True)


class CalendarFeed(models.Model):
    """`owner` reads the duties of a person, of a line or of a sector in their own calendar.

    Only the SHA-256 of the secret is kept: it is shown once, and a copy of the database opens
    no calendar. What the owner no longer sees in the portal, the address no longer gives.
    """

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="calendar_feeds",
        verbose_name="abonné",
    )
    person = models.ForeignKey(
        Person,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="feeds",
        verbose_name="personne",
    )
    line = models.ForeignKey(
        Line, models.CASCADE, null=True, blank=True, related_name="feeds", verbose_name="ligne"
    )
    sector = models.ForeignKey(
        Sector, models.CASCADE, null=True, blank=True, related_name="feeds", verbose_name="secteur"
    )
    digest = models.CharField("empreinte du secret", max_length=64, unique=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = "agenda par abonnement"
        verbose_name_plural = "agendas par abonnement"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, line__isnull=True, sector__isnull=True)
                | Q(person__isnull=True, line__isnull=False, sector__isnull=True)
                | Q(person__isnull=True, line__isnull=True, sector__isnull=False),
                name="feed_of_one_thing",
                violation_error_message=(
                    "Un agenda est celui d’une personne, d’une ligne ou d’un secteur."
                ),
            )
        ]
        indexes = [models.Index(fields=["owner", "-created_at"], name="feed_of_owner")]

    def __str__(self) -> str:
        return str(self.person or self.sector or self.line)
