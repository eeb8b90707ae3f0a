"""Who people are, and what they may do where.

A person signs in by e-mail. What they may do comes from their grants: a role on a
territory (and everything below it), or on one structure, for a time. A grant that nobody
approved yet opens drafts and nothing else.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, Self
from uuid import uuid4

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from portal.territories.models import Territory


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account that signs in with `email`; without a password, by code only."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account with every technical right, for the platform's own staff."""
        return self.create_user(
            email, password, **fields | {"is_staff": True, "is_superuser": True}
        )


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. `is_staff` opens the platform's technical pages."""

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    email = models.EmailField(
        "adresse électronique",
        unique=True,
        error_messages={"unique": "Un compte existe déjà avec cette adresse."},
    )
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    is_staff = models.BooleanField("équipe technique", default=False)
    is_active = models.BooleanField("actif", default=True)
    date_joined = models.DateTimeField("inscrit le", default=timezone.now)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name or self.email.partition("@")[0]

    @cached_property
    def grants_in_force(self) -> "list[Grant]":
        """The approved grants of today, oldest first, read once in the life of this object.

        A change of grants ends the sessions (services), so that no request sees old ones.
        """
        grants = Grant.objects.filter(user=self.pk).in_force()
        return list(grants.select_related("territory").order_by("starts_on", "pk"))

    def has_role(self, role: str | Iterable[str], territory: Territory | int) -> bool:
        """True when an approved grant in force covers `territory`, itself or from above."""
        roles = [role] if isinstance(role, str) else list(role)
        grants = Grant.objects.filter(user=self, role__in=roles).in_force()
        pk = territory if isinstance(territory, int) else territory.pk
        return grants.filter(territory__inner_links__descendant=pk).exists()

    def manages(self, structure: models.Model) -> bool:
        """True when an approved grant in force makes this person its manager."""
        return any(
            grant.role == Role.MANAGER and grant.structure_id == structure.pk
            for grant in self.grants_in_force
        )

    def has_any_role(self, *roles: str) -> bool:
        """True when an approved grant in force gives one of `roles` anywhere."""
        return any(grant.role in roles for grant in self.grants_in_force)

    def territories_of(self, *roles: str) -> "models.QuerySet[Any]":
        """Ids of the territories held under one of `roles` (not those below)."""
        grants = Grant.objects.filter(user_id=self.pk, role__in=roles).in_force()
        return grants.filter(territory__isnull=False).values("territory")

    def structures_of(self, *roles: str) -> "models.QuerySet[Any]":
        """Ids of the structures held under one of `roles`."""
        grants = Grant.objects.filter(user_id=self.pk, role__in=roles).in_force()
        return grants.filter(structure__isnull=False).values("structure")


class Role(models.TextChoices):
    ARS = "ars", "agent de l’ARS"
    MANAGER = "manager", "responsable de structure"
    MEMBER = "member", "membre d’une structure"
    COORDINATOR = "coordinator", "coordination d’astreinte"
    CPTS_MEMBER = "cpts_member", "membre de CPTS"
    VOLUNTEER = "volunteer", "volontaire"
    ADMINISTRATOR = "administrator", "administration"


# Roles that oversee others: a second factor, short sessions.
STAFF_ROLES = (Role.ARS, Role.COORDINATOR, Role.ADMINISTRATOR)


# Roles held on one structure: whoever manages it already may answer for them.
OF_A_STRUCTURE = (Role.MANAGER, Role.MEMBER)


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self) -> Self:
        """Approved, begun, and not ended."""
        today = timezone.localdate()
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today),
            state=Grant.State.APPROVED,
            starts_on__lte=today,
        )

    def pending(self) -> Self:
        """Asked for, not yet answered."""
        return self.filter(state=Grant.State.PENDING)

    def reviewable_by(self, user: User) -> Self:
        """Grants on the territories, and on the structures there, that `user` answers for."""
        held = user.territories_of(Role.ARS, Role.ADMINISTRATOR)
        below = Territory.objects.within(held)
        own = Q(structure__in=user.structures_of(Role.MANAGER), role__in=OF_A_STRUCTURE)
        return self.filter(Q(territory__in=below) | Q(structure__commune__in=below) | own)


@pghistory.track()
class Grant(models.Model):
    """One role held by one person on one territory or one structure, from day to day inclusive."""

    class State(models.TextChoices):
        PENDING = "pending", "en attente"
        APPROVED = "approved", "accordée"
        REFUSED = "refused", "refusée"
        REVOKED = "revoked", "retirée"

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name="personne")
    role = models.CharField("rôle", max_length=16, choices=Role.choices)
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, verbose_name="territoire"
    )
    structure = models.ForeignKey(
        "directory.Structure",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name="structure",
    )
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.PENDING)
    starts_on = models.DateField("du", default=timezone.localdate)
    ends_on = models.DateField("au", null=True, blank=True)
    review_on = models.DateField("à revoir le", null=True, blank=True)
    reason = models.CharField("motif", max_length=300, blank=True)
    decided_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="décidée par"
    )
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    created_at = models.DateTimeField("demandée le", auto_now_add=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = "habilitation"
        verbose_name_plural = "habilitations"
        constraints = [
            models.CheckConstraint(
                condition=Q(territory__isnull=False, structure__isnull=True)
                | Q(territory__isnull=True, structure__isnull=False),
                name="grant_on_one_thing",
                violation_error_message=(
                    "Une habilitation porte sur un territoire ou sur une structure, pas les deux."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["manager", "member"]) | Q(structure__isnull=False),
                name="grant_manager_of_a_structure",
                violation_error_message="Un responsable ou un membre l’est d’une structure.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="grant_ends_after_start",
                violation_error_message="L’habilitation doit finir après avoir commencé.",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "territory"],
                condition=Q(state__in=["pending", "approved"], territory__isnull=False),
                name="grant_once_per_territory",
                violation_error_message="Cette personne a déjà ce rôle sur ce territoire.",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "structure"],
                condition=Q(state__in=["pending", "approved"], structure__isnull=False),
                name="grant_once_per_structure",
                violation_error_message="Cette personne a déjà ce rôle sur cette structure.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} ({self.structure or self.territory})"
