"""What structures declare: indicators, readings added and never changed, the figure of today."""

from decimal import Decimal
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from coordination.crisis.models.cell import Cell
from coordination.crisis.models.crisis import Crisis
from coordination.crisis.models.kept import append_only
from directory.models import Structure
from portal.accounts.models import User
from portal.territories.models import Territory

# What was critical is seen between before it is good again (rule 14).
NO_JUMP = """
    IF OLD.state = 'critical' AND NEW.state = 'good' THEN
        RAISE EXCEPTION 'critical never turns good without a reading between';
    END IF;
    IF OLD.structure_id <> NEW.structure_id OR OLD.indicator_id <> NEW.indicator_id
       OR OLD.exercise_id IS DISTINCT FROM NEW.exercise_id THEN
        RAISE EXCEPTION 'a figure stays that of its structure and indicator';
    END IF;
    RETURN NEW;
"""


class State(models.TextChoices):
    """What a value says, by the thresholds of that day. Silence is none of these."""

    GOOD = "good", "normal"
    WATCH = "watch", "tendu"
    CRITICAL = "critical", "critique"
    # An indicator without a threshold: known, neither good nor bad.
    KNOWN = "known", "connu"


class Indicator(models.Model):
    """One thing that is counted, the same everywhere: unit, thresholds, how long it stays fresh."""

    class Better(models.TextChoices):
        HIGHER = "higher", "plus haut"
        LOWER = "lower", "plus bas"

    class Aggregation(models.TextChoices):
        SUM = "sum", "somme"
        WORST = "worst", "le pire"
        NONE = "none", "aucune"

    class Audience(models.TextChoices):
        ALL = "all", "toutes les structures"
        HOSPITAL = "hospital", "établissements de santé"
        RESIDENCE = "residence", "EHPAD et médico-social"

    slug = models.SlugField("code", unique=True)
    label = models.CharField("libellé", max_length=80)
    short = models.CharField("libellé court", max_length=30)
    unit = models.CharField("unité", max_length=20, blank=True)
    audience = models.CharField("déclaré par", max_length=10, choices=Audience.choices)
    better = models.CharField("ce qui est mieux", max_length=6, choices=Better.choices)
    # On this value and beyond, on the bad side.
    watch_at = models.DecimalField(
        "tendu à partir de", max_digits=9, decimal_places=1, null=True, blank=True
    )
    critical_at = models.DecimalField(
        "critique à partir de", max_digits=9, decimal_places=1, null=True, blank=True
    )
    most = models.DecimalField("au plus", max_digits=9, decimal_places=1)
    # A scale is chosen among three words; the rest is a number.
    is_scale = models.BooleanField("échelle à trois degrés", default=False)
    fresh_hours = models.PositiveSmallIntegerField("valable (heures)", default=24)
    aggregation = models.CharField("cumul", max_length=5, choices=Aggregation.choices)
    rank = models.PositiveSmallIntegerField("ordre", default=0)
    is_active = models.BooleanField("en usage", default=True)

    class Meta:
        verbose_name = "indicateur"
        verbose_name_plural = "indicateurs"
        ordering: ClassVar[list[str]] = ["rank", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(watch_at__isnull=True, critical_at__isnull=True)
                | Q(better="higher", watch_at__gt=F("critical_at"))
                | Q(better="lower", watch_at__lt=F("critical_at")),
                name="indicator_thresholds_in_order",
                violation_error_message="Le seuil critique est au-delà du seuil de tension.",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def state_of(self, value: Decimal) -> State:
        """What `value` says. On a threshold is beyond it."""
        if self.watch_at is None or self.critical_at is None:
            return State.KNOWN
        sign = -1 if self.better == self.Better.HIGHER else 1
        if sign * value >= sign * self.critical_at:
            return State.CRITICAL
        return State.WATCH if sign * value >= sign * self.watch_at else State.GOOD


@pghistory.track()
class Threshold(models.Model):
    """What a territory says of an indicator instead of the nationwide limits, for all inside.

    The nearest territory prevails; a reading keeps the state that it had when it was told.
    """

    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="+", verbose_name="territoire"
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="thresholds", verbose_name="indicateur"
    )
    watch_at = models.DecimalField(
        "tendu à partir de", max_digits=9, decimal_places=1, null=True, blank=True
    )
    critical_at = models.DecimalField(
        "critique à partir de", max_digits=9, decimal_places=1, null=True, blank=True
    )
    fresh_hours = models.PositiveSmallIntegerField("valable (heures)")
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="fixé par")
    set_at = models.DateTimeField("fixé le")

    class Meta:
        verbose_name = "seuil d’un territoire"
        verbose_name_plural = "seuils des territoires"
        constraints = [
            models.UniqueConstraint(fields=["territory", "indicator"], name="threshold_once"),
            models.CheckConstraint(
                condition=Q(watch_at__isnull=True, critical_at__isnull=True)
                | Q(watch_at__isnull=False, critical_at__isnull=False),
                name="threshold_both_or_none",
                violation_error_message="Donnez les deux seuils, ou aucun.",
            ),
            models.CheckConstraint(
                condition=Q(fresh_hours__gt=0),
                name="threshold_fresh_for_a_while",
                violation_error_message="Un chiffre vaut au moins une heure.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.territory}"


class Reading(models.Model):
    """One value that one structure gave, when, by which way. Append-only.

    `exercise`: the exercise that it belongs to; real readings have none and never mix with it.
    """

    class Source(models.TextChoices):
        FORM = "form", "déclaré en ligne"
        PHONE = "phone", "par téléphone"
        LINK = "link", "par lien"
        FILE = "file", "fichier"
        ROR = "ror", "ROR"

    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="readings", verbose_name="structure"
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="readings", verbose_name="indicateur"
    )
    exercise = models.ForeignKey(
        Crisis, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="exercice"
    )
    value = models.DecimalField("valeur", max_digits=9, decimal_places=1)
    state = models.CharField("état", max_length=8, choices=State.choices)
    as_of = models.DateTimeField("relevé le")
    recorded_at = models.DateTimeField("enregistré le")
    source = models.CharField("source", max_length=5, choices=Source.choices)
    author = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="saisi par"
    )
    cell = models.ForeignKey(
        Cell, models.PROTECT, null=True, blank=True, related_name="readings",
        verbose_name="saisi par la cellule",
    )  # fmt: skip

    class Meta:
        verbose_name = "relevé"
        verbose_name_plural = "relevés"
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="reading_not_negative",
                violation_error_message="Une valeur ne peut pas être négative.",
            )
        ]
        indexes = [
            models.Index(fields=["structure", "indicator", "-as_of"], name="reading_of_structure")
        ]
        triggers = append_only("reading")

    def __str__(self) -> str:
        return f"{self.indicator} : {self.value.normalize():f}"


class FigureQuerySet(models.QuerySet["Figure"]):
    def played_in(self, crisis: Crisis) -> Self:
        """Those of the exercise when `crisis` is one, else the real ones."""
        return self.filter(exercise=crisis) if crisis.is_exercise else self.filter(exercise=None)


class Figure(models.Model):
    """The last reading of a structure for an indicator: what the pages read. Once each."""

    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="figures", verbose_name="structure"
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="figures", verbose_name="indicateur"
    )
    exercise = models.ForeignKey(
        Crisis, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="exercice"
    )
    reading = models.ForeignKey(
        Reading, models.PROTECT, related_name="+", verbose_name="dernier relevé"
    )
    value = models.DecimalField("valeur", max_digits=9, decimal_places=1)
    state = models.CharField("état", max_length=8, choices=State.choices)
    as_of = models.DateTimeField("relevé le")
    source = models.CharField("source", max_length=5, choices=Reading.Source.choices)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = "chiffre"
        verbose_name_plural = "chiffres"
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "indicator", "exercise"],
                name="figure_once",
                nulls_distinct=False,
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="figure_never_jumps",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=NO_JUMP,
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} : {self.value.normalize():f}"
