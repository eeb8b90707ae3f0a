"""Who holds what: designations, made in peacetime; members, of an open cell."""

from datetime import datetime
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q

from coordination.crisis import clock
from coordination.crisis.models.catalogue import Role
from coordination.crisis.models.cell import Cell
from coordination.crisis.models.kept import closes_once
from coordination.oncall.models import Person
from directory.models import Structure
from portal.accounts.models import User
from portal.territories.models import Territory


def _one_per_rank(owner: str) -> ExclusionConstraint:
    return ExclusionConstraint(
        name=f"designation_rank_of_{owner}",
        expressions=[
            (owner, RangeOperators.EQUAL),
            ("role", RangeOperators.EQUAL),
            ("rank", RangeOperators.EQUAL),
            ("validity", RangeOperators.OVERLAPS),
        ],
        condition=Q(**{f"{owner}__isnull": False}),
        violation_error_message="Ce rang est déjà tenu pour cette fonction à ces dates.",
    )


@pghistory.track()
class Designation(models.Model):
    """`person` is named for `role`: holder (rank 0) or alternate (1, 2…), between two dates.

    It hangs on a structure or a territory, so that it exists before any crisis; a cell may add
    exceptional ones. `site`: where that person usually works; alternates of another site are
    better.
    """

    structure = models.ForeignKey(
        Structure,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="designations",
        verbose_name="structure",
    )
    territory = models.ForeignKey(
        Territory,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="designations",
        verbose_name="territoire",
    )
    cell = models.ForeignKey(
        Cell,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="designations",
        verbose_name="cellule (désignation exceptionnelle)",
    )
    role = models.ForeignKey(
        Role, models.PROTECT, related_name="designations", verbose_name="fonction"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="designations", verbose_name="personne"
    )
    rank = models.PositiveSmallIntegerField("rang (0 : titulaire)")
    validity = DateRangeField("validité")
    trained_on = models.DateField("formé le", null=True, blank=True)
    site = models.CharField("site habituel", max_length=120, blank=True)

    class Meta:
        verbose_name = "désignation"
        verbose_name_plural = "désignations"
        ordering: ClassVar[list[str]] = ["role", "rank"]
        constraints = [
            models.CheckConstraint(
                condition=Q(structure__isnull=False, territory__isnull=True, cell__isnull=True)
                | Q(structure__isnull=True, territory__isnull=False, cell__isnull=True)
                | Q(structure__isnull=True, territory__isnull=True, cell__isnull=False),
                name="designation_of_one_owner",
                violation_error_message=(
                    "Une désignation est celle d’une structure, d’un territoire ou d’une cellule."
                ),
            ),
            *(_one_per_rank(owner) for owner in ("structure", "territory", "cell")),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role}"

    @property
    def is_holder(self) -> bool:
        return self.rank == 0


class CellMemberQuerySet(models.QuerySet["CellMember"]):
    def on_duty(self, cell: Cell, *, at: datetime | None = None) -> Self:
        """The members of `cell` at that instant, now by default."""
        return self.filter(cell=cell, period__contains=at or clock.now())


class CellMember(models.Model):
    """`user` belongs to the cell during `period`, in a role or as an observer or guest.

    Append-only: an interval is added, then closed once. Who held what, and when, is read from
    here: the log, the debrief and rule 24 need it.
    """

    class Standing(models.TextChoices):
        MEMBER = "member", "membre"
        OBSERVER = "observer", "observation"
        GUEST = "guest", "invitation"
        PRIVACY = "privacy", "protection des données"

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="members", verbose_name="cellule")
    user = models.ForeignKey(
        User, models.PROTECT, related_name="cell_memberships", verbose_name="personne"
    )
    role = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name="fonction",
    )
    rank = models.PositiveSmallIntegerField("rang (0 : titulaire)", default=0)
    standing = models.CharField(
        "à quel titre", max_length=10, choices=Standing.choices, default=Standing.MEMBER
    )
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="ajouté par")
    reason = models.CharField("motif", max_length=300, blank=True)
    period = DateTimeRangeField("période")

    objects = CellMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "membre d’une cellule"
        verbose_name_plural = "membres des cellules"
        constraints = [
            models.CheckConstraint(
                condition=Q(role__isnull=True) | Q(standing="member"),
                name="member_in_a_role_is_no_guest",
                violation_error_message="Qui tient une fonction est membre de la cellule.",
            ),
            ExclusionConstraint(
                name="member_one_holder_per_role",
                expressions=[
                    ("cell", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(role__isnull=False, rank=0),
                violation_error_message="Cette fonction a déjà un titulaire à ce moment.",
            ),
            ExclusionConstraint(
                name="member_once_per_role",
                expressions=[
                    ("cell", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(role__isnull=False),
                violation_error_message="Cette personne tient déjà cette fonction.",
            ),
            ExclusionConstraint(
                name="member_once_without_role",
                expressions=[
                    ("cell", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(role__isnull=True),
                violation_error_message="Cette personne est déjà dans la cellule.",
            ),
        ]
        indexes = [
            GistIndex("user", "period", name="member_of_user_at"),
            GistIndex("cell", "period", name="member_of_cell_at"),
        ]
        triggers = closes_once("member")

    def __str__(self) -> str:
        return f"{self.user}, {self.role or self.get_standing_display()}"
