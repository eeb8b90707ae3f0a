"""An alert to the public, in the words of CAP 1.2; once published it never changes."""

from typing import ClassVar, Self
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q

from coordination.crisis import clock
from coordination.crisis.models.cell import Cell
from coordination.crisis.models.choices import Mode
from portal.accounts.models import User
from portal.territories.models import Territory

PUBLISHED = """
    IF OLD.sent_at IS NULL AND NEW.cell_id = OLD.cell_id THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published alert does not change: update or cancel it by another';
"""


class PublicAlertQuerySet(models.QuerySet["PublicAlert"]):
    def published(self) -> Self:
        """Real ones, validated: an exercise never enters the feed of real alerts (rule 7)."""
        return self.filter(sent_at__isnull=False, cell__crisis__mode=Mode.ACTUAL)

    def in_force(self) -> Self:
        """Published, not over, not followed by an update nor a cancellation."""
        followed = PublicAlert.objects.filter(
            refers_to=models.OuterRef("pk"), sent_at__isnull=False
        )
        live = self.published().exclude(kind=PublicAlert.Kind.CANCEL)
        return live.filter(~models.Exists(followed), expires_at__gt=clock.now())


class PublicAlert(models.Model):
    """Written by the cell, validated by who holds communication or leads: then public."""

    class Kind(models.TextChoices):
        ALERT = "Alert", "alerte"
        UPDATE = "Update", "mise à jour"
        CANCEL = "Cancel", "annulation"

    class Urgency(models.TextChoices):
        IMMEDIATE = "Immediate", "agir tout de suite"
        EXPECTED = "Expected", "agir dans l’heure"
        FUTURE = "Future", "agir bientôt"
        PAST = "Past", "plus rien à faire"
        UNKNOWN = "Unknown", "inconnue"

    class Severity(models.TextChoices):
        EXTREME = "Extreme", "extrême"
        SEVERE = "Severe", "grave"
        MODERATE = "Moderate", "modérée"
        MINOR = "Minor", "mineure"
        UNKNOWN = "Unknown", "inconnue"

    class Certainty(models.TextChoices):
        OBSERVED = "Observed", "constaté"
        LIKELY = "Likely", "probable"
        POSSIBLE = "Possible", "possible"
        UNLIKELY = "Unlikely", "peu probable"
        UNKNOWN = "Unknown", "inconnue"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="alerts", verbose_name="cellule")
    kind = models.CharField("sorte", max_length=6, choices=Kind.choices, default=Kind.ALERT)
    refers_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by",
        verbose_name="fait suite à",
    )  # fmt: skip
    event = models.CharField("évènement", max_length=80)
    headline = models.CharField("titre", max_length=160)
    description = models.TextField("ce qui se passe", max_length=2000)
    instruction = models.TextField("ce qu’il faut faire", max_length=2000, blank=True)
    audience = models.CharField("à qui elle s’adresse", max_length=200, blank=True)
    urgency = models.CharField("urgence", max_length=9, choices=Urgency.choices)
    severity = models.CharField("gravité", max_length=8, choices=Severity.choices)
    certainty = models.CharField("certitude", max_length=8, choices=Certainty.choices)
    onset_at = models.DateTimeField("à partir du", null=True, blank=True)
    expires_at = models.DateTimeField("jusqu’au")
    area = models.ForeignKey(
        Territory, models.PROTECT, related_name="+", verbose_name="territoire concerné"
    )
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="écrite par")
    written_at = models.DateTimeField("écrite le")
    validator = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="validée par"
    )
    sent_at = models.DateTimeField("publiée le", null=True, blank=True)

    objects = PublicAlertQuerySet.as_manager()

    class Meta:
        verbose_name = "alerte au public"
        verbose_name_plural = "alertes au public"
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="Alert", refers_to__isnull=True)
                | (~Q(kind="Alert") & Q(refers_to__isnull=False)),
                name="alert_follows_another",
                violation_error_message="Une mise à jour ou une annulation suit une alerte.",
            ),
            models.CheckConstraint(
                condition=Q(onset_at__isnull=True) | Q(expires_at__gt=F("onset_at")),
                name="alert_ends_after_it_begins",
                violation_error_message="Une alerte finit après avoir commencé.",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(validator__isnull=False),
                name="alert_sent_once_validated",
                violation_error_message="Une alerte publiée a été validée par quelqu’un.",
            ),
            models.UniqueConstraint(
                fields=["refers_to"],
                condition=Q(sent_at__isnull=False),
                name="alert_followed_once",
                violation_error_message="Une autre alerte fait déjà suite à celle-ci.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-sent_at"], condition=Q(sent_at__isnull=False), name="alert_published"
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="alert_published_is_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=PUBLISHED,
            ),
            pgtrigger.Protect(
                name="alert_published_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return f"/crises/cellules/{self.cell.uuid}/alertes/"
