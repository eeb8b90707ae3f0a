"""Somebody asks to be told of what changes, and what they were told."""

from datetime import datetime, time, timedelta
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from directory.models import Category, Structure
from portal.accounts.models import User
from portal.territories.models import Territory

MONDAY = 0
# Read at the beginning of the day, on the clock of Paris.
TOLD_AT = time(7)


class FollowQuerySet(models.QuerySet["Follow"]):
    def visible_to(self, user: User) -> "FollowQuerySet":
        """One's own."""
        return self.filter(user=user.pk)


class Follow(models.Model):
    """What one person wants to hear of: a structure, or those of a place, of a kind, or both.

    All that changed until `told_until` was told; the rest is due at `next_due_at`.
    """

    class Cadence(models.TextChoices):
        DAILY = "daily", "chaque matin"
        WEEKLY = "weekly", "chaque lundi"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        User, models.CASCADE, related_name="follows", verbose_name="qui est prévenu"
    )
    structure = models.ForeignKey(
        Structure, models.CASCADE, null=True, blank=True, related_name="follows",
        verbose_name="structure",
    )  # fmt: skip
    territory = models.ForeignKey(
        Territory, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name="territoire",
    )  # fmt: skip
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name="catégorie",
    )  # fmt: skip
    cadence = models.CharField("rythme", max_length=6, choices=Cadence.choices)
    told_until = models.DateTimeField("déjà dit jusqu’au", default=timezone.now)
    next_due_at = models.DateTimeField("prochain envoi")
    created_at = models.DateTimeField("demandé le", auto_now_add=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = "suivi de l’annuaire"
        verbose_name_plural = "suivis de l’annuaire"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "structure", "territory", "category"],
                nulls_distinct=False,
                name="follow_once",
                violation_error_message="Vous suivez déjà cela.",
            ),
            models.CheckConstraint(
                condition=Q(structure__isnull=False, territory__isnull=True, category__isnull=True)
                | Q(structure__isnull=True, territory__isnull=False)
                | Q(structure__isnull=True, category__isnull=False),
                name="follow_something",
                violation_error_message="Dites quoi suivre : une structure, ou un territoire, "
                "ou une catégorie.",
            ),
        ]
        indexes = [models.Index(fields=["next_due_at"], name="follow_due")]

    def __str__(self) -> str:
        if self.structure is not None:
            return str(self.structure)
        return ", ".join(str(one) for one in (self.category, self.territory) if one is not None)


class ChangeDigestQuerySet(models.QuerySet["ChangeDigest"]):
    def visible_to(self, user: User) -> "ChangeDigestQuerySet":
        """Those that one received."""
        return self.filter(user=user.pk)


class ChangeDigest(models.Model):
    """What one person was told at once: the structures that changed between two instants.

    `structures` names them by id, by name; `count` says how many there were.
    """

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        User, models.CASCADE, related_name="change_digests", verbose_name="qui est prévenu"
    )
    since = models.DateTimeField("depuis le")
    until = models.DateTimeField("jusqu’au")
    structures = ArrayField(models.BigIntegerField(), verbose_name="structures")
    count = models.PositiveIntegerField("nombre de structures")

    objects = ChangeDigestQuerySet.as_manager()

    class Meta:
        verbose_name = "résumé des changements"
        verbose_name_plural = "résumés des changements"

    def __str__(self) -> str:
        return f"{self.count} fiches, {self.until:%d/%m/%Y}"


def next_due(cadence: str, now: datetime) -> datetime:
    """The first 7 o’clock (of Monday, when weekly) after `now`, on the clock of Paris."""
    local = timezone.localtime(now)
    day = local.date()
    while True:
        at = timezone.make_aware(datetime.combine(day, TOLD_AT))
        if at > now and (cadence == Follow.Cadence.DAILY or day.weekday() == MONDAY):
            return at
        day += timedelta(days=1)
