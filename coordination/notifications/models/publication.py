"""One fact told once: which notice, about what, and the texts as they were that day."""

from django.db import models
from django.db.models import Q

FIRST_NAME, LINK, CODE = "{prenom}", "{lien}", "{code}"


def fill(text: str, *, first_name: str, link: str, code: str = "??") -> str:
    """The text as the person receives it.

    « Bonjour {prenom}, » becomes « Bonjour, » for someone whose first name is unknown.
    """
    if not first_name:
        text = text.replace(f" {FIRST_NAME}", "")
    return text.replace(FIRST_NAME, first_name).replace(LINK, link).replace(CODE, code)


class Queue(models.TextChoices):
    URGENT = "urgent", "urgente"
    DEFAULT = "default", "courante"
    BULK = "bulk", "de masse"


class Publication(models.Model):
    """A notice about a subject, with its texts frozen the moment its rows were written.

    The texts still hold `{prenom}` and `{lien}`: the first name stands on each message, and
    personal links are secrets that exist only while a message is being sent. `recipients`
    is how many people were matched: the auditor compares it with the messages that exist.
    """

    class State(models.TextChoices):
        PENDING = "pending", "à écrire"
        WRITTEN = "written", "écrite"
        CANCELLED = "cancelled", "annulée"
        STALE = "stale", "périmée"

    key = models.CharField("clé", max_length=200, unique=True)
    notice = models.CharField("avis", max_length=60)
    queue = models.CharField("file", max_length=8, choices=Queue.choices)
    subject_kind = models.CharField("objet", max_length=60)
    subject_id = models.CharField("identifiant de l’objet", max_length=60)
    step = models.PositiveIntegerField("rang", default=0)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.PENDING)
    recipients = models.PositiveIntegerField("destinataires", default=0)
    email_subject = models.CharField("objet du courriel", max_length=250, blank=True)
    email_body = models.TextField("courriel", blank=True)
    sms_text = models.TextField("SMS", blank=True)
    inbox_text = models.TextField("message du portail", blank=True)
    created_at = models.DateTimeField("publiée le")
    expires_at = models.DateTimeField("ne part plus après")
    attempts = models.PositiveSmallIntegerField("essais d’écriture", default=0)
    next_attempt_at = models.DateTimeField("prochain essai d’écriture")
    written_at = models.DateTimeField("écrite le", null=True, blank=True)
    purged_at = models.DateTimeField("textes effacés le", null=True, blank=True)
    error = models.CharField("dernière erreur", max_length=300, blank=True)

    class Meta:
        verbose_name = "publication"
        verbose_name_plural = "publications"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="written") | Q(written_at__isnull=False),
                name="publication_written_when",
                violation_error_message="Une publication écrite l’a été à un moment connu.",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="publication_of_subject"),
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state="pending"),
                name="publication_pending",
            ),
            models.Index(fields=["-created_at"], name="publication_by_date"),
        ]

    def __str__(self) -> str:
        return self.key

    def text_for(self, channel: str) -> str:
        """The frozen text of that channel, its markers untouched."""
        texts = {"email": self.email_body, "sms": self.sms_text}
        return texts.get(channel, self.inbox_text)
