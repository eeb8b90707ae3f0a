"""Calling people to the cell: seats to fill, a frozen ladder for each, due in PostgreSQL."""

from typing import Any, ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q

from coordination.crisis.models.catalogue import Role
from coordination.crisis.models.cell import Cell
from coordination.crisis.models.kept import never_emptied
from coordination.oncall.models import ContactMethod, Person
from portal.accounts.models import User


def _signed(label: str) -> "models.ForeignKey[User | None, User | None]":
    return models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


class CallOutQuerySet(models.QuerySet["CallOut"]):
    def visible_to(self, user: User) -> Self:
        """Those of the cells whose log one reads."""
        return self.filter(cell__in=Cell.objects.with_log_for(user))

    def living(self) -> Self:
        """Still calling, or answers still awaited: nobody is called to a cell that was lifted."""
        active = self.filter(cell__archived_at__isnull=True, cell__level__gt=0)
        return active.filter(ended_at__isnull=True)


class CallOut(models.Model):
    """Somebody calls people to the cell, for a cause. Its row is the lock of all that moves in it.

    `code`: the number by which an SMS answers it, unlike those of the others under way.
    `alarms`: how many times the secretariat was told, `waves` how many sendings left.
    """

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="callouts", verbose_name="cellule")
    cause = models.CharField("motif (rien sur un patient)", max_length=160)
    code = models.CharField("code de réponse", max_length=3, blank=True)
    delay_seconds = models.PositiveIntegerField("délai avant la personne suivante (s)")
    opened_by = _signed("lancé par")
    opened_at = models.DateTimeField("lancé le")
    ended_by = _signed("terminé par")
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)
    alarms = models.PositiveSmallIntegerField("alarmes au secrétariat", default=0)
    waves = models.PositiveSmallIntegerField("envois", default=0)

    objects = CallOutQuerySet.as_manager()

    class Meta:
        verbose_name = "rappel"
        verbose_name_plural = "rappels"
        indexes = [models.Index(fields=["cell", "-opened_at"], name="callout_of_cell")]
        triggers: ClassVar[list[Any]] = [never_emptied("callout")]

    def __str__(self) -> str:
        return self.cause

    def get_absolute_url(self) -> str:
        return f"/crises/rappels/{self.uuid}/"


class CallSeat(models.Model):
    """One place to fill: a role (its nth person), or one person of a list (no role).

    `next_due_at` is the clock, in PostgreSQL: a seat being called always has one. `failures`: how
    many calls stayed without an answer, or were declined; the third tells the secretariat.
    """

    class State(models.TextChoices):
        CALLING = "calling", "appel en cours"
        MANNED = "manned", "pourvue"
        EXHAUSTED = "exhausted", "personne : au secrétariat d’appeler"
        STOPPED = "stopped", "arrêtée"

    callout = models.ForeignKey(
        CallOut, models.PROTECT, related_name="seats", verbose_name="rappel"
    )
    role = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="fonction"
    )
    place = models.PositiveSmallIntegerField("place")
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.CALLING)
    next_due_at = models.DateTimeField("suite prévue à", null=True, blank=True)
    failures = models.PositiveSmallIntegerField("appels sans réponse utile", default=0)
    desk_told_at = models.DateTimeField("secrétariat prévenu le", null=True, blank=True)
    manned_at = models.DateTimeField("pourvue le", null=True, blank=True)
    note = models.CharField("à appeler autrement", max_length=300, blank=True)

    class Meta:
        verbose_name = "place à pourvoir"
        verbose_name_plural = "places à pourvoir"
        constraints = [
            models.UniqueConstraint(
                fields=["callout", "role", "place"], name="seat_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=(Q(state="calling") & Q(next_due_at__isnull=False))
                | (~Q(state="calling") & Q(next_due_at__isnull=True)),
                name="seat_called_is_due",
                violation_error_message="Une place que l’on appelle a une suite prévue.",
            ),
        ]
        indexes = [
            models.Index(fields=["next_due_at"], condition=Q(state="calling"), name="seat_due"),
            models.Index(fields=["callout", "state"], name="seat_of_callout"),
        ]

    def __str__(self) -> str:
        return str(self.role) if self.role else f"place {self.place + 1}"


class CallWave(models.Model):
    """Calls of one role that leave together: what one publication of the outbox carries.

    `channel`: the only one it uses; empty when each person's own order decides.
    """

    callout = models.ForeignKey(
        CallOut, models.PROTECT, related_name="sendings", verbose_name="rappel"
    )
    role = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="fonction"
    )
    number = models.PositiveSmallIntegerField("envoi")
    channel = models.CharField("seul moyen", max_length=8, blank=True)
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "envoi d’un rappel"
        verbose_name_plural = "envois d’un rappel"
        constraints = [
            models.UniqueConstraint(fields=["callout", "number"], name="wave_of_callout_once")
        ]

    def __str__(self) -> str:
        return f"envoi {self.number}"


