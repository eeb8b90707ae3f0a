"""A cell: who works together on a crisis, at which level, how it is reached."""

from typing import Self
from uuid import uuid4
from zoneinfo import ZoneInfo

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from coordination.crisis import clock
from coordination.crisis.models.choices import OF_STRUCTURES, CellKind, Mode, Visibility
from coordination.crisis.models.crisis import Crisis, around
from coordination.crisis.models.kept import append_only
from directory.models import Structure
from portal.accounts.models import Role as Office
from portal.accounts.models import User
from portal.territories.models import Territory

# Whom a territory names, besides its elected cell: who opens and lifts its cells.
OWNERS = (Office.ARS, Office.ADMINISTRATOR)


class CellQuerySet(models.QuerySet["Cell"]):
    def visible_to(self, user: User) -> Self:
        """By visibility (section 3, Rights); a restricted cell exists for its members only."""
        if not user.is_authenticated:
            return self.none()
        own = Q(pk__in=cells_of_member(user))
        wide = Q(visibility=Visibility.PROFESSIONALS, crisis__territory__in=around(user))
        below = Q(parent__in=cells_of_member(user)) | self._owned(user)
        return self.filter(own | wide | (below & ~Q(visibility=Visibility.RESTRICTED)))

    def owned_by(self, user: User) -> Self:
        """Those that `user` may open, change and lift without being on duty in them."""
        return self.filter(self._owned(user)) if user.is_authenticated else self.none()

    def with_log_for(self, user: User) -> Self:
        """Those whose log `user` reads: as a member on duty, or as the owner of an open one."""
        if not user.is_authenticated:
            return self.none()
        open_ones = self._owned(user) & ~Q(visibility=Visibility.RESTRICTED)
        return self.filter(Q(pk__in=cells_of_member(user)) | open_ones)

    def active(self) -> Self:
        """Above level 0."""
        return self.filter(level__gt=0)

    @staticmethod
    def _owned(user: User) -> Q:
        territories = Territory.objects.within(user.territories_of(*OWNERS)).values("pk")
        communes = user.territories_of(Office.CPTS_MEMBER)
        return (
            Q(structure__in=user.structures_of(Office.MANAGER))
            | Q(structure__isnull=True, territory__in=territories)
            | Q(kind=CellKind.CPTS, structure__isnull=True, territory__in=communes)
        )


def cells_of_member(user: User) -> "models.QuerySet[Cell, int]":
    """Ids of the cells of which `user` is a member at this instant.

    Who observes an exercise is in all its cells: they read, and write nothing.
    """
    mine = Cell.objects.filter(members__user=user.pk, members__period__contains=clock.now())
    played = mine.filter(members__standing="observer").exclude(crisis__mode=Mode.ACTUAL)
    return Cell.objects.filter(
        Q(pk__in=mine.values("pk")) | Q(crisis__in=played.values("crisis"))
    ).values_list("pk", flat=True)


@pghistory.track()
class Cell(models.Model):
    """A cell of a crisis, of a structure or of a territory. Children of one crisis form a tree.

    `level` is the one of the last activation, kept here to be read by lists: both are written
    together (services/activation.py). An archived cell is read-only (rule 29).
    """

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    crisis = models.ForeignKey(Crisis, models.PROTECT, related_name="cells", verbose_name="crise")
    kind = models.CharField("type", max_length=16, choices=CellKind.choices)
    name = models.CharField("nom", max_length=120)
    structure = models.ForeignKey(
        Structure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cells",
        verbose_name="structure",
    )
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="cells", verbose_name="territoire"
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="cellule de rattachement",
    )
    sectors = models.ManyToManyField(
        Territory, blank=True, related_name="+", verbose_name="secteurs suivis"
    )
    visibility = models.CharField(
        "visible par", max_length=14, choices=Visibility.choices, default=Visibility.PROFESSIONALS
    )
    mailbox = models.EmailField("boîte fonctionnelle", blank=True)
    phone = models.CharField("téléphone principal", max_length=16, blank=True)
    fallback_phone = models.CharField("téléphone de secours", max_length=16, blank=True)
    video_url = models.URLField("lien de visioconférence", blank=True)
    dial_in = models.CharField("numéro et code d’accès de la réunion", max_length=60, blank=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    level = models.PositiveSmallIntegerField("niveau", default=0)
    level_name = models.CharField("nom du niveau", max_length=80, blank=True)
    level_since = models.DateTimeField("à ce niveau depuis")
    opened_at = models.DateTimeField("ouverte le")
    retex_due_at = models.DateTimeField("retour d’expérience à chaud dû le", null=True, blank=True)
    archived_at = models.DateTimeField("archivée le", null=True, blank=True)

    objects = CellQuerySet.as_manager()

    class Meta:
        verbose_name = "cellule"
        verbose_name_plural = "cellules"
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=OF_STRUCTURES) | Q(structure__isnull=False),
                name="cell_of_a_structure",
                violation_error_message="Cette cellule est celle d’une structure : choisissez-la.",
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("pk")),
                name="cell_not_its_own_parent",
                violation_error_message="Une cellule ne se rattache pas à elle-même.",
            ),
            models.UniqueConstraint(
                fields=["crisis", "kind", "structure"],
                condition=Q(archived_at__isnull=True, structure__isnull=False),
                name="cell_once_per_structure",
                violation_error_message="Cette structure a déjà une cellule pour cette crise.",
            ),
            models.CheckConstraint(
                condition=Q(archived_at__isnull=True) | Q(level=0),
                name="cell_archived_once_lifted",
                violation_error_message="Une cellule s’archive une fois levée.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="cell_archived_is_kept",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__archived_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["crisis", "-level"], name="cell_of_crisis"),
            models.Index(fields=["structure"], name="cell_of_structure_index"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/crises/cellules/{self.uuid}/"

    @property
    def is_active(self) -> bool:
        return self.level > 0

    @property
    def zone(self) -> ZoneInfo:
        """The clocks of its place: every hour of the cell is read and shown there (rule 28)."""
        return ZoneInfo(self.territory.timezone)

    @property
    def is_elsewhere(self) -> bool:
        """Its clocks are not those of Paris: the pages say which they are."""
        return self.territory.timezone != settings.TIME_ZONE

    @property
    def is_restricted(self) -> bool:
        """Every read is recorded, and nobody else knows that it exists (rule 24)."""
        return self.visibility == Visibility.RESTRICTED


class AccessRecord(models.Model):
    """Somebody read something of a restricted cell (rule 24)."""

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="accesses", verbose_name="cellule")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="personne")
    what = models.CharField("lu", max_length=60)
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "lecture d’une cellule restreinte"
        verbose_name_plural = "lectures des cellules restreintes"
        indexes = [models.Index(fields=["cell", "-at"], name="access_of_cell")]
        triggers = append_only("access")

    def __str__(self) -> str:
        return f"{self.user} : {self.what}"
