"""Who must read a version, who has, and the reminders sent to those who have not."""

from typing import Any, ClassVar
from uuid import uuid4

import pgtrigger
from django.db import models

from coordination.guidance.models.recommendation import Version, never_emptied
from directory.models import Profession, Structure
from portal.accounts.models import User

# Frozen when the version is published: only what is still to be reminded moves.
FROZEN = """
    IF to_jsonb(OLD) - 'next_due_at' = to_jsonb(NEW) - 'next_due_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'those whom a version concerns are frozen when it is published';
"""


class Addressee(models.Model):
    """One person whom a version concerned on the day it was published, once, and why."""

    version = models.ForeignKey(
        Version, models.PROTECT, related_name="addressees", verbose_name="version"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="personne")
    reason = models.CharField("pourquoi elle", max_length=250)
    structure = models.ForeignKey(
        Structure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="structure"
    )
    profession = models.ForeignKey(
        Profession, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="profession",
    )  # fmt: skip
    link_key = models.UUIDField("clé du lien", default=uuid4, unique=True, editable=False)
    next_due_at = models.DateTimeField("prochaine relance", null=True, blank=True)

    class Meta:
        verbose_name = "destinataire d’une recommandation"
        verbose_name_plural = "destinataires des recommandations"
        constraints = [
            models.UniqueConstraint(fields=["version", "user"], name="addressee_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_due_at"],
                condition=models.Q(next_due_at__isnull=False),
                name="addressee_due",
            )
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="addressee_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="addressee_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=FROZEN,
            ),
            never_emptied("addressee"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.reason})"


class Acknowledgment(models.Model):
    """« J’ai lu et compris » : one person, one version, once and for good."""

    class Method(models.TextChoices):
        PAGE = "page", "sur le portail"
        LINK = "link", "par le lien reçu"
        API = "api", "par l’API"

    version = models.ForeignKey(
        Version, models.PROTECT, related_name="acknowledgments", verbose_name="version"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="personne")
    at = models.DateTimeField("lu le")
    method = models.CharField("comment", max_length=4, choices=Method.choices)

    class Meta:
        verbose_name = "accusé de lecture"
        verbose_name_plural = "accusés de lecture"
        constraints = [
            models.UniqueConstraint(fields=["version", "user"], name="acknowledged_once"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(
                name="acknowledgment_irrevocable", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            never_emptied("acknowledgment"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.version}"


class ReadingDigest(models.Model):
    """One reminder to one person of all that they have not read; `subjects` at that instant."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="personne")
    at = models.DateTimeField("envoyé le")
    subjects = models.ManyToManyField(Addressee, related_name="digests", verbose_name="à lire")

    class Meta:
        verbose_name = "rappel de lecture"
        verbose_name_plural = "rappels de lecture"
        indexes = [models.Index(fields=["user", "-at"], name="digest_of_reader")]

    def __str__(self) -> str:
        return f"{self.user}, {self.at:%d/%m/%Y}"