class Call(models.Model):
    """One person of the ladder of a seat, called once at that rank, whatever worker dies.

    The whole ladder is written when the call-out begins. Somebody alone in it is called again
    by their next means: `attempt` counts their own calls, and with the person is unique in the
    call-out, so that two roles never call them twice. An answer that comes after the next person
    was called is kept beside `escalated_at`.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "à venir"
        SENT = "sent", "appelée"
        ANSWERED = "answered", "a répondu"
        ESCALATED = "escalated", "sans réponse"
        DROPPED = "dropped", "inutile : a répondu à un autre appel"

    class Answer(models.TextChoices):
        ON_SITE = "on_site", "sur site"
        REMOTE = "remote", "à distance"
        UNAVAILABLE = "unavailable", "indisponible"

    class Via(models.TextChoices):
        LINK = "link", "par le lien"
        SMS = "sms", "par SMS"
        WEB = "web", "sur le portail"
        PHONE = "phone", "par téléphone"

    COMING = (Answer.ON_SITE, Answer.REMOTE)

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    callout = models.ForeignKey(
        CallOut, models.PROTECT, related_name="calls", verbose_name="rappel"
    )
    seat = models.ForeignKey(CallSeat, models.PROTECT, related_name="calls", verbose_name="place")
    rank = models.PositiveSmallIntegerField("rang dans l’échelle")
    attempt = models.PositiveSmallIntegerField("appel de cette personne", default=0)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="personne"
    )
    user = _signed("compte")
    contact = models.ForeignKey(
        ContactMethod,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="contact",
    )
    why = models.CharField("pourquoi elle", max_length=120)
    channel = models.CharField("moyen", max_length=8, blank=True)
    wave = models.ForeignKey(
        CallWave, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name="envoi"
    )
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.PLANNED)
    link_key = models.UUIDField("clé du lien", default=uuid4, unique=True, editable=False)
    sent_at = models.DateTimeField("appelée à", null=True, blank=True)
    escalated_at = models.DateTimeField("personne suivante appelée à", null=True, blank=True)
    answer = models.CharField("réponse", max_length=12, choices=Answer.choices, blank=True)
    eta_minutes = models.PositiveSmallIntegerField("arrive dans (min)", null=True, blank=True)
    via = models.CharField("réponse reçue", max_length=6, choices=Via.choices, blank=True)
    answered_at = models.DateTimeField("répondu à", null=True, blank=True)
    noted_by = _signed("réponse notée par")

    class Meta:
        verbose_name = "appel d’un rappel"
        verbose_name_plural = "appels d’un rappel"
        constraints = [
            models.UniqueConstraint(fields=["seat", "rank"], name="callout_call_once"),
            models.UniqueConstraint(
                fields=["callout", "user", "person", "attempt"],
                name="callout_person_once",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["callout", "user", "attempt"],
                condition=Q(user__isnull=False),
                name="callout_account_once",
                violation_error_message="Cette personne est déjà dans l’échelle d’un rappel.",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(user__isnull=False),
                name="callout_call_to_somebody",
                violation_error_message="Un appel est celui d’une personne.",
            ),
            models.CheckConstraint(
                condition=(Q(answer="") & Q(answered_at__isnull=True) & ~Q(state="answered"))
                | (~Q(answer="") & Q(answered_at__isnull=False) & Q(state="answered")),
                name="callout_answer_whole",
                violation_error_message="Une réponse dit quoi et quand.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["answered", "dropped"])
                | Q(state="planned", sent_at__isnull=True)
                | Q(state__in=["sent", "escalated"], sent_at__isnull=False),
                name="callout_call_sent_when",
                violation_error_message="Un appel parti l’est à un moment connu.",
            ),
        ]
        indexes = [models.Index(fields=["user", "-id"], name="callout_call_of_user")]
        triggers: ClassVar[list[Any]] = [never_emptied("callout_call")]

    def __str__(self) -> str:
        return self.who

    def get_absolute_url(self) -> str:
        return f"/crises/appels/{self.uuid}/"

    @property
    def cell(self) -> Cell:
        return self.callout.cell

    @property
    def who(self) -> str:
        return str(self.user or self.person)

    @property
    def is_coming(self) -> bool:
        return self.answer in self.COMING

    @property
    def is_late(self) -> bool:
        """Their answer came after the next person had been called: kept all the same."""
        return bool(self.answered_at and self.escalated_at and self.answered_at > self.escalated_at)

    @property
    def said(self) -> str:
        """The answer in words."""
        if not self.answer:
            return ""
        soon = f", dans {self.eta_minutes} min" if self.eta_minutes else ""
        return f"{self.get_answer_display()}{soon}"
