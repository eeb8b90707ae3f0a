"""Calling who is on call: ordered steps, frozen when the alert begins, due in PostgreSQL."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from coordination.oncall.models.author import signed
from coordination.oncall.models.line import Line, LineRole
from coordination.oncall.models.people import ContactMethod, Person
from coordination.oncall.models.sector import Sector
from portal.territories.models import Territory

if TYPE_CHECKING:
    from portal.accounts.models import User


class Channel(models.TextChoices):
    SMS = "sms", "SMS"
    EMAIL = "email", "courriel"
    PORTAL = "portal", "portail"
    VOICE = "voice", "appel"


class Target(models.TextChoices):
    ON_CALL = "on_call", "la personne d’astreinte"
    NEXT_ON_CALL = "next_on_call", "la personne d’astreinte suivante"
    PERSON = "person", "une personne désignée"
    COORDINATOR = "coordinator", "la coordination de la ligne"


class EscalationChain(models.Model):
    """Who is called, in which order, when nobody answers."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="chains", verbose_name="ligne")
    name = models.CharField("nom", max_length=120)
    repeats = models.PositiveSmallIntegerField("répétitions de la chaîne", default=1)
    reminder_minutes = models.PositiveSmallIntegerField("rappel après prise en charge", default=30)
    is_default = models.BooleanField("chaîne par défaut", default=False)

    class Meta:
        verbose_name = "chaîne d’escalade"
        verbose_name_plural = "chaînes d’escalade"
        constraints = [
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(is_default=True),
                name="chain_one_default_per_line",
                violation_error_message="Cette ligne a déjà une chaîne par défaut.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class EscalationStep(models.Model):
    """One step of a chain: whom, by which channels, and how long before the next."""

    chain = models.ForeignKey(
        EscalationChain, models.CASCADE, related_name="steps", verbose_name="chaîne"
    )
    rank = models.PositiveSmallIntegerField("rang")
    target = models.CharField("qui", max_length=14, choices=Target.choices)
    role = models.ForeignKey(
        LineRole, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="rôle"
    )
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="personne"
    )
    channels = ArrayField(
        models.CharField(max_length=8, choices=Channel.choices), verbose_name="canaux"
    )
    delay_seconds = models.PositiveIntegerField("délai avant l’étape suivante (s)", default=300)
    all_must_answer = models.BooleanField("tous doivent répondre", default=False)

    class Meta:
        verbose_name = "étape d’escalade"
        verbose_name_plural = "étapes d’escalade"
        ordering = ["chain", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "rank"], name="step_rank_once"),
            models.CheckConstraint(
                condition=~Q(target="person") | Q(person__isnull=False),
                name="step_names_its_person",
                violation_error_message="Indiquez la personne que cette étape appelle.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.get_target_display()}"


class AlertQuerySet(models.QuerySet["Alert"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the lines one sees."""
        return self.filter(line__in=Line.objects.visible_to(user))

    def living(self) -> Self:
        """Open, or taken in charge and still to be followed."""
        return self.filter(state__in=Alert.LIVING)


@pghistory.track()
class Alert(models.Model):
    """A call to a line. Its steps are a frozen copy of the chain.

    `next_step_due_at` is the clock, in PostgreSQL: a living alert without it is a failure
    that the database refuses and the auditor looks for.
    """

    class State(models.TextChoices):
        OPEN = "open", "en cours"
        ACKNOWLEDGED = "acknowledged", "prise en charge"
        CLOSED = "closed", "close"
        EXHAUSTED = "exhausted", "sans réponse"

    LIVING = (State.OPEN, State.ACKNOWLEDGED)

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    line = models.ForeignKey(Line, models.PROTECT, related_name="alerts", verbose_name="ligne")
    sector = models.ForeignKey(
        Sector,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="alerts",
        verbose_name="secteur",
    )
    commune = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="commune",
    )
    chain_name = models.CharField("chaîne suivie", max_length=120)
    subject = models.CharField("objet (rien sur un patient)", max_length=160)
    state = models.CharField("état", max_length=12, choices=State.choices, default=State.OPEN)
    next_step_due_at = models.DateTimeField("prochaine étape à", null=True, blank=True)
    rank = models.PositiveSmallIntegerField("étape suivante", default=0)
    repeats_left = models.PositiveSmallIntegerField("répétitions restantes", default=0)
    reminder_minutes = models.PositiveSmallIntegerField("rappel après prise en charge", default=30)
    opened_by = signed("ouverte par")
    opened_at = models.DateTimeField("ouverte le", auto_now_add=True)
    acknowledged_at = models.DateTimeField("prise en charge le", null=True, blank=True)
    ended_at = models.DateTimeField("terminée le", null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = "alerte"
        verbose_name_plural = "alertes"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["open", "acknowledged"])
                | Q(next_step_due_at__isnull=False),
                name="alert_always_due",
                violation_error_message="Une alerte en cours a toujours une étape à venir.",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_step_due_at"],
                condition=Q(state__in=["open", "acknowledged"]),
                name="alert_due",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return f"/astreintes/alertes/{self.uuid}/"


class AlertStep(models.Model):
    """One step of an alert as it was frozen, then what became of it for each person.

    The people are resolved when the step is played: `person` is empty until then.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "à venir"
        SERVED = "served", "appelée"
        SKIPPED = "skipped", "passée : personne à appeler"

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="steps", verbose_name="alerte")
    rank = models.PositiveSmallIntegerField("rang")
    repeat = models.PositiveSmallIntegerField("répétition", default=0)
    target = models.CharField("qui", max_length=14, choices=Target.choices)
    role = models.ForeignKey(
        LineRole, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="rôle"
    )
    named = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="personne désignée",
    )
    channels = ArrayField(
        models.CharField(max_length=8, choices=Channel.choices), verbose_name="canaux"
    )
    delay_seconds = models.PositiveIntegerField("délai avant l’étape suivante (s)")
    all_must_answer = models.BooleanField("tous doivent répondre", default=False)
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField("due à", null=True, blank=True)
    served_at = models.DateTimeField("jouée à", null=True, blank=True)
    note = models.CharField("ce qui s’est passé", max_length=200, blank=True)

    class Meta:
        verbose_name = "étape d’une alerte"
        verbose_name_plural = "étapes d’une alerte"
        ordering = ["alert", "repeat", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "repeat", "rank"], name="alert_step_played_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.get_target_display()}"


class AlertCall(models.Model):
    """One person called by one step, by one channel: once, whatever worker dies."""

    step = models.ForeignKey(AlertStep, models.CASCADE, related_name="calls", verbose_name="étape")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="personne"
    )
    user = signed("compte")
    contact = models.ForeignKey(
        ContactMethod,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="contact",
    )
    channel = models.CharField("canal", max_length=8, choices=Channel.choices)
    link_key = models.UUIDField("clé du lien", default=uuid4, unique=True, editable=False)
    code = models.CharField("code de réponse", max_length=8, blank=True)
    called_at = models.DateTimeField("appelée à")

    class Meta:
        verbose_name = "appel d’une alerte"
        verbose_name_plural = "appels d’une alerte"
        constraints = [
            models.UniqueConstraint(
                fields=["step", "person", "user", "channel"],
                name="call_once_per_channel",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.called_at:%H:%M}"


class Acknowledgement(models.Model):
    """Somebody takes the alert in charge; `undone_at` when nobody confirmed afterwards.

    `reminded_at`: they were asked whether they still are, and have not answered yet.
    """

    alert = models.ForeignKey(
        Alert, models.CASCADE, related_name="acknowledgements", verbose_name="alerte"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="personne"
    )
    user = signed("compte")
    channel = models.CharField("par", max_length=8, choices=Channel.choices)
    at = models.DateTimeField("le")
    reminders = models.PositiveSmallIntegerField("rappels", default=0)
    reminded_at = models.DateTimeField("rappelée le", null=True, blank=True)
    undone_at = models.DateTimeField("annulée le", null=True, blank=True)
    undone_reason = models.CharField("pourquoi", max_length=200, blank=True)

    class Meta:
        verbose_name = "prise en charge"
        verbose_name_plural = "prises en charge"
        indexes = [models.Index(fields=["alert", "-at"], name="acknowledgement_of_alert")]

    def __str__(self) -> str:
        return f"prise en charge le {self.at:%d/%m/%Y %H:%M}"
