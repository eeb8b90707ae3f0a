"""Reflex cards: what a role does first, next and later; the checklists that follow them."""

from typing import ClassVar
from uuid import uuid4

import pghistory
from django.db import models
from django.db.models import Q

from coordination.crisis.models.catalogue import Owned, Role, of_one_owner
from coordination.crisis.models.cell import Cell
from coordination.crisis.models.choices import CellKind
from coordination.crisis.models.kept import append_only
from portal.accounts.models import User

# More is not read (9: « short reflex cards per role and time band »).
MOST_ITEMS = 6


class Band(models.TextChoices):
    """The first limit is HICS's; the second is unverified."""

    FIRST = "0-2", "de 0 à 2 heures"
    NEXT = "2-12", "de 2 à 12 heures"
    LATER = "12+", "au-delà de 12 heures"


class ReflexCard(Owned):
    """One version of the card of a role. Append-only: what changes is another version.

    `typology` is the code of a term; empty, the card serves for any crisis. Those shipped with
    the portal are to be adapted by each territory.
    """

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    kind = models.CharField("type de cellule", max_length=16, choices=CellKind.choices)
    slug = models.SlugField("code de la fonction", max_length=40)
    typology = models.CharField("typologie", max_length=40, blank=True)
    version = models.PositiveSmallIntegerField("version")
    published_at = models.DateTimeField("publiée le")
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="publiée par"
    )

    class Meta:
        verbose_name = "fiche réflexe"
        verbose_name_plural = "fiches réflexes"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug", "typology", "territory", "structure", "version"],
                name="card_version_once",
                nulls_distinct=False,
            ),
            of_one_owner("card_of_one_owner"),
        ]
        triggers = append_only("card")

    def __str__(self) -> str:
        return f"Fiche réflexe, version {self.version}"

    @property
    def is_ours(self) -> bool:
        """Shipped with the portal: nobody there has adapted it yet."""
        return self.territory_id is None and self.structure_id is None


class CardItem(models.Model):
    """One line of a card: something to do, in a few words."""

    card = models.ForeignKey(
        ReflexCard, models.PROTECT, related_name="items", verbose_name="fiche réflexe"
    )
    band = models.CharField("tranche", max_length=4, choices=Band.choices)
    rank = models.PositiveSmallIntegerField("ordre")
    text = models.CharField("action", max_length=160)

    class Meta:
        verbose_name = "action d’une fiche réflexe"
        verbose_name_plural = "actions des fiches réflexes"
        ordering: ClassVar[list[str]] = ["card", "band", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["card", "band", "rank"], name="card_item_once"),
            models.CheckConstraint(
                condition=Q(rank__lt=MOST_ITEMS),
                name="card_item_among_six",
                violation_error_message="Une tranche tient en six actions au plus.",
            ),
        ]
        triggers = append_only("card_item")

    def __str__(self) -> str:
        return self.text


class ChecklistRun(models.Model):
    """A cell follows one version of a card, in one band, for one role.

    It begins with its first tick and keeps that version: a new one never changes it.
    """

    cell = models.ForeignKey(
        Cell, models.PROTECT, related_name="checklists", verbose_name="cellule"
    )
    role = models.ForeignKey(Role, models.PROTECT, related_name="+", verbose_name="fonction")
    card = models.ForeignKey(
        ReflexCard, models.PROTECT, related_name="runs", verbose_name="version suivie"
    )
    band = models.CharField("tranche", max_length=4, choices=Band.choices)
    begun_at = models.DateTimeField("commencée le")
    completed_at = models.DateTimeField("terminée le", null=True, blank=True)

    class Meta:
        verbose_name = "liste suivie"
        verbose_name_plural = "listes suivies"
        constraints = [
            models.UniqueConstraint(
                fields=["cell", "role", "band"],
                name="checklist_once_per_band",
                violation_error_message="Cette tranche est déjà suivie pour cette fonction.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role}, {self.get_band_display()}"


class Tick(models.Model):
    """Somebody ticked, or unticked, a line: the last row says how it stands. Append-only.

    Ticks keep their own rows, with who and when, because the debrief reads them one by one; the
    log has one line per band completed, or reopened: forty ticks an hour would hide the rest.
    """

    run = models.ForeignKey(
        ChecklistRun, models.PROTECT, related_name="ticks", verbose_name="liste suivie"
    )
    item = models.ForeignKey(CardItem, models.PROTECT, related_name="+", verbose_name="action")
    is_done = models.BooleanField("fait")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="par")
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "coche"
        verbose_name_plural = "coches"
        indexes = [models.Index(fields=["run", "item", "-id"], name="tick_of_run")]
        triggers = append_only("tick")

    def __str__(self) -> str:
        return f"{self.item} : {'fait' if self.is_done else 'à refaire'}"


@pghistory.track()
class HoldingStatement(Owned):
    """What may be said before anything is known, ready per typology (élément d’attente)."""

    typology = models.CharField("typologie", max_length=40)
    title = models.CharField("titre", max_length=120)
    text = models.TextField("texte", max_length=1000)
    edited_at = models.DateTimeField("modifié le")

    class Meta:
        verbose_name = "élément d’attente"
        verbose_name_plural = "éléments d’attente"
        ordering: ClassVar[list[str]] = ["typology"]
        constraints = [
            models.UniqueConstraint(
                fields=["typology", "territory", "structure"],
                name="statement_once_per_owner",
                nulls_distinct=False,
            ),
            of_one_owner("statement_of_one_owner"),
        ]

    def __str__(self) -> str:
        return self.title
