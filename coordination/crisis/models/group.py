"""A named audience that is kept: its charter, its moderators, its members, its end."""

from datetime import date
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from coordination.crisis.models.catalogue import Role
from coordination.crisis.models.cell import Cell
from coordination.crisis.models.kept import never_emptied
from portal.accounts.models import User


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, user: User) -> Self:
        """Those of the cells whose log one reads."""
        return self.filter(cell__in=Cell.objects.with_log_for(user))

    def living(self, today: date) -> Self:
        """Neither closed nor past their end: messages may go there."""
        return self.filter(closed_at__isnull=True, expires_on__gte=today)


class Group(models.Model):
    """People and functions to whom a cell writes again and again, until a day.

    The charter says what it is for. `source`: the code of an audience whose people are in it too,
    whoever they are on the day of a message. Closed, it is never written to again.
    """

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="groups", verbose_name="cellule")
    name = models.CharField("nom", max_length=80)
    charter = models.CharField("charte : à quoi il sert", max_length=1000)
    source = models.CharField("liste comprise", max_length=60, blank=True)
    expires_on = models.DateField("dernier jour")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="créé par")
    created_at = models.DateTimeField("créé le")
    reminded_at = models.DateTimeField("fin rappelée le", null=True, blank=True)
    closed_at = models.DateTimeField("fermé le", null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = "groupe d’une cellule"
        verbose_name_plural = "groupes d’une cellule"
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cell", "name"],
                condition=Q(closed_at__isnull=True),
                name="group_name_once_open",
                violation_error_message="La cellule a déjà un groupe ouvert de ce nom.",
            ),
            models.CheckConstraint(
                condition=~Q(charter=""),
                name="group_has_a_charter",
                violation_error_message="Un groupe dit à quoi il sert.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("created_at")),
                name="group_closed_after_created",
                violation_error_message="Un groupe se ferme après sa création.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_on"], condition=Q(closed_at__isnull=True), name="group_to_end"
            )
        ]
        triggers: ClassVar[list[Any]] = [never_emptied("group")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/crises/groupes/{self.uuid}/"

    @property
    def is_open(self) -> bool:
        """Not closed."""
        return self.closed_at is None

    @property
    def code(self) -> str:
        """Its code among the audiences of the cell."""
        return f"groupe-{self.pk}"


class GroupMember(models.Model):
    """A person, or a function of the cell and so whoever holds it that day; kept once removed."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="members", verbose_name="groupe")
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="personne"
    )
    role = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="fonction"
    )
    is_moderator = models.BooleanField("anime le groupe", default=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="ajouté par")
    added_at = models.DateTimeField("ajouté le")
    removed_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "membre d’un groupe"
        verbose_name_plural = "membres d’un groupe"
        ordering: ClassVar[list[str]] = ["-is_moderator", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, role__isnull=True)
                | Q(user__isnull=True, role__isnull=False),
                name="group_member_is_one",
                violation_error_message="Un membre est une personne ou une fonction.",
            ),
            models.CheckConstraint(
                condition=Q(is_moderator=False) | Q(user__isnull=False),
                name="group_moderator_is_a_person",
                violation_error_message="Une personne anime le groupe, pas une fonction.",
            ),
            models.UniqueConstraint(
                fields=["group", "user"],
                condition=Q(removed_at__isnull=True, user__isnull=False),
                name="group_person_once",
                violation_error_message="Cette personne est déjà dans le groupe.",
            ),
            models.UniqueConstraint(
                fields=["group", "role"],
                condition=Q(removed_at__isnull=True, role__isnull=False),
                name="group_role_once",
                violation_error_message="Cette fonction est déjà dans le groupe.",
            ),
        ]
        triggers: ClassVar[list[Any]] = [never_emptied("group_member")]

    def __str__(self) -> str:
        return str(self.user or self.role)
