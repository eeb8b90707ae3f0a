"""One message: one person, one channel, one step. The table is the queue."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat

from coordination.notifications.models.preference import Channel
from coordination.notifications.models.publication import Publication, Queue, fill

if TYPE_CHECKING:
    from portal.accounts.models import User

LINK_MASK = "[lien personnel]"


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: "User") -> Self:
        """One's own messages; all of them for the administration and the technical team."""
        if not user.is_authenticated:
            return self.none()
        if user.is_staff or user.has_any_role("administrator"):
            return self
        return self.filter(user=user)

    def inbox_of(self, user: "User") -> Self:
        """The messages that stand in the portal for this person, the newest first."""
        mine = self.filter(user=user, channel=Channel.INBOX)
        return mine.filter(state__in=["delivered", "read"]).order_by("-pk")

    def unread(self) -> Self:
        """Delivered in the portal, not opened yet."""
        return self.filter(channel=Channel.INBOX, state="delivered")


class Notification(models.Model):
    """A message to send, being sent, or sent. States only go forward, by conditional updates.

    One person has one message per publication, channel and step: a replay is harmless, and
    `key` says the same in one word. Who has no account (somebody whom a coordinator listed, a
    council, a prefect) has an `address` instead of a `user`. `lease_until` and `lease_owner`
    belong to the batch that claimed the row; its `Call` tells, once the lease has expired,
    whether the provider may have been called. The text is the publication's, with
    `first_name` in it.

    Foreign keys are Django's only: checked by the database one row at a time, they took two
    thirds of the time of writing a crowd (docs/decisions/0013).
    """

    class State(models.TextChoices):
        QUEUED = "queued", "en attente"
        SENDING = "sending", "en cours d’envoi"
        ACCEPTED = "accepted", "remis au prestataire"
        DELIVERED = "delivered", "distribué"
        READ = "read", "lu"
        FAILED = "failed", "en échec"
        UNCERTAIN = "uncertain", "incertain"
        STALE = "stale", "périmé, non envoyé"
        SUPPRESSED = "suppressed", "retenu"
        CANCELLED = "cancelled", "annulé"

    key = models.GeneratedField(
        expression=Concat(
            *(Value("p"), Cast("publication", CharField()), Value(":u")),
            *(Coalesce(Cast("user", CharField()), F("address")), Value(":")),
            *(F("channel"), Value(":"), Cast("step", CharField())),
        ),
        output_field=models.CharField(max_length=300),
        db_persist=True,
        verbose_name="clé",
    )
    publication = models.ForeignKey(
        Publication,
        models.CASCADE,
        db_index=False,
        db_constraint=False,
        related_name="messages",
        verbose_name="publication",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        db_index=False,
        db_constraint=False,
        related_name="notifications",
        verbose_name="destinataire",
    )
    address = models.CharField("adresse ou numéro, sans compte", max_length=200, blank=True)
    first_name = models.CharField("prénom", max_length=80, blank=True)
    reference = models.CharField("référence propre", max_length=60, blank=True)
    channel = models.CharField("moyen", max_length=8, choices=Channel.choices)
    step = models.PositiveSmallIntegerField("étape", default=0)
    queue = models.CharField("file", max_length=8, choices=Queue.choices)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.QUEUED)
    due_at = models.DateTimeField("à envoyer à partir de")
    next_attempt_at = models.DateTimeField("prochain essai")
    expires_at = models.DateTimeField("ne part plus après")
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    lease_until = models.DateTimeField("réservé jusqu’à", null=True, blank=True)
    lease_owner = models.CharField("réservé par", max_length=60, blank=True)
    provider = models.CharField("prestataire", max_length=20, blank=True)
    provider_ref = models.CharField("référence du prestataire", max_length=120, blank=True)
    error = models.CharField("raison", max_length=200, blank=True)
    bundle = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        db_constraint=False,
        related_name="bundled",
        verbose_name="regroupé dans",
    )
    queued_at = models.DateTimeField("mis en file le")
    sending_at = models.DateTimeField("pris en charge le", null=True, blank=True)
    accepted_at = models.DateTimeField("remis le", null=True, blank=True)
    delivered_at = models.DateTimeField("distribué le", null=True, blank=True)
    read_at = models.DateTimeField("lu le", null=True, blank=True)
    failed_at = models.DateTimeField("échoué le", null=True, blank=True)
    uncertain_at = models.DateTimeField("incertain le", null=True, blank=True)
    stale_at = models.DateTimeField("périmé le", null=True, blank=True)
    suppressed_at = models.DateTimeField("retenu le", null=True, blank=True)
    cancelled_at = models.DateTimeField("annulé le", null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "user", "channel", "step"],
                name="notification_once",
                violation_error_message="Cette personne a déjà ce message par ce moyen.",
            ),
            models.UniqueConstraint(
                fields=["publication", "address", "channel", "step"],
                condition=Q(user__isnull=True),
                name="notification_once_outside",
                violation_error_message="Cette adresse a déjà ce message par ce moyen.",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, address="")
                | (Q(user__isnull=True) & ~Q(address="")),
                name="notification_to_someone",
                violation_error_message="Un message a un compte ou une adresse, jamais les deux.",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_until__isnull=False),
                name="notification_sending_is_leased",
                violation_error_message="Un message en cours d’envoi est réservé par quelqu’un.",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["queued", "sending", "accepted", "delivered", "read", "failed"]
                    + ["uncertain", "stale", "suppressed", "cancelled"]
                ),
                name="notification_known_state",
                violation_error_message="Cet état de message n’existe pas.",
            ),
        ]
        indexes = [
            models.Index(
                # The identifier settles the order: a whole crowd is due at the same instant.
                fields=["queue", "next_attempt_at", "id"],
                condition=Q(state="queued"),
                name="notification_due",
            ),
            models.Index(
                fields=["lease_until"], condition=Q(state="sending"), name="notification_leased"
            ),
            models.Index(
                fields=["uncertain_at"],
                condition=Q(state="uncertain"),
                name="notification_uncertain",
            ),
            models.Index(fields=["user", "channel", "-id"], name="notification_of_person"),
            models.Index(
                fields=["user"],
                condition=Q(channel="inbox", state="delivered"),
                name="notification_unread",
            ),
            models.Index(
                fields=["provider_ref"],
                condition=~Q(provider_ref=""),
                name="notification_by_reference",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def recipient(self) -> str:
        """Whom it is for: the person of the account, or the address."""
        return str(self.user) if self.user else self.address

    @property
    def shown_subject(self) -> str:
        """The e-mail's subject, or the first line of the other texts."""
        return fill(self.publication.email_subject, first_name=self.first_name, link="")

    @property
    def shown_text(self) -> str:
        """The text as staff may read it: the personal link stays secret."""
        text = self.publication.text_for(self.channel)
        return fill(text, first_name=self.first_name, link=LINK_MASK)


class Attempt(models.Model):
    """Something out of the ordinary path that happened to a message: the history's lines."""

    notification = models.ForeignKey(
        Notification, models.CASCADE, related_name="history", verbose_name="message"
    )
    at = models.DateTimeField("le")
    event = models.CharField("événement", max_length=40)
    detail = models.CharField("détail", max_length=200, blank=True)

    class Meta:
        verbose_name = "ligne d’historique"
        verbose_name_plural = "historique"

    def __str__(self) -> str:
        return f"{self.event} {self.notification_id}"
