"""One row per legal entity, site or unit: the aggregate to which everything else points."""

import math
from typing import TYPE_CHECKING, Self
from uuid import UUID, uuid4

import pghistory
from django.contrib.postgres.functions import TransactionNow
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import (
    SearchQuery,
    SearchVector,
    SearchVectorField,
    TrigramSimilarity,
)
from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.functions import (
    ASin,
    Cast,
    Cos,
    Least,
    Power,
    Radians,
    Sin,
    Sqrt,
)

from directory.models.casing import soft_case
from directory.models.nomenclature import Category
from directory.models.numbers import number_filters
from directory.models.search import LONGEST_TEXT, MOST_RANKED, plan
from directory.models.words import canonical
from portal.lib.geo import EARTH_RADIUS_KM, bounding_box
from portal.lib.text import search_key
from portal.territories.models import Territory

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.accounts.models import User


def changed_at() -> models.DateTimeField:
    """When what other systems read of a row last changed, its lines and numbers included.

    The database keeps it (migration 0006): no writing may forget it, and it never goes back.
    """
    return models.DateTimeField("modifiée le", db_default=TransactionNow(), editable=False)


class StructureQuerySet(models.QuerySet["Structure"]):
    def visible_to(self, user: "User") -> Self:
        """The directory is open data: whoever is signed in reads all of it."""
        return self.all() if user.is_authenticated else self.none()

    def in_territories(self, territories: "Iterable[int] | models.QuerySet") -> Self:
        """Structures whose commune lies in one of `territories` (ids or a queryset of ids)."""
        return self.filter(commune__in=Territory.objects.within(territories))

    def opened(self) -> Self:
        """Where one can go or call today: sites and units neither closed nor merged.

        A legal entity is a person, not a place: it has no bed and bears the name of its site.
        """
        living = self.filter(closed_on__isnull=True, merged_into__isnull=True)
        return living.exclude(level=Structure.Level.LEGAL)

    def for_list(self) -> Self:
        """With what a line of a list shows, without what only the search reads."""
        return self.select_related("category", "commune").defer("search_key", "alias_key", "words")

    def search(self, text: str) -> Self:
        """Those that `text` may mean, with `score`: order by `-score`, `name_key`, `pk`.

        A number is recognised by its shape (`number_filters`); words may be in any order,
        without accents, abbreviated or misspelt. An empty text keeps them all.
        """
        same_score = Value(0, output_field=models.IntegerField())
        if meanings := number_filters(text):
            first, *others = (Structure.objects.filter(**one).values("pk") for one in meanings)
            # Read apart: within the statement, a planner without statistics (the day of a first
            # import) reads every line of contacts for each structure.
            known = list(first.union(*others).values_list("pk", flat=True)[:MOST_RANKED])
            return self.filter(pk__in=known).annotate(score=same_score)
        found = plan(text)
        if found is None:
            return self.annotate(score=same_score)
        asked = SearchQuery(found.condition, config="simple", search_type="raw")
        holding = self.filter(words=asked)
        if not found.is_ranked:
            return holding.annotate(score=same_score)
        return holding.likened(found.words, search_key(text[:LONGEST_TEXT]))

    def likened(self, words: str, typed: str) -> Self:
        """With `score`, from 0 to 1000: how much each looks like those canonical words, and, for
        a fifth, its name like what was typed (« SAA X » before « Aide à domicile X »)."""
        likeness = TrigramSimilarity("search_key", words) * 800
        likeness += TrigramSimilarity("name_key", typed) * 200
        return self.annotate(score=Cast(likeness, models.IntegerField()))

    def near(self, latitude: float, longitude: float, radius_km: float) -> Self:
        """Those within `radius_km` of the point, with `distance_km`; box first, then haversine."""
        box = bounding_box(latitude, longitude, radius_km)
        inside = self.filter(
            latitude__range=(box.south, box.north), longitude__range=(box.west, box.east)
        )
        located = inside.annotate(distance_km=_distance_from(latitude, longitude))
        return located.filter(distance_km__lte=radius_km)


