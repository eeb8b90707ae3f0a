"""Groups of structures: GHT, CPTS, health houses, cooperation bodies; and crisis plans."""

from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from directory.models.history import kept_history, known_since
from directory.models.identity import DatedQuerySet, days
from directory.models.structure import Structure, changed_at
from portal.territories.models import Territory


class Network(models.Model):
    """A named group, with its code in its source; a CPTS also has its territory."""

    class Kind(models.TextChoices):
        GHT = "ght", "GHT"
        CPTS = "cpts", "CPTS"
        MSP = "msp", "maison de santé"
        COOPERATION = "cooperation", "groupement de coopération"
        OTHER = "other", "réseau"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    kind = models.CharField("nature", max_length=11, choices=Kind.choices)
    code = models.CharField("code dans la source", max_length=40, blank=True)
    name = models.CharField("nom", max_length=200)
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="territoire",
    )  # fmt: skip
    source = models.CharField("source", max_length=30, blank=True)
    source_on = models.DateField("à jour au", null=True, blank=True)
    closed_on = models.DateField("dissous le", null=True, blank=True)
    changed_at = changed_at()

    class Meta:
        verbose_name = "réseau de structures"
        verbose_name_plural = "réseaux de structures"
        indexes = [models.Index(fields=["changed_at", "id"], name="network_changed")]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "code"],
                condition=~Q(code=""),
                name="network_once_per_source",
                violation_error_message="Ce réseau est déjà connu de cette source.",
            ),
            models.UniqueConstraint(
                fields=["kind", "name"],
                condition=Q(code="", closed_on=None),
                name="network_once_by_name",
                violation_error_message="Un réseau porte déjà ce nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@kept_history
class Membership(models.Model):
    """`structure` belongs to `network` from day to day."""

    class Part(models.TextChoices):
        SUPPORT = "support", "établissement support"
        MEMBER = "member", "membre"

    network = models.ForeignKey(
        Network, models.CASCADE, related_name="memberships", verbose_name="réseau"
    )
    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="memberships", verbose_name="structure"
    )
    part = models.CharField("rôle", max_length=7, choices=Part.choices, default=Part.MEMBER)
    starts_on = models.DateField("depuis le", null=True, blank=True)
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    source = models.CharField("source", max_length=30, blank=True)
    as_of = models.DateField("à jour au", null=True, blank=True)
    confirmed_by = models.CharField("confirmé par", max_length=160, blank=True, db_default="")
    known_since = known_since()
    changed_at = changed_at()

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "appartenance à un réseau"
        verbose_name_plural = "appartenances à un réseau"
        indexes = [models.Index(fields=["changed_at", "id"], name="membership_changed")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_start",
                violation_error_message="L’appartenance doit finir après avoir commencé.",
            ),
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("network", RangeOperators.EQUAL),
                    ("structure", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Cette structure appartient déjà au réseau à ces dates.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.structure_id} ∈ {self.network_id}"


@kept_history
class ResponsePlan(models.Model):
    """The plan of a structure for exceptional situations: when it was written, and tried."""

    class Kind(models.TextChoices):
        WHITE = "white", "plan blanc"  # CSP, article L. 3131-7
        BLUE = "blue", "plan bleu"  # CASF, article D. 312-160

    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="plans", verbose_name="structure"
    )
    kind = models.CharField("nature", max_length=5, choices=Kind.choices)
    updated_on = models.DateField("à jour au", null=True, blank=True)
    exercised_on = models.DateField("dernier exercice le", null=True, blank=True)
    source = models.CharField("source", max_length=30, blank=True, db_default="")
    as_of = models.DateField("à jour au", null=True, blank=True)
    confirmed_by = models.CharField("confirmé par", max_length=160, blank=True, db_default="")
    known_since = known_since()

    class Meta:
        verbose_name = "plan de réponse"
        verbose_name_plural = "plans de réponse"
        constraints = [
            models.UniqueConstraint(fields=["structure", "kind"], name="plan_once_per_kind"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
