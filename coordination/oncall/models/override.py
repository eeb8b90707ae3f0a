"""Overrides: what somebody changed by hand, over rosters and rotations."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q

from coordination.oncall.models.author import signed
from coordination.oncall.models.line import Line, LineRole
from coordination.oncall.models.people import Person
from coordination.oncall.models.sector import Sector

if TYPE_CHECKING:
    from portal.accounts.models import User


class OverrideQuerySet(models.QuerySet["Override"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the lines one sees."""
        return self.filter(line__in=Line.objects.visible_to(user))


@pghistory.track()
class Override(models.Model):
    """Somebody is added, removed or replaced on a sector and role during [start, end[."""

    class Kind(models.TextChoices):
        ADD = "add", "ajout"
        REMOVE = "remove", "retrait"
        REPLACE = "replace", "remplacement"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    line = models.ForeignKey(Line, models.PROTECT, related_name="overrides", verbose_name="ligne")
    sector = models.ForeignKey(
        Sector, models.PROTECT, related_name="overrides", verbose_name="secteur"
    )
    role = models.ForeignKey(
        LineRole, models.PROTECT, related_name="overrides", verbose_name="rôle"
    )
    kind = models.CharField("nature", max_length=8, choices=Kind.choices)
    period = DateTimeRangeField("période")
    motive = models.CharField("motif", max_length=300)
    author = signed("auteur")
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    cancelled_by = signed("annulée par")

    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = "dérogation"
        verbose_name_plural = "dérogations"
        constraints = [
            models.CheckConstraint(
                condition=Q(period__isempty=False)
                & Q(period__lower_inf=False)
                & Q(period__upper_inf=False),
                name="override_bounded",
                violation_error_message="La dérogation doit finir après avoir commencé.",
            )
        ]
        indexes = [
            GistIndex(
                "sector",
                "period",
                name="override_now",
                condition=Q(cancelled_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} sur {self.sector}"


class OverridePerson(models.Model):
    """One person touched by an override, on one side.

    `line`, `period`, `is_live` repeat the override, so that an addition and a removal of the
    same person conflict in one constraint, even when two people write at the same instant.
    """

    class Side(models.TextChoices):
        ADDED = "added", "prend"
        REMOVED = "removed", "laisse"

    override = models.ForeignKey(
        Override, models.CASCADE, related_name="people", verbose_name="dérogation"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="overrides", verbose_name="personne"
    )
    side = models.CharField("côté", max_length=8, choices=Side.choices)
    line = models.ForeignKey(Line, models.PROTECT, related_name="+", verbose_name="ligne")
    period = DateTimeRangeField("période")
    is_exclusive = models.BooleanField("exclut une autre ligne", default=True)
    is_live = models.BooleanField("en vigueur", default=True)

    class Meta:
        verbose_name = "personne d’une dérogation"
        verbose_name_plural = "personnes d’une dérogation"
        constraints = [
            models.UniqueConstraint(
                fields=["override", "person"], name="override_touches_a_person_once"
            ),
            ExclusionConstraint(
                name="override_one_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("line", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(is_live=True),
                violation_error_message=(
                    "Une autre dérogation touche déjà cette personne sur cette période."
                ),
            ),
            ExclusionConstraint(
                name="override_adds_on_one_line",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(is_live=True, is_exclusive=True, side="added"),
                violation_error_message=(
                    "Cette personne est déjà ajoutée sur une autre ligne à ce moment."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.get_side_display()}"