def _distance_from(latitude: float, longitude: float) -> "models.Expression":
    """The same haversine as `portal.lib.geo.distance_km`, computed by the database."""
    half_lat = (Radians("latitude") - Value(math.radians(latitude))) / 2
    half_lon = (Radians("longitude") - Value(math.radians(longitude))) / 2
    chord = Power(Sin(half_lat), 2) + Cos(Radians("latitude")) * Value(
        math.cos(math.radians(latitude))
    ) * Power(Sin(half_lon), 2)
    reach = Least(Value(1.0), Sqrt(chord), output_field=models.FloatField())
    return ExpressionWrapper(
        ASin(reach) * Value(2 * EARTH_RADIUS_KM), output_field=models.FloatField()
    )


# What is computed is not history, nor is the date of an extraction that changed nothing else.
# An event keeps what the site was before a change: recording 103,000 arrivals too would make
# the first import last minutes (one subtransaction a row) and say nothing more.
@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    exclude=[
        *("phone", "email", "search_key", "alias_key", "name_key", "words", "content_hash"),
        *("source_on", "absent_on", "changed_at"),
    ],
)
class Structure(models.Model):
    """A legal entity, one of its sites, or a unit of a site.

    `finess`, `siret` and `phone` repeat the current identifiers and the switchboard, so that a
    typed number is found in one index. `search_key` and `alias_key` are what the search box
    looks into. `absent_on`: the day of the first file of its source that no longer named it.
    """

    class Level(models.TextChoices):
        LEGAL = "legal", "entité juridique"
        SITE = "site", "établissement"
        UNIT = "unit", "unité"

    class PositionSource(models.TextChoices):
        FINESS = "finess", "coordonnées FINESS"
        COMMUNE = "commune", "centre de la commune"
        MANUAL = "manual", "saisie"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    level = models.CharField(
        "niveau", max_length=5, choices=Level.choices, default=Level.SITE, db_default=Level.SITE
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name="fusionnée dans",
    )
    finess = models.CharField("numéro FINESS", max_length=9, blank=True)
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
    absent_on = models.DateField("absente de sa source depuis le", null=True, blank=True)
    content_hash = models.CharField("empreinte de la source", max_length=64, blank=True)
    search_key = models.TextField("texte de recherche", editable=False, default="")
    alias_key = models.TextField("mots des autres noms", editable=False, default="", db_default="")
    words = models.GeneratedField(
        expression=SearchVector("search_key", "alias_key", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    name_key = models.CharField("nom normalisé", max_length=200, editable=False, default="")
    changed_at = changed_at()

    objects = StructureQuerySet.as_manager()

    class Meta:
        verbose_name = "structure"
        verbose_name_plural = "structures"
        constraints = [
            models.UniqueConstraint(
                fields=["finess"],
                condition=~Q(finess=""),
                name="structure_finess_once",
                violation_error_message="Une autre structure porte déjà ce numéro FINESS.",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("pk")),
                name="structure_not_merged_into_itself",
                violation_error_message="Une structure ne se fusionne pas avec elle-même.",
            ),
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
            models.Index(fields=["legal_finess"], name="structure_legal_finess"),
            models.Index(fields=["changed_at", "id"], name="structure_changed"),
        ]

    def __str__(self) -> str:
        return soft_case(self.name)

    def get_absolute_url(self) -> str:
        return f"/annuaire/{self.uuid}/"

    @classmethod
    def resolve(cls, uuid: UUID | str) -> "Structure":
        """The structure known by `uuid`, or the one into which it was merged, however often.

        Raises DoesNotExist. An address, a card or another system may keep an old identifier.
        """
        found = cls.objects.select_related("category", "commune", "merged_into").get(uuid=uuid)
        seen = {found.pk}
        while found.merged_into is not None and found.merged_into.pk not in seen:
            found = found.merged_into
            seen.add(found.pk)
        return found

    def other_words(self) -> list[str]:
        """The words of its other names and of what it offers, as the search box reads them."""
        names = [one.name for one in self.aliases.all()]
        for service in self.services.all():
            activity = service.activity
            names += [service.name, activity.label, *activity.synonyms.split(",")]
        return list(dict.fromkeys(word for one in names for word in canonical(one)))

    @property
    def town(self) -> str:
        """« 10003 Troyes CEDEX » as on the envelope, or the commune when nothing is known."""
        return soft_case(self.postal_line) or str(self.commune)
