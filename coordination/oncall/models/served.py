"""What was served: trips noted during a duty, confirmations, certificates, sending to payment."""

from decimal import Decimal
from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce

from coordination.oncall.models.author import signed, signed_for_good
from coordination.oncall.models.duty import DutyRecord
from coordination.oncall.models.line import Line, LineRole, Recipient
from coordination.oncall.models.people import Person
from coordination.oncall.models.roster import Roster, Transmission
from coordination.oncall.models.slot import Slot

if TYPE_CHECKING:
    from portal.accounts.models import User

# From the departure, or from the call when nobody moved, to the end: the time at work.
WORK = Func(
    Coalesce("trip_started_at", "called_at"),
    "ended_at",
    function="tstzrange",
    output_field=DateTimeRangeField(),
)


class InterventionQuerySet(models.QuerySet["Intervention"]):
    def visible_to(self, user: "User") -> Self:
        """One's own, and those of the lines one coordinates."""
        if not user.is_authenticated:
            return self.none()
        managed = Q(record__line__in=Line.objects.managed_by(user))
        return self.filter(managed | Q(person__user=user))

    def live(self) -> Self:
        """Not taken back."""
        return self.filter(removed_at__isnull=True)


class Intervention(models.Model):
    """A call answered during a recorded duty, and its trip: feeds rest and pay.

    Nothing on the patient: a motive of the list, never a text. A mistake is taken back, and kept.
    """

    class Kind(models.TextChoices):
        PHONE = "phone", "conseil téléphonique"
        VISIT = "visit", "déplacement"
        PLANNED_VISIT = "planned_visit", "visite prévue"

    class Motive(models.TextChoices):
        ADVICE = "advice", "évaluation, avis"
        CARE = "care", "soin"
        PRESCRIPTION = "prescription", "traitement, prescription"
        PALLIATIVE = "palliative", "accompagnement de fin de vie"
        TRANSFER = "transfer", "transfert, hospitalisation"
        ORGANISATION = "organisation", "organisation"
        OTHER = "other", "autre"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    record = models.ForeignKey(
        DutyRecord, models.PROTECT, related_name="interventions", verbose_name="présence"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="interventions", verbose_name="personne"
    )
    kind = models.CharField("nature", max_length=14, choices=Kind.choices)
    motive = models.CharField("motif", max_length=14, choices=Motive.choices, blank=True)
    called_at = models.DateTimeField("appel à")
    trip_started_at = models.DateTimeField("départ à", null=True, blank=True)
    ended_at = models.DateTimeField("fin (retour compris) à")
    distance_km = models.DecimalField(
        "distance (km)",
        max_digits=5,
        decimal_places=1,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(2000))],
    )
    noted_by = signed("notée par")
    created_at = models.DateTimeField("notée le", auto_now_add=True)
    removed_at = models.DateTimeField("retirée le", null=True, blank=True)
    contested_at = models.DateTimeField("contestée le", null=True, blank=True)
    contest_reason = models.CharField("ce que dit la personne", max_length=300, blank=True)

    objects = InterventionQuerySet.as_manager()

    class Meta:
        verbose_name = "intervention"
        verbose_name_plural = "interventions"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__gt=F("called_at"))
                & (
                    Q(trip_started_at__isnull=True)
                    | Q(trip_started_at__gte=F("called_at"), trip_started_at__lt=F("ended_at"))
                ),
                name="intervention_in_order",
                violation_error_message="Appel, départ et fin doivent se suivre.",
            ),
            models.CheckConstraint(
                condition=Q(distance_km__range=(0, 2000)),
                name="intervention_distance_sensible",
                violation_error_message="La distance va de 0 à 2 000 km.",
            ),
            ExclusionConstraint(
                name="intervention_one_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (WORK, RangeOperators.OVERLAPS),
                ],
                condition=Q(removed_at__isnull=True),
                violation_error_message="Une autre intervention est déjà notée à ce moment.",
            ),
        ]
        indexes = [models.Index(fields=["person", "-ended_at"], name="intervention_of_person")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} à {self.called_at:%H:%M}"

    @property
    def is_for_them(self) -> bool:
        """Whether somebody else noted it in the person's name."""
        return self.noted_by_id is not None and self.noted_by_id != self.person.user_id


