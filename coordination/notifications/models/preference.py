"""How a person wants to be reached."""

from datetime import time

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Channel(models.TextChoices):
    INBOX = "inbox", "messages du portail"
    EMAIL = "email", "courriel"
    SMS = "sms", "SMS"


def default_channels() -> list[str]:
    """Without a word from the person: by e-mail, the address of the account."""
    return [Channel.EMAIL.value]


class Preference(models.Model):
    """The channels of a person in the order they prefer; the portal's inbox always receives.

    Between `quiet_from` and `quiet_until`, on the clock of `zone`, no SMS but urgent ones.
    `muted` lists the slugs of the optional notices they do not want outside the portal.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="preference",
        verbose_name="personne",
    )
    phone = models.CharField("téléphone mobile", max_length=20, blank=True)
    channels = ArrayField(
        models.CharField(max_length=8, choices=Channel.choices),
        default=default_channels,
        verbose_name="moyens, dans l’ordre",
    )
    quiet_from = models.TimeField("pas de SMS à partir de", null=True, blank=True, default=time(22))
    quiet_until = models.TimeField("jusqu’à", null=True, blank=True, default=time(7))
    zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    muted = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name="avis coupés"
    )
    updated_at = models.DateTimeField("modifiée le", auto_now=True)

    class Meta:
        verbose_name = "préférence"
        verbose_name_plural = "préférences"
        constraints = [
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"),
                name="preference_phone_is_e164",
                violation_error_message="Le téléphone s’écrit comme +33612345678.",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="preference_quiet_hours_whole",
                violation_error_message="Indiquez le début et la fin des heures calmes.",
            ),
        ]

    def __str__(self) -> str:
        return f"préférences de {self.user_id}"
