"""What watches over delivery: ticks, heartbeats and the raw receipts of providers."""

from django.db import models


class Tick(models.Model):
    """One turn of one periodic work. Unique, so that a turn played twice does nothing."""

    name = models.CharField("travail", max_length=60)
    slot = models.BigIntegerField("tour")
    at = models.DateTimeField("joué le", auto_now_add=True)

    class Meta:
        verbose_name = "tour d’horloge"
        verbose_name_plural = "tours d’horloge"
        constraints = [
            models.UniqueConstraint(
                fields=["name", "slot"],
                name="tick_once",
                violation_error_message="Ce tour a déjà été joué.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.slot}"


class Heartbeat(models.Model):
    """The last time something proved alive by doing its work (a queue, the sweep, the audit)."""

    name = models.CharField("battement", max_length=60, primary_key=True)
    at = models.DateTimeField("vu le")
    detail = models.JSONField("détail", default=dict, blank=True)

    class Meta:
        verbose_name = "battement"
        verbose_name_plural = "battements"

    def __str__(self) -> str:
        return self.name


class ProviderEvent(models.Model):
    """A receipt, or an SMS that somebody sent, as the provider gave it: kept before it is read."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", "accusé"
        INCOMING = "incoming", "SMS reçu"

    provider = models.CharField("prestataire", max_length=20)
    kind = models.CharField("nature", max_length=8, choices=Kind.choices, default=Kind.RECEIPT)
    event_id = models.CharField("identifiant de l’accusé", max_length=120)
    payload = models.JSONField("contenu")
    received_at = models.DateTimeField("reçu le", auto_now_add=True)
    handled_at = models.DateTimeField("traité le", null=True, blank=True)
    outcome = models.CharField("suite", max_length=300, blank=True)

    class Meta:
        verbose_name = "accusé de prestataire"
        verbose_name_plural = "accusés de prestataires"
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "kind", "event_id"],
                name="provider_event_once",
                violation_error_message="Cet accusé a déjà été reçu.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(handled_at__isnull=True),
                name="provider_event_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.event_id}"


class Circuit(models.Model):
    """A provider that keeps failing is left alone for a while (coordination.notifications.circuit).

    No row, or no failure: all is well. Shared by the workers, so that one tries for all.
    """

    provider = models.CharField("prestataire", max_length=40, primary_key=True)
    failures = models.PositiveIntegerField("échecs de suite", default=0)
    opened_at = models.DateTimeField("coupé depuis", null=True, blank=True)
    retry_at = models.DateTimeField("prochain essai", null=True, blank=True)
    reason = models.CharField("dernier échec", max_length=200, blank=True)

    class Meta:
        verbose_name = "coupe-circuit d’un prestataire"
        verbose_name_plural = "coupe-circuits des prestataires"

    def __str__(self) -> str:
        return self.provider
