"""A message to a filtered group, its recipients with the reason why each has it, their answers."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from coordination.crisis import clock
from coordination.crisis.models.cell import Cell
from coordination.crisis.models.kept import never_emptied
from portal.accounts.models import User

# Within how long a message is acknowledged, unless its writer says otherwise.
ACKED_WITHIN = timedelta(hours=1)


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> Self:
        """Those of the cells whose log one reads."""
        return self.filter(cell__in=Cell.objects.with_log_for(user))


class Message(models.Model):
    """Words sent to an audience, fixed once sent. It is taken back or brought up to date by a new
    one that refers to it, once; `expires_at` closes its answers. CAP's kinds. Past `ack_due_at` who
    has not acknowledged is reminded, then the secretariat is told (services/acks.py)."""

    class Kind(models.TextChoices):
        ALERT = "alert", "message"
        UPDATE = "update", "mise à jour"
        CANCEL = "cancel", "annulation"

    class State(models.TextChoices):
        SENT = "sent", "envoyé"
        UPDATED = "updated", "mis à jour"
        CANCELLED = "cancelled", "annulé"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="messages", verbose_name="cellule")
    kind = models.CharField("nature", max_length=8, choices=Kind.choices, default=Kind.ALERT)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.SENT)
    title = models.CharField("objet", max_length=120)
    text = models.CharField("texte", max_length=1000)
    is_urgent = models.BooleanField("urgent, même la nuit", default=False)
    requires_ack = models.BooleanField("accusé de lecture demandé", default=False)
    ack_due_at = models.DateTimeField("accusé attendu avant le", null=True, blank=True)
    quick_answers = ArrayField(
        models.CharField(max_length=40), verbose_name="réponses proposées", default=list, blank=True
    )
    audience = models.CharField("à qui", max_length=200)
    refers_to = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name="remplace",
    )
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="auteur")
    sent_at = models.DateTimeField("envoyé le")
    expires_at = models.DateTimeField("expire le")

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message d’une cellule"
        verbose_name_plural = "messages d’une cellule"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="alert", refers_to__isnull=True)
                | (~Q(kind="alert") & Q(refers_to__isnull=False)),
                name="message_refers_when_it_follows",
                violation_error_message="Une mise à jour ou une annulation dit de quel message.",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("sent_at")),
                name="message_expires_after",
                violation_error_message="Un message expire après son envoi.",
            ),
            models.CheckConstraint(
                condition=Q(ack_due_at__isnull=True)
                | Q(requires_ack=True, ack_due_at__gt=models.F("sent_at")),
                name="message_ack_due_when_asked",
                violation_error_message="Un accusé attendu l’est après l’envoi, s’il est demandé.",
            ),
        ]
        indexes = [
            models.Index(fields=["cell", "-sent_at"], name="message_of_cell"),
            models.Index(
                fields=["ack_due_at"],
                condition=Q(state="sent", ack_due_at__isnull=False),
                name="message_ack_due",
            ),
        ]
        triggers: ClassVar[list[Any]] = [never_emptied("message")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/crises/messages/{self.uuid}/"

    @property
    def is_open(self) -> bool:
        """Answers are still taken."""
        return self.state == self.State.SENT and not self.has_expired(clock.now())

    def has_expired(self, at: datetime) -> bool:
        """Whether its time was over at that instant."""
        return self.expires_at <= at


class MessageDraftQuerySet(models.QuerySet["MessageDraft"]):
    def visible_to(self, user: User) -> Self:
        """Those of the cells whose log one reads."""
        return self.filter(cell__in=Cell.objects.with_log_for(user))

    def waiting(self) -> Self:
        """Neither sent nor dropped."""
        return self.filter(sent_as__isnull=True, dropped_at__isnull=True)


class MessageDraft(models.Model):
    """A message as it was typed so far, for whoever writes in the cell. Sent or dropped, once."""

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="drafts", verbose_name="cellule")
    audience = models.CharField("à qui", max_length=60, blank=True)
    title = models.CharField("objet", max_length=120, blank=True)
    text = models.CharField("texte", max_length=1000, blank=True)
    answers = models.CharField("réponses proposées", max_length=160, blank=True)
    requires_ack = models.BooleanField("accusé de lecture demandé", default=False)
    ack_hours = models.PositiveSmallIntegerField("heures pour accuser réception", default=1)
    is_urgent = models.BooleanField("urgent, même la nuit", default=False)
    hours = models.PositiveSmallIntegerField("heures pour répondre", default=24)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="gardé par")
    saved_at = models.DateTimeField("gardé le")
    sent_as = models.OneToOneField(
        Message, models.PROTECT, null=True, blank=True, related_name="draft", verbose_name="envoyé"
    )
    dropped_at = models.DateTimeField("abandonné le", null=True, blank=True)

    objects = MessageDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "brouillon de message"
        verbose_name_plural = "brouillons de message"
        ordering: ClassVar[list[str]] = ["-saved_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_as__isnull=True) | Q(dropped_at__isnull=True),
                name="draft_sent_or_dropped",
                violation_error_message="Un brouillon est envoyé ou abandonné, pas les deux.",
            ),
            models.CheckConstraint(
                condition=~Q(title="") | ~Q(text=""),
                name="draft_says_something",
                violation_error_message="Un brouillon dit au moins un objet ou un texte.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.text[:60]


class MessageRecipient(models.Model):
    """One person, once, whatever the number of reasons; the first of them is said at the bottom."""

    message = models.ForeignKey(
        Message, models.PROTECT, related_name="recipients", verbose_name="message"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="personne")
    reason = models.CharField("pourquoi elle", max_length=200)
    link_key = models.UUIDField("clé du lien", default=uuid4, unique=True, editable=False)
    acked_at = models.DateTimeField("accusé le", null=True, blank=True)
    answer = models.CharField("réponse", max_length=40, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    reminded_at = models.DateTimeField("relancé le", null=True, blank=True)
    escalated_at = models.DateTimeField("signalé au secrétariat le", null=True, blank=True)

    class Meta:
        verbose_name = "destinataire d’un message"
        verbose_name_plural = "destinataires d’un message"
        constraints = [
            models.UniqueConstraint(fields=["message", "user"], name="message_once_a_person"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="message_answer_whole",
                violation_error_message="Une réponse dit quoi et quand.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
