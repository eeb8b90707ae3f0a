"""The line: one kind of answer owed to a territory, its roles, its calendar, its points."""

from datetime import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from coordination.oncall.models.author import signed
from coordination.oncall.models.choices import Regime, SlotClass
from directory.models import Profession, Structure
from portal.accounts.models import Role
from portal.territories.models import Territory

if TYPE_CHECKING:
    from portal.accounts.models import User

# Who draws up rosters, on the lines of their territory and below.
COORDINATORS = (Role.COORDINATOR, Role.ARS, Role.ADMINISTRATOR)


def first_notices() -> list[int]:
    """J-45, J-15, J-3 and H-12, in hours."""
    return [1080, 360, 72, 12]


class LineQuerySet(models.QuerySet["Line"]):
    def visible_to(self, user: "User") -> Self:
        """The lines that serve one's territories or structures, and those one belongs to."""
        if not user.is_authenticated:
            return self.none()
        grants = user.grants_in_force
        held = [grant.territory_id for grant in grants if grant.territory_id]
        structures = [grant.structure_id for grant in grants if grant.structure_id]
        communes = Structure.objects.filter(pk__in=structures).values("commune")
        serving = (
            Q(territory__in=Territory.objects.within(held))
            | Q(territory__in=Territory.objects.containing(held))
            | Q(territory__in=Territory.objects.containing(communes))
        )
        own = Q(structure__in=structures)
        return self.filter(serving | own | Q(pk__in=lines_of_member(user)))

    def managed_by(self, user: "User") -> Self:
        """The lines whose rosters `user` draws up or oversees: those of the territories they
        coordinate, and those of a structure that they manage."""
        if not user.is_authenticated:
            return self.none()
        held = [
            grant.territory_id
            for grant in user.grants_in_force
            if grant.role in COORDINATORS and grant.territory_id
        ]
        coordinated = Q(territory__in=Territory.objects.within(held))
        return self.filter(coordinated | Q(structure__in=_managed_structures(user)))

    def open(self) -> Self:
        """Not closed."""
        return self.filter(closed_on__isnull=True)


def _managed_structures(user: "User") -> list[int]:
    grants = user.grants_in_force
    return [one.structure_id for one in grants if one.role == Role.MANAGER and one.structure_id]


def lines_of_member(user: "User") -> "models.QuerySet[Any]":
    """Ids of the lines on which `user` is listed."""
    return Line.objects.filter(members__person__user=user.pk).values("pk")


