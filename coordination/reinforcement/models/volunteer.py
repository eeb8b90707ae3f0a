"""The volunteer: who, in which trade, how far, and how much of it was checked."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q

from coordination.reinforcement.models.skills import Skill
from directory.models import Profession, Speciality
from portal.accounts.models import Role, User
from portal.territories.models import Territory

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class InstantMultirange(models.Field):
    """PostgreSQL's tstzmultirange: instants that need not be contiguous. Read-only in Python."""

    description = "périodes"

    def db_type(self, connection: "BaseDatabaseWrapper") -> str:
        return "tstzmultirange"


class Trust(models.IntegerChoices):
    """What was checked, by rank: 1 is the best. V0, declared only, ranks last."""

    PRACTISING = 1, "V1 · inscrit et en exercice, confirmé par une structure"
    REGISTERED = 2, "V2 · inscrit au répertoire, en activité"
    FORMERLY = 3, "V3 · inscrit au répertoire, inactif ou retraité"
    DOCUMENT = 4, "V4 · document vérifié"
    DECLARED = 5, "V0 · déclaré seulement"


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    def visible_to(self, user: "User") -> Self:
        """Oneself; and for the ARS, the volunteers who live on its territories."""
        if not user.is_authenticated:
            return self.none()
        territories = user.territories_of(Role.ARS, Role.ADMINISTRATOR)
        below = Territory.objects.within(territories)
        return self.filter(Q(user=user) | Q(commune__in=below))

    def overseen_by(self, user: "User") -> Self:
        """For the ARS, the volunteers who live on its territories."""
        territories = user.territories_of(Role.ARS, Role.ADMINISTRATOR)
        return self.filter(commune__in=Territory.objects.within(territories))

    def in_pool(self) -> Self:
        """Those who may be asked: complete, not paused, availability confirmed of late."""
        return self.filter(state=Volunteer.State.ACTIVE)

    def of_link(self, key: object) -> Self:
        """The file whose secret link this is: whoever holds the link is its owner."""
        return self.filter(uuid=key)


@pghistory.track(exclude=["phone", "free", "last_asked_at"])
class Volunteer(models.Model):
    """A person who offers their hands. Their place is the centre of their commune, never a home.

    `skills` and `recent_skills` repeat the domains of their experiences, `free` what their
    availabilities come to: triggers keep the three, for the matching query alone.
    """

    class State(models.TextChoices):
        INCOMPLETE = "incomplete", "profil à compléter"
        ACTIVE = "active", "disponible à la sollicitation"
        PAUSED = "paused", "en pause"
        STALE = "stale", "disponibilité à reconfirmer"
        SUSPENDED = "suspended", "suspendu"
        WITHDRAWN = "withdrawn", "parti"
        ANONYMISED = "anonymised", "anonymisé"

    SET_ASIDE = (State.SUSPENDED, State.WITHDRAWN, State.ANONYMISED)

    class Status(models.TextChoices):
        PUBLIC = "public", "salarié du public"
        PRIVATE = "private", "salarié du privé"
        LIBERAL = "liberal", "libéral"
        UNEMPLOYED = "unemployed", "sans emploi"
        RETIRED = "retired", "retraité"
        STUDENT = "student", "étudiant"
        RESERVIST = "reservist", "réserviste"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        User, models.PROTECT, related_name="volunteer", verbose_name="compte"
    )
    reference = models.CharField("référence", max_length=12, unique=True)
    state = models.CharField("état", max_length=12, choices=State.choices, default=State.INCOMPLETE)
    state_reason = models.CharField("motif de l’état", max_length=300, blank=True)
    profession = models.ForeignKey(
        Profession, models.PROTECT, null=True, blank=True, verbose_name="profession"
    )
    speciality = models.ForeignKey(
        Speciality, models.PROTECT, null=True, blank=True, verbose_name="spécialité"
    )
    status = models.CharField("statut", max_length=12, choices=Status.choices, blank=True)
    status_year = models.PositiveSmallIntegerField(
        "année de retraite ou d’étude", null=True, blank=True
    )
    rpps = models.CharField("numéro RPPS", max_length=11, blank=True)
    phone = models.CharField("téléphone mobile", max_length=20, blank=True)
    commune = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, verbose_name="commune"
    )
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    max_km = models.PositiveSmallIntegerField(
        "distance acceptée (km)",
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    max_km_lodged = models.PositiveSmallIntegerField(
        "distance acceptée si logé (km)",
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    has_transport = models.BooleanField("se déplace par ses propres moyens", default=True)
    trust = models.PositiveSmallIntegerField(
        "niveau de confiance", choices=Trust.choices, default=Trust.DECLARED
    )
    skills = ArrayField(
        models.CharField(max_length=16, choices=Skill.choices),
        verbose_name="expériences",
        default=list,
        blank=True,
    )
    recent_skills = ArrayField(
        models.CharField(max_length=16, choices=Skill.choices),
        verbose_name="expériences récentes",
        default=list,
        blank=True,
        editable=False,
    )
    free = InstantMultirange("périodes libres", db_default="{}", editable=False)
    weekly_limit = models.PositiveSmallIntegerField(
        "sollicitations par semaine", default=3, validators=[MaxValueValidator(7)]
    )
    confirmed_at = models.DateTimeField("disponibilité confirmée le", null=True, blank=True)
    last_asked_at = models.DateTimeField("dernière sollicitation", null=True, blank=True)
    engaged_until = models.DateField("engagé ailleurs jusqu’au", null=True, blank=True)
    paused_until = models.DateField("en pause jusqu’au", null=True, blank=True)
    created_at = models.DateTimeField("inscrit le", auto_now_add=True)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = "volontaire"
        verbose_name_plural = "volontaires"
        constraints = [
            models.UniqueConstraint(
                fields=["rpps"],
                condition=~Q(rpps=""),
                name="volunteer_one_per_rpps",
                violation_error_message=(
                    "Ce numéro RPPS est déjà celui d’un autre compte. "
                    "Si c’est le vôtre, écrivez-nous."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state="active")
                | Q(
                    profession__isnull=False,
                    commune__isnull=False,
                    latitude__isnull=False,
                    longitude__isnull=False,
                    confirmed_at__isnull=False,
                )
                & ~Q(status=""),
                name="volunteer_active_is_complete",
                violation_error_message="Un profil incomplet ne compte jamais comme disponible.",
            ),
        ]
        indexes = [
            GistIndex(
                F("profession"),
                Func("longitude", "latitude", function="point"),
                condition=Q(state="active"),
                name="volunteer_pool_by_place",
            ),
            models.Index(fields=["state", "confirmed_at"], name="volunteer_by_freshness"),
            models.Index(fields=["commune", "state"], name="volunteer_by_commune"),
        ]
        triggers = [
            # A whole-row save carries the `free` it once read; only availabilities change it.
            pgtrigger.Trigger(
                name="free_is_the_database_s",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.free IS DISTINCT FROM NEW.free AND pg_trigger_depth() = 0"
                ),
                func="NEW.free = OLD.free; RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