@pghistory.track()
class DutyCheck(models.Model):
    """What was served of a slot by a person: one word of theirs, one of the coordination.

    The coordination's prevails; without any, the record speaks. `served` is said for a part.
    """

    class Side(models.TextChoices):
        PERSON = "person", "la personne"
        COORDINATION = "coordination", "la coordination"

    class Answer(models.TextChoices):
        WHOLE = "whole", "faite en entier"
        PART = "part", "faite en partie"
        NONE = "none", "pas faite"

    class Motive(models.TextChoices):
        REPLACED = "replaced", "quelqu’un m’a remplacé au dernier moment"
        SICK = "sick", "empêchement de santé"
        LATE = "late", "relève prise plus tard ou rendue plus tôt"
        EXTRA = "extra", "tour fait sans être inscrit"
        MISTAKE = "mistake", "erreur du tableau"
        OTHER = "other", "autre motif"

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="checks", verbose_name="créneau")
    role = models.ForeignKey(LineRole, models.PROTECT, related_name="+", verbose_name="rôle")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="checks", verbose_name="personne"
    )
    side = models.CharField("dit par", max_length=12, choices=Side.choices)
    answer = models.CharField("réponse", max_length=5, choices=Answer.choices)
    served = DateTimeRangeField("période faite", null=True, blank=True)
    motive = models.CharField("motif", max_length=8, choices=Motive.choices, blank=True)
    note = models.CharField("précision", max_length=200, blank=True)
    said_by = signed("saisi par")
    said_at = models.DateTimeField("dit le", auto_now=True)

    class Meta:
        verbose_name = "tour constaté"
        verbose_name_plural = "tours constatés"
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "role", "person", "side"], name="check_once_per_side"
            ),
            models.CheckConstraint(
                condition=Q(answer="part", served__isnull=False, served__isempty=False)
                | (~Q(answer="part") & Q(served__isnull=True)),
                name="check_part_says_when",
                violation_error_message="Une partie se dit avec ses heures, et elle seule.",
            ),
            models.CheckConstraint(
                condition=Q(answer="whole") | ~Q(motive=""),
                name="check_difference_says_why",
                violation_error_message="Un tour qui n’est pas fait en entier a un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_answer_display()} ({self.get_side_display()})"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the lines one coordinates."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(roster__line__in=Line.objects.managed_by(user))


class Certificate(models.Model):
    """The signed list of who served a roster; a correction is a new one, dated."""

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    roster = models.ForeignKey(
        Roster, models.PROTECT, related_name="certificates", verbose_name="tableau"
    )
    number = models.PositiveSmallIntegerField("numéro")
    content = models.JSONField("contenu")
    content_hash = models.CharField("empreinte", max_length=64)
    motive = models.CharField("motif", max_length=300, blank=True)
    signed_by = signed_for_good("signé par")
    signed_at = models.DateTimeField("signé le", auto_now_add=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = "certificat de service fait"
        verbose_name_plural = "certificats de service fait"
        constraints = [
            models.UniqueConstraint(fields=["roster", "number"], name="certificate_once_per_roster")
        ]
        triggers = [
            pgtrigger.Protect(
                name="certificate_immutable", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"certificat {self.number}"

    def get_absolute_url(self) -> str:
        return f"/astreintes/certificats/{self.uuid}/"


class CertificateSending(models.Model):
    """A certificate sent to one who pays."""

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="sendings", verbose_name="certificat"
    )
    recipient = models.ForeignKey(
        Recipient, models.PROTECT, related_name="+", verbose_name="destinataire"
    )
    channel = models.CharField("canal", max_length=8, choices=Transmission.Channel.choices)
    sent_by = signed("envoyé par")
    sent_at = models.DateTimeField("envoyé le", auto_now_add=True)

    class Meta:
        verbose_name = "envoi au paiement"
        verbose_name_plural = "envois au paiement"
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "recipient"], name="sending_once_per_certificate"
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate} à {self.recipient}"
