"""What really happened: the recorded truth of who was on call, trips, confirmations."""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from coordination.oncall.models.line import Line, LineRole
from coordination.oncall.models.people import Person
from coordination.oncall.models.roster import Roster
from coordination.oncall.models.sector import Sector
from coordination.oncall.models.shift import Shift

# The only change ever made to a line of the record: its end, once.
ONLY_CLOSES = """
    IF upper_inf(OLD.period) AND NOT upper_inf(NEW.period)
       AND lower(OLD.period) = lower(NEW.period)
       AND to_jsonb(OLD) - 'period' = to_jsonb(NEW) - 'period' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'oncall_dutyrecord is append-only';
"""


class DutyClock(models.Model):
    """Between which instants the duties of a line are recorded: there, nothing is computed again.

    Before `recorded_since` the portal did not look: only what was planned is known.
    """

    line = models.OneToOneField(
        Line, models.CASCADE, primary_key=True, related_name="clock", verbose_name="ligne"
    )
    recorded_since = models.DateTimeField("enregistré depuis", db_default=Now())
    recorded_until = models.DateTimeField("enregistré jusqu’à")

    class Meta:
        verbose_name = "horloge d’une ligne"
        verbose_name_plural = "horloges des lignes"
        constraints = [
            models.CheckConstraint(
                condition=Q(recorded_since__lte=F("recorded_until")),
                name="clock_goes_forward",
                violation_error_message="L’enregistrement ne peut pas finir avant de commencer.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.line_id} jusqu’à {self.recorded_until:%d/%m/%Y %H:%M}"


class DutyRecord(models.Model):
    """`person` was on call from the start of `period`; open-ended while they still are.

    Append-only: a row is added, then closed once, by triggers. Money and liability rest on it.
    """

    class Source(models.TextChoices):
        SHIFT = "shift", "tableau"
        OVERRIDE = "override", "dérogation"
        ROTATION = "rotation", "roulement"

    line = models.ForeignKey(Line, models.PROTECT, related_name="records", verbose_name="ligne")
    sector = models.ForeignKey(
        Sector, models.PROTECT, related_name="records", verbose_name="secteur"
    )
    role = models.ForeignKey(LineRole, models.PROTECT, related_name="records", verbose_name="rôle")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="records", verbose_name="personne"
    )
    period = DateTimeRangeField("période")
    source = models.CharField("d’après", max_length=10, choices=Source.choices)
    shift = models.ForeignKey(
        Shift,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        verbose_name="tour",
    )
    recorded_at = models.DateTimeField("enregistré le", auto_now_add=True)

    class Meta:
        verbose_name = "présence enregistrée"
        verbose_name_plural = "journal de présence"
        constraints = [
            ExclusionConstraint(
                name="record_one_open_per_person",
                expressions=[
                    ("sector", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Cette présence est déjà enregistrée.",
            )
        ]
        indexes = [
            GistIndex("sector", "period", name="record_at"),
            models.Index(fields=["line"], condition=Q(period__upper_inf=True), name="record_open"),
        ]
        triggers = [
            pgtrigger.Protect(name="record_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="record_only_closes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=ONLY_CLOSES,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} sur {self.sector_id}"


class Intervention(models.Model):
    """A call answered during a duty, and its trip: feeds rest and pay. Nothing on the patient."""

    class Kind(models.TextChoices):
        PHONE = "phone", "conseil téléphonique"
        VISIT = "visit", "déplacement"
        PLANNED_VISIT = "planned_visit", "visite prévue"

    shift = models.ForeignKey(
        Shift, models.PROTECT, related_name="interventions", verbose_name="tour"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="interventions", verbose_name="personne"
    )
    kind = models.CharField("nature", max_length=14, choices=Kind.choices)
    called_at = models.DateTimeField("appel à")
    trip_started_at = models.DateTimeField("départ à", null=True, blank=True)
    ended_at = models.DateTimeField("fin (retour compris) à")
    distance_km = models.DecimalField(
        "distance (km)",
        max_digits=6,
        decimal_places=1,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="notée par",
    )
    created_at = models.DateTimeField("notée le", auto_now_add=True)

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
            )
        ]
        indexes = [models.Index(fields=["person", "-ended_at"], name="intervention_of_person")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} à {self.called_at:%H:%M}"


class DutyCheck(models.Model):
    """What was served of a shift: said by the person, then certified by the coordinator."""

    shift = models.OneToOneField(Shift, models.PROTECT, related_name="served", verbose_name="tour")
    served = DateTimeRangeField("période faite", null=True, blank=True)
    is_absent = models.BooleanField("non fait", default=False)
    discrepancy = models.CharField("écart constaté", max_length=300, blank=True)
    confirmed_at = models.DateTimeField("confirmé par la personne le", null=True, blank=True)
    certified_at = models.DateTimeField("certifié le", null=True, blank=True)
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="certifié par",
    )

    class Meta:
        verbose_name = "tour constaté"
        verbose_name_plural = "tours constatés"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_absent=True) | Q(served__isnull=False),
                name="check_served_or_absent",
                violation_error_message="Indiquez la période faite, ou « non fait ».",
            )
        ]

    def __str__(self) -> str:
        return f"constat du {self.shift}"


class Certificate(models.Model):
    """The signed list of who served a roster; a correction is a new one, dated."""

    roster = models.ForeignKey(
        Roster, models.PROTECT, related_name="certificates", verbose_name="tableau"
    )
    number = models.PositiveSmallIntegerField("numéro")
    content = models.JSONField("contenu")
    content_hash = models.CharField("empreinte", max_length=64)
    motive = models.CharField("motif", max_length=300, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
        verbose_name="signé par",
    )
    signed_at = models.DateTimeField("signé le", auto_now_add=True)

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
