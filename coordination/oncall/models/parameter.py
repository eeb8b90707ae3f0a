"""Legal figures: dated rows with their source, never constants in the code."""

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from coordination.oncall.models.choices import Regime
from coordination.oncall.models.line import Line
from portal.territories.models import Territory

if TYPE_CHECKING:
    from datetime import date


class RuleParameterQuerySet(models.QuerySet["RuleParameter"]):
    def in_force(self, day: "date") -> Self:
        """Those that apply on `day`."""
        return self.filter(validity__contains=day)


class RuleParameter(models.Model):
    """One figure of a rule, for a regime, a kind of line or a territory, between two dates.

    An empty regime, kind or territory means every one; the most precise row wins. `unverified`
    rows come from the field and await a jurist.
    """

    class Unit(models.TextChoices):
        HOURS = "hours", "heures"
        DAYS = "days", "jours"
        MONTHS = "months", "mois"
        COUNT = "count", "nombre"
        KILOMETRES = "kilometres", "kilomètres"

    class Status(models.TextChoices):
        VERIFIED = "verified", "vérifié"
        UNVERIFIED = "unverified", "à vérifier"

    class Severity(models.TextChoices):
        BLOCK = "block", "interdit"
        FORCE = "force", "possible avec un motif"
        WARN = "warn", "signalé"

    code = models.CharField("code", max_length=60)
    label = models.CharField("règle", max_length=160)
    regime = models.CharField("régime", max_length=16, choices=Regime.choices, blank=True)
    line_kind = models.CharField(
        "type de ligne", max_length=16, choices=Line.Kind.choices, blank=True
    )
    territory = models.ForeignKey(
        Territory, models.CASCADE, null=True, blank=True, verbose_name="territoire"
    )
    value = models.DecimalField("valeur", max_digits=8, decimal_places=2)
    unit = models.CharField("unité", max_length=10, choices=Unit.choices)
    severity = models.CharField(
        "conséquence", max_length=6, choices=Severity.choices, default=Severity.WARN
    )
    validity = DateRangeField("validité")
    legal_ref = models.CharField("référence", max_length=200)
    status = models.CharField(
        "vérification", max_length=10, choices=Status.choices, default=Status.UNVERIFIED
    )

    objects = RuleParameterQuerySet.as_manager()

    class Meta:
        verbose_name = "paramètre de règle"
        verbose_name_plural = "paramètres de règle"
        ordering = ["code", "regime", "line_kind"]
        constraints = [
            ExclusionConstraint(
                name="parameter_one_at_a_time",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    ("regime", RangeOperators.EQUAL),
                    ("line_kind", RangeOperators.EQUAL),
                    (Coalesce("territory", 0), RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Cette règle a déjà une valeur à ces dates.",
            ),
            models.CheckConstraint(
                condition=Q(validity__isempty=False) & Q(validity__lower_inf=False),
                name="parameter_validity_begins",
                violation_error_message="La validité doit avoir un début, avant sa fin.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} = {self.value}"
