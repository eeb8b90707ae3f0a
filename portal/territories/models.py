"""Where things are: every territory is, in the end, a list of communes.

A region holds departments, a department holds communes; an EPCI, a canton or a CPTS is
another list of communes. Who contains whom is computed once, at import, in `Containment`;
a page then asks one indexed question and never climbs a tree.
"""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

if TYPE_CHECKING:
    from collections.abc import Iterable


class TerritoryQuerySet(models.QuerySet["Territory"]):
    def within(self, territories: "Iterable[int] | models.QuerySet[Any]") -> Self:
        """Those territories (ids or a queryset of ids) and everything that they contain."""
        inside = Containment.objects.filter(ancestor__in=territories)
        return self.filter(pk__in=inside.values("descendant"))

    def containing(self, territories: "Iterable[int] | models.QuerySet[Any]") -> Self:
        """Those territories (ids or a queryset of ids) and everything that contains them."""
        around = Containment.objects.filter(descendant__in=territories)
        return self.filter(pk__in=around.values("ancestor"))

    def communes(self) -> Self:
        """Communes, and arrondissements of Paris, Lyon and Marseille."""
        return self.filter(kind__in=[Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT])


class Territory(models.Model):
    """A named part of the country, known by its kind and its official code (COG for communes)."""

    class Kind(models.TextChoices):
        COUNTRY = "country", "pays"
        REGION = "region", "région"
        DEPARTMENT = "department", "département"
        EPCI = "epci", "intercommunalité"
        COMMUNE = "commune", "commune"
        ARRONDISSEMENT = "arrondissement", "arrondissement municipal"
        CPTS = "cpts", "CPTS"
        PERIMETER = "perimeter", "périmètre"

    kind = models.CharField("nature", max_length=16, choices=Kind.choices)
    code = models.CharField("code officiel", max_length=20)
    name = models.CharField("nom", max_length=150)
    search_key = models.CharField("nom normalisé", max_length=150, editable=False)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    population = models.PositiveIntegerField("population", null=True, blank=True)
    postal_codes = ArrayField(
        models.CharField(max_length=5), verbose_name="codes postaux", default=list, blank=True
    )
    timezone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    closed_on = models.DateField("supprimé le", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="remplacé par"
    )

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = "territoire"
        verbose_name_plural = "territoires"
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="territory_code_per_kind"),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True) | models.Q(latitude__range=(-90, 90)),
                name="territory_latitude_on_earth",
                violation_error_message="La latitude doit être comprise entre -90 et 90 degrés.",
            ),
        ]
        indexes = [
            GinIndex(OpClass("search_key", "gin_trgm_ops"), name="territory_search_trigram"),
            models.Index(fields=["search_key", "code"], name="territory_alphabetical"),
            GinIndex(fields=["postal_codes"], name="territory_postal_codes"),
        ]

    def __str__(self) -> str:
        return self.name


class Containment(models.Model):
    """`ancestor` holds `descendant`; each territory holds itself."""

    ancestor = models.ForeignKey(
        Territory, models.CASCADE, related_name="inner_links", verbose_name="contenant"
    )
    descendant = models.ForeignKey(
        Territory, models.CASCADE, related_name="outer_links", verbose_name="contenu"
    )

    class Meta:
        verbose_name = "inclusion"
        verbose_name_plural = "inclusions"
        constraints = [
            models.UniqueConstraint(fields=["ancestor", "descendant"], name="containment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ancestor_id} ⊇ {self.descendant_id}"


class Outline(models.Model):
    """The simplified outline of a territory, as a GeoJSON geometry in WGS 84.

    Right for maps and membership, wrong for locating an address: 14 town halls of the
    Aube fall over 100 m outside their simplified commune.
    """

    territory = models.OneToOneField(
        Territory, models.CASCADE, primary_key=True, verbose_name="territoire"
    )
    geometry = models.JSONField("contour")
    south = models.FloatField("latitude la plus au sud")
    west = models.FloatField("longitude la plus à l’ouest")
    north = models.FloatField("latitude la plus au nord")
    east = models.FloatField("longitude la plus à l’est")

    class Meta:
        verbose_name = "contour"
        verbose_name_plural = "contours"

    def __str__(self) -> str:
        return f"contour de {self.territory}"
