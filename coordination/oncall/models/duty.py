"""What really happened: the recorded truth of who was on call."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from coordination.oncall.models.line import Line, LineRole
from coordination.oncall.models.people import Person
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