@pghistory.track()
class Line(models.Model):
    """One on-call line over a territory: PDSA doctors, night nurses shared by EHPAD…

    `phone` is the number of the line itself, if it has one: it is said to whoever may ask.
    `is_exclusive`: a duty here forbids another exclusive duty at the same time. `structure`: its
    managers draw up the rosters too; only the lines of its crisis cells have one.
    """

    class Kind(models.TextChoices):
        PDSA_REGULATION = "pdsa_regulation", "régulation médicale (PDSA)"
        PDSA = "pdsa", "médecins de garde (PDSA)"
        NIGHT_NURSE = "night_nurse", "infirmière de nuit partagée"
        HOME_HOSPITAL = "home_hospital", "hospitalisation à domicile"
        PALLIATIVE = "palliative", "avis en soins palliatifs"
        GERIATRIC = "geriatric", "avis gériatrique"
        PHARMACY = "pharmacy", "pharmacies de garde"
        AMBULANCE = "ambulance", "ambulances de garde"
        DENTAL = "dental", "dentistes de garde"
        PHYSIOTHERAPY = "physiotherapy", "kinésithérapie"
        CRISIS_CELL = "crisis_cell", "cellule de crise"
        ADMINISTRATIVE = "administrative", "astreinte administrative"
        OTHER = "other", "autre ligne"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    slug = models.SlugField("nom dans l’adresse", max_length=60, unique=True)
    name = models.CharField("nom", max_length=120)
    kind = models.CharField("type", max_length=16, choices=Kind.choices)
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="oncall_lines", verbose_name="territoire"
    )
    structure = models.ForeignKey(
        Structure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="oncall_lines",
        verbose_name="structure qui dresse le tableau",
    )
    zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    phone = models.CharField("numéro de la ligne", max_length=16, blank=True)
    instructions = models.CharField("consigne à l’appelant", max_length=300, blank=True)
    regimes = ArrayField(
        models.CharField(max_length=16, choices=Regime.choices),
        verbose_name="régimes admis",
        default=list,
        blank=True,
    )
    bridges = models.BooleanField("les ponts comptent comme des jours fériés", default=True)
    bridge_saturdays = models.BooleanField(
        "le samedi qui suit un jeudi férié est un pont", default=True
    )
    handover_at = models.TimeField("heure de relève", default=time(8))
    is_exclusive = models.BooleanField(
        "personne ne tient une autre ligne en même temps", default=True
    )
    gap_notice_hours = ArrayField(
        models.PositiveIntegerField(),
        verbose_name="alertes de trou (heures avant)",
        default=first_notices,
    )
    approves_swaps = models.BooleanField(
        "les échanges attendent l’accord de la coordination", default=False
    )
    keeps_years = models.PositiveSmallIntegerField("conservation (années)", default=5)
    closed_on = models.DateField("fermée le", null=True, blank=True)
    created_by = signed("créée par")
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne d’astreinte"
        verbose_name_plural = "lignes d’astreinte"
        constraints = [
            models.CheckConstraint(
                condition=Q(structure__isnull=True) | Q(kind="crisis_cell"),
                name="line_of_structure_is_of_a_cell",
                violation_error_message="Seule la ligne d’une cellule de crise a une structure.",
            )
        ]
        indexes = [models.Index(fields=["territory", "kind"], name="line_by_territory")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/astreintes/lignes/{self.slug}/"


class Qualification(models.Model):
    """Something that a line may require of who serves: a diploma, a training, an agreement."""

    code = models.SlugField("code", max_length=40, unique=True)
    label = models.CharField("libellé", max_length=120)

    class Meta:
        verbose_name = "qualification"
        verbose_name_plural = "qualifications"
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


class LineRole(models.Model):
    """A place to hold on a line: régulateur, effecteur fixe, effecteur mobile, infirmière…

    Whoever holds it has all of `qualifications`, and one of `professions` when some are named.
    """

    line = models.ForeignKey(Line, models.CASCADE, related_name="roles", verbose_name="ligne")
    code = models.SlugField("code", max_length=40)
    label = models.CharField("libellé", max_length=80)
    professions = models.ManyToManyField(
        Profession, blank=True, related_name="+", verbose_name="professions admises"
    )
    qualifications = models.ManyToManyField(
        Qualification, blank=True, related_name="+", verbose_name="qualifications exigées"
    )
    rank = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "rôle d’une ligne"
        verbose_name_plural = "rôles d’une ligne"
        ordering = ["rank", "pk"]
        constraints = [models.UniqueConstraint(fields=["line", "code"], name="role_once_per_line")]

    def __str__(self) -> str:
        return self.label


class PointWeight(models.Model):
    """How many points a slot of that class is worth on that line, between two dates."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="weights", verbose_name="ligne")
    slot_class = models.CharField("type de créneau", max_length=12, choices=SlotClass.choices)
    points = models.DecimalField(
        "points", max_digits=5, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    validity = DateRangeField("validité")

    class Meta:
        verbose_name = "barème de points"
        verbose_name_plural = "barèmes de points"
        constraints = [
            ExclusionConstraint(
                name="weight_one_at_a_time",
                expressions=[
                    ("line", RangeOperators.EQUAL),
                    ("slot_class", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Ce type de créneau a déjà un barème à ces dates.",
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0),
                name="weight_not_negative",
                violation_error_message="Les points ne peuvent pas être négatifs.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_slot_class_display()} : {self.points}"


class Recipient(models.Model):
    """Whom the roster of a line is sent to, and at which step of the circuit."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "conseil de l’Ordre"
        AGENCY = "agency", "ARS"
        PREFECT = "prefect", "préfecture"
        REGULATION = "regulation", "SAMU – Centre 15"
        INSURANCE = "insurance", "assurance maladie"
        ASSOCIATION = "association", "association"
        STRUCTURE = "structure", "structure de soins"
        OTHER = "other", "autre destinataire"

    class Stage(models.TextChoices):
        TRANSMISSION = "transmission", "transmission (J-45)"
        DISTRIBUTION = "distribution", "diffusion (J-10)"
        PAYMENT = "payment", "mise en paiement"

    line = models.ForeignKey(Line, models.CASCADE, related_name="recipients", verbose_name="ligne")
    kind = models.CharField("nature", max_length=12, choices=Kind.choices)
    stage = models.CharField("étape", max_length=12, choices=Stage.choices)
    name = models.CharField("nom", max_length=150)
    email = models.EmailField("adresse électronique", blank=True)
    is_active = models.BooleanField("destinataire actuel", default=True)

    class Meta:
        verbose_name = "destinataire"
        verbose_name_plural = "destinataires"
        constraints = [
            models.UniqueConstraint(
                fields=["line", "stage", "name"], name="recipient_once_per_stage"
            )
        ]

    def __str__(self) -> str:
        return self.name
