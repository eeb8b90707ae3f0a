"""One row per health or social-care site."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from directory.models.nomenclature import Category
from portal.territories.models import Territory

if TYPE_CHECKING:
    from portal.accounts.models import User


class StructureQuerySet(models.QuerySet["Structure"]):
    def visible_to(self, user: "User") -> Self:
        """The directory is open data: whoever is signed in reads all of it."""
        return self.all() if user.is_authenticated else self.none()

    def in_territories(self, territories: models.QuerySet) -> Self:
        """Structures whose commune lies in one of `territories` (a queryset of ids)."""
        return self.filter(commune__in=Territory.objects.within(territories))

    def opened(self) -> Self:
        return self.filter(closed_on__isnull=True)


# What is computed is not history, nor is the date of an extraction that changed nothing else.
@pghistory.track(
    exclude=["phone", "email", "search_key", "name_key", "words", "content_hash", "source_on"]
)
class Structure(models.Model):
    """A health or social-care site. `search_key` is what the search box looks into."""

    class PositionSource(models.TextChoices):
        FINESS = "finess", "coordonnées FINESS"
        COMMUNE = "commune", "centre de la commune"
        MANUAL = "manual", "saisie"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    finess = models.CharField("numéro FINESS", max_length=9, unique=True)
    legal_finess = models.CharField("FINESS de l’entité juridique", max_length=9, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    name = models.CharField("nom", max_length=200)
    short_name = models.CharField("nom court", max_length=60, blank=True)
    other_name = models.CharField("complément ou ancien nom", max_length=200, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="structures", verbose_name="catégorie"
    )
    street = models.CharField("adresse", max_length=250, blank=True)
    postal_line = models.CharField("ligne postale", max_length=80, blank=True)
    commune = models.ForeignKey(
        Territory, models.PROTECT, related_name="structures", verbose_name="commune"
    )
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    position_source = models.CharField(
        "origine de la position", max_length=10, choices=PositionSource.choices, blank=True
    )
    opened_on = models.DateField("ouverte le", null=True, blank=True)
    closed_on = models.DateField("fermée le", null=True, blank=True)
    source = models.CharField("source", max_length=30, blank=True)
    source_on = models.DateField("à jour au", null=True, blank=True)
    content_hash = models.CharField("empreinte de la source", max_length=64, blank=True)
    search_key = models.TextField("texte de recherche", editable=False, default="")
    words = models.GeneratedField(
        expression=SearchVector("search_key", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    name_key = models.CharField("nom normalisé", max_length=200, editable=False, default="")

    objects = StructureQuerySet.as_manager()

    class Meta:
        verbose_name = "structure"
        verbose_name_plural = "structures"
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="structure_on_earth",
                violation_error_message="Cette position n’est pas sur la Terre.",
            ),
        ]
        indexes = [
            GinIndex(fields=["words"], name="structure_words", fastupdate=False),
            models.Index(fields=["name_key", "id"], name="structure_alphabetical"),
            models.Index(fields=["latitude", "longitude"], name="structure_position"),
            models.Index(fields=["category", "name_key", "id"], name="structure_of_category"),
            models.Index(fields=["commune", "name_key", "id"], name="structure_of_commune"),
            models.Index(fields=["phone"], name="structure_phone"),
            models.Index(fields=["siret"], name="structure_siret"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/annuaire/{self.uuid}/"
