"""By which numbers and names a structure is known, and to which it belongs."""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from directory.models.history import kept_history, known_since
from directory.models.structure import Structure
from portal.lib.identifiers import finess_ok, luhn_ok, siret_ok


def days(start: str = "starts_on", end: str = "ends_on") -> Func:
    """The days from `start` to `end`, both included; an unknown bound is open."""
    return Func(F(start), F(end), Value("[]"), function="daterange")


class DatedQuerySet(models.QuerySet[models.Model]):
    def current(self) -> Self:
        """Those that have not ended."""
        return self.filter(ends_on__isnull=True)


@kept_history
class Identifier(models.Model):
    """A number given to a structure by a system, from day to day.

    One structure at a time holds a number. A key that does not fit is a signal, never a
    rejection: altered numbers circulate, and La Poste follows its own rule.
    """

    class System(models.TextChoices):
        FINESS = "finess", "FINESS"
        SIRET = "siret", "SIRET"
        SIREN = "siren", "SIREN"
        SMSSE = "smsse", "identifiant interne FINESS+"
        RPPS_RANG = "rpps_rang", "RPPS-rang"
        INTERNAL = "internal", "identifiant du territoire"

    class Key(models.TextChoices):
        RIGHT = "right", "clé juste"
        WRONG = "wrong", "clé fausse"
        NONE = "none", "sans clé"

    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="identifiers", verbose_name="structure"
    )
    system = models.CharField("système", max_length=10, choices=System.choices)
    value = models.CharField("valeur", max_length=40)
    key = models.CharField("clé de contrôle", max_length=5, choices=Key.choices, default=Key.NONE)
    is_primary = models.BooleanField("principal", default=False)
    starts_on = models.DateField("depuis le", null=True, blank=True)
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    known_since = known_since()

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "identifiant"
        verbose_name_plural = "identifiants"
        constraints = [
            models.UniqueConstraint(
                fields=["system", "value"],
                condition=Q(ends_on__isnull=True),
                name="identifier_once_while_current",
                violation_error_message="Une autre structure porte aujourd’hui ce numéro.",
            ),
            models.UniqueConstraint(
                fields=["structure", "system"],
                condition=Q(ends_on__isnull=True, is_primary=True),
                name="identifier_one_primary",
                violation_error_message="Cette structure a déjà un identifiant principal.",
            ),
        ]
        indexes = [models.Index(fields=["value"], name="identifier_value")]

    def __str__(self) -> str:
        return f"{self.get_system_display()} {self.value}"


def key_of(system: str, value: str) -> str:
    """Whether the checksum of `value` fits; the database says the same (directory_key_of)."""
    key = Identifier.Key
    checks = {"finess": finess_ok, "siret": siret_ok, "siren": _siren_ok, "rpps": _rpps_ok}
    if system not in checks:
        return key.NONE
    return key.RIGHT if checks[system](value) else key.WRONG


def _siren_ok(number: str) -> bool:
    return len(number) == 9 and number.isdecimal() and luhn_ok(number)


def _rpps_ok(number: str) -> bool:
    return len(number) == 11 and number.isdecimal() and luhn_ok(number)


@kept_history
class Alias(models.Model):
    """Another name of a structure: the search finds it as well as the present one."""

    class Kind(models.TextChoices):
        FORMER = "former", "ancien nom"
        TRADE = "trade", "enseigne"
        ABBREVIATION = "abbreviation", "sigle"
        USUAL = "usual", "nom d’usage"

    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="aliases", verbose_name="structure"
    )
    kind = models.CharField("nature", max_length=12, choices=Kind.choices, default=Kind.USUAL)
    name = models.CharField("nom", max_length=200)
    until = models.DateField("porté jusqu’au", null=True, blank=True)
    source = models.CharField("source", max_length=30, blank=True)
    known_since = known_since()

    class Meta:
        verbose_name = "autre nom"
        verbose_name_plural = "autres noms"
        constraints = [
            models.UniqueConstraint(fields=["structure", "name"], name="alias_once"),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="alias_is_a_name",
                violation_error_message="Indiquez ce nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@kept_history
class Parentage(models.Model):
    """`child` belongs to `parent` from day to day: a site to its entity, a unit to its site."""

    child = models.ForeignKey(
        Structure, models.CASCADE, related_name="parentages", verbose_name="structure"
    )
    parent = models.ForeignKey(
        Structure, models.CASCADE, related_name="children", verbose_name="rattachée à"
    )
    starts_on = models.DateField("depuis le", null=True, blank=True)
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    source = models.CharField("source", max_length=30, blank=True)
    known_since = known_since()

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "rattachement"
        verbose_name_plural = "rattachements"
        constraints = [
            models.CheckConstraint(
                condition=~Q(child=F("parent")),
                name="parentage_of_two",
                violation_error_message="Une structure ne se rattache pas à elle-même.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="parentage_ends_after_start",
                violation_error_message="Le rattachement doit finir après avoir commencé.",
            ),
            ExclusionConstraint(
                name="parentage_one_at_a_time",
                expressions=[("child", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                violation_error_message="Cette structure a déjà un rattachement à ces dates.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} → {self.parent_id}"
