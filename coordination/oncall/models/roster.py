"""The roster of a line for a period: its state, its immutable versions, whom they went to."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from coordination.oncall.models.author import signed, signed_for_good
from coordination.oncall.models.line import Line, Recipient, lines_of_member

if TYPE_CHECKING:
    from portal.accounts.models import User


class RosterQuerySet(models.QuerySet["Roster"]):
    def visible_to(self, user: "User") -> Self:
        """Every roster of the lines one coordinates; elsewhere, those that are published."""
        if not user.is_authenticated:
            return self.none()
        managed = Q(line__in=Line.objects.managed_by(user))
        seen = Q(line__in=Line.objects.visible_to(user)) | Q(line__in=lines_of_member(user))
        return self.filter(managed | seen & Q(state__in=Roster.PUBLIC))

    def public(self) -> Self:
        """Published, whatever came after."""
        return self.filter(state__in=Roster.PUBLIC)


@pghistory.track()
class Roster(models.Model):
    """What a line plans from the first day of `days` to the last, that is to say the eve of
    its end. State moves only by conditional updates in `services`."""

    class State(models.TextChoices):
        DRAFT = "draft", "brouillon"
        SIMULATED = "simulated", "simulé"
        PUBLISHED = "published", "publié"
        TRANSMITTED = "transmitted", "transmis"
        DISTRIBUTED = "distributed", "diffusé"
        RUNNING = "running", "en cours"
        CLOSED = "closed", "clos"
        CERTIFIED = "certified", "certifié"
        SENT_FOR_PAYMENT = "sent_for_payment", "transmis au paiement"
        ABANDONED = "abandoned", "abandonné"

    WORKING = (State.DRAFT, State.SIMULATED)
    PUBLIC = (
        State.PUBLISHED,
        State.TRANSMITTED,
        State.DISTRIBUTED,
        State.RUNNING,
        State.CLOSED,
        State.CERTIFIED,
        State.SENT_FOR_PAYMENT,
    )

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    line = models.ForeignKey(Line, models.PROTECT, related_name="rosters", verbose_name="ligne")
    days = DateRangeField("période")
    state = models.CharField("état", max_length=18, choices=State.choices, default=State.DRAFT)
    name = models.CharField("nom", max_length=120)
    created_by = signed("créé par")
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    published_at = models.DateTimeField("publié le", null=True, blank=True)
    transmitted_at = models.DateTimeField("transmis le", null=True, blank=True)
    distributed_at = models.DateTimeField("diffusé le", null=True, blank=True)
    certified_at = models.DateTimeField("certifié le", null=True, blank=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        verbose_name = "tableau d’astreinte"
        verbose_name_plural = "tableaux d’astreinte"
        constraints = [
            ExclusionConstraint(
                name="roster_one_published",
                expressions=[
                    ("line", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
                condition=Q(
                    state__in=[
                        *("published", "transmitted", "distributed", "running", "closed"),
                        *("certified", "sent_for_payment"),
                    ]
                ),
                violation_error_message=(
                    "Un tableau de cette ligne est déjà publié sur une partie de ces dates."
                ),
            ),
            models.CheckConstraint(
                condition=Q(days__isempty=False)
                & Q(days__lower_inf=False)
                & Q(days__upper_inf=False),
                name="roster_bounded",
                violation_error_message="Le tableau doit finir après avoir commencé.",
            ),
        ]
        indexes = [models.Index(fields=["line", "state"], name="roster_of_line")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/astreintes/tableaux/{self.uuid}/"

    @property
    def last_day(self) -> date:
        """The last day planned."""
        last: date = self.days.upper - timedelta(days=1)
        return last

    @property
    def is_working(self) -> bool:
        """Nothing of it binds anybody yet."""
        return self.state in self.WORKING

    @property
    def is_public(self) -> bool:
        """People are on call by it."""
        return self.state in self.PUBLIC


class RosterVersion(models.Model):
    """What was published: one line per shift, in order, and its SHA-256. Never changed.

    `diff` says what it changes from the version before: slots and people.
    """

    roster = models.ForeignKey(
        Roster, models.PROTECT, related_name="versions", verbose_name="tableau"
    )
    number = models.PositiveSmallIntegerField("numéro")
    content = models.JSONField("contenu")
    content_hash = models.CharField("empreinte", max_length=64)
    diff = models.JSONField("différences", default=dict, blank=True)
    motive = models.CharField("motif", max_length=300, blank=True)
    author = signed_for_good("auteur")
    created_at = models.DateTimeField("publiée le", auto_now_add=True)

    class Meta:
        verbose_name = "version d’un tableau"
        verbose_name_plural = "versions d’un tableau"
        ordering = ["roster", "number"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "number"], name="version_once_per_roster")
        ]
        triggers = [
            pgtrigger.Protect(
                name="version_immutable", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"version {self.number}, {self.content_hash[:8]}"


class Transmission(models.Model):
    """One version sent to one recipient of the circuit."""

    class Channel(models.TextChoices):
        EMAIL = "email", "courriel"
        PAPER = "paper", "papier"
        PORTAL = "portal", "portail"
        FILE = "file", "dépôt de fichier"

    version = models.ForeignKey(
        RosterVersion, models.PROTECT, related_name="transmissions", verbose_name="version"
    )
    recipient = models.ForeignKey(
        Recipient, models.PROTECT, related_name="transmissions", verbose_name="destinataire"
    )
    channel = models.CharField("canal", max_length=8, choices=Channel.choices)
    link_key = models.UUIDField("clé du lien", default=uuid4, unique=True, editable=False)
    sent_at = models.DateTimeField("envoyée le")
    sent_by = signed("envoyée par")

    class Meta:
        verbose_name = "envoi d’un tableau"
        verbose_name_plural = "envois d’un tableau"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "recipient"], name="transmission_once_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} à {self.recipient}"


class Receipt(models.Model):
    """What the recipient answered: received, or refused and why. Each answer is kept."""

    transmission = models.ForeignKey(
        Transmission, models.PROTECT, related_name="receipts", verbose_name="envoi"
    )
    at = models.DateTimeField("le")
    is_refused = models.BooleanField("refusé", default=False)
    reason = models.CharField("motif du refus", max_length=300, blank=True)
    noted_by = signed("noté par")

    class Meta:
        verbose_name = "accusé de réception"
        verbose_name_plural = "accusés de réception"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_refused=False) | ~Q(reason=""),
                name="receipt_refused_why",
                violation_error_message="Un refus s’accompagne de son motif.",
            )
        ]

    def __str__(self) -> str:
        return "refusé" if self.is_refused else "reçu"
