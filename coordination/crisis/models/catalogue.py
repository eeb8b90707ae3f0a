"""What is known before any crisis: ladders of levels, roles, small lists.

Shipped with the portal (data/*.csv), nationwide; a territory or a structure may have its own,
which then stands in place of the whole list of that kind (selectors/catalogue.py).
"""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from coordination.crisis.models.choices import CellKind
from directory.models import Structure
from portal.territories.models import Territory


class Owned(models.Model):
    """A row for the whole country, for one territory or for one structure."""

    territory = models.ForeignKey(
        Territory,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="propre au territoire",
    )
    structure = models.ForeignKey(
        Structure,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="propre à la structure",
    )

    class Meta:
        abstract = True


def of_one_owner(name: str) -> models.CheckConstraint:
    """A row is not at once of a territory and of a structure."""
    return models.CheckConstraint(
        condition=Q(territory__isnull=True) | Q(structure__isnull=True),
        name=name,
        violation_error_message="Choisissez un territoire ou une structure, pas les deux.",
    )


class Term(models.Model):
    """A word of a small list: ORSAN plans, typologies of the CPTS, deadlines, answers…"""

    class Kind(models.TextChoices):
        ORSAN_PLAN = "orsan_plan", "volet ORSAN"
        TYPOLOGY = "typology", "typologie de crise (CPTS)"
        DEADLINE = "deadline", "délai d’une demande"
        ANSWER = "answer", "réponse à une demande"
        TIME_BAND = "time_band", "tranche horaire d’une fiche réflexe"
        EXIT = "exit", "vérification avant la levée"
        CAPACITY = "capacity", "qualité de qui décide"
        THEME = "theme", "thème de la main courante"

    kind = models.CharField("liste", max_length=12, choices=Kind.choices)
    code = models.CharField("code", max_length=40)
    label = models.CharField("libellé", max_length=200)
    rank = models.PositiveSmallIntegerField("ordre", default=0)
    is_active = models.BooleanField("en usage", default=True)

    class Meta:
        verbose_name = "terme"
        verbose_name_plural = "termes"
        ordering: ClassVar[list[str]] = ["kind", "rank", "code"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="term_once")]

    def __str__(self) -> str:
        return self.label


@pghistory.track()
class Role(Owned):
    """A function held in cells of a kind.

    `leads`: directs the cell. `is_exclusive`: whoever holds it holds nothing else, for it leads
    and delegates. `keeps_log`: the secretariat, which receives what nobody answered.
    `validates_public`: has the last word on what the public reads.
    """

    kind = models.CharField("type de cellule", max_length=16, choices=CellKind.choices)
    slug = models.SlugField("code", max_length=40)
    label = models.CharField("libellé", max_length=120)
    mission = models.CharField("mission en une phrase", max_length=300, blank=True)
    leads = models.BooleanField("dirige la cellule", default=False)
    is_exclusive = models.BooleanField("ne se cumule avec aucune autre", default=False)
    keeps_log = models.BooleanField("tient la main courante", default=False)
    validates_public = models.BooleanField("valide ce qui est public", default=False)
    rank = models.PositiveSmallIntegerField("ordre", default=0)
    is_active = models.BooleanField("en usage", default=True)

    class Meta:
        verbose_name = "fonction"
        verbose_name_plural = "fonctions"
        ordering: ClassVar[list[str]] = ["kind", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug", "territory", "structure"],
                name="role_once_per_owner",
                nulls_distinct=False,
            ),
            of_one_owner("role_of_one_owner"),
        ]

    def __str__(self) -> str:
        return self.label


@pghistory.track()
class Level(Owned):
    """One step of a ladder. Rank 0 is « levée » in every ladder.

    Hours are those within which a sitrep is due, and between two meetings; none: on event.
    """

    class Engagement(models.TextChoices):
        NONE = "none", "sans objet"
        OWN = "own", "dans la structure seule"
        DIRECT = "direct", "direct entre structures"
        REGULATED = "regulated", "accord de la cellule qui régule"

    kind = models.CharField("type de cellule", max_length=16, choices=CellKind.choices)
    rank = models.PositiveSmallIntegerField("niveau")
    name = models.CharField("nom", max_length=80)
    meaning = models.CharField("ce que cela veut dire", max_length=300, blank=True)
    sitrep_every_hours = models.PositiveSmallIntegerField(
        "point de situation, toutes les (heures)", null=True, blank=True
    )
    meeting_every_hours = models.PositiveSmallIntegerField(
        "réunion, toutes les (heures)", null=True, blank=True
    )
    meeting_rhythm = models.CharField("rythme des réunions", max_length=120, blank=True)
    engagement = models.CharField(
        "demandes entre structures",
        max_length=12,
        choices=Engagement.choices,
        default=Engagement.NONE,
    )
    is_restricted = models.BooleanField("cellule restreinte à ce niveau", default=False)
    short_sitrep = models.BooleanField("point de situation court", default=False)
    roles = models.ManyToManyField(
        Role, through="LevelRole", related_name="levels", verbose_name="fonctions requises"
    )

    class Meta:
        verbose_name = "niveau"
        verbose_name_plural = "niveaux"
        ordering: ClassVar[list[str]] = ["kind", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "rank", "territory", "structure"],
                name="level_once_per_owner",
                nulls_distinct=False,
            ),
            of_one_owner("level_of_one_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.rank} – {self.name}"

    @property
    def approvals_required(self) -> bool:
        """A request between structures then awaits the regulating cell (rule 18)."""
        return self.engagement == self.Engagement.REGULATED


class LevelRole(models.Model):
    """A role that a level requires, and how many people at least."""

    level = models.ForeignKey(
        Level, models.CASCADE, related_name="requirements", verbose_name="niveau"
    )
    role = models.ForeignKey(Role, models.CASCADE, related_name="+", verbose_name="fonction")
    headcount = models.PositiveSmallIntegerField("effectif minimal", default=1)

    class Meta:
        verbose_name = "fonction requise"
        verbose_name_plural = "fonctions requises"
        constraints = [
            models.UniqueConstraint(fields=["level", "role"], name="level_requires_role_once"),
            models.CheckConstraint(
                condition=Q(headcount__gte=1),
                name="level_requires_somebody",
                violation_error_message="Une fonction requise demande au moins une personne.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} à {self.level}"
