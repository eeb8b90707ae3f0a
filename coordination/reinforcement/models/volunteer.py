"""The volunteer: who, what they can do, when, how far, and what was checked."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
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

# "Free" is what is declared available less what is declared unavailable, from now on. The
# database keeps it, so that no bulk write can leave it wrong and one row answers "covers
# this slot?" whatever the number of declared periods.
REFRESH_FREE = """
    UPDATE reinforcement_volunteer AS v
    SET free = COALESCE((
        SELECT COALESCE(range_agg(a.period) FILTER (WHERE a.nature = 'available'), '{{}}')
             - COALESCE(range_agg(a.period) FILTER (WHERE a.nature = 'unavailable'), '{{}}')
        FROM reinforcement_availability AS a
        WHERE a.volunteer_id = v.id AND upper(a.period) > now()
    ), '{{}}')
    WHERE v.id IN ({changed});
    RETURN NULL;
"""


# Kept by the database for the same reason; "recent" is the last five years, the same as
# `RECENT_YEARS` in matching.py.
REFRESH_SKILLS = """
    UPDATE reinforcement_volunteer AS v
    SET skills = COALESCE(e.held, '{{}}'), recent_skills = COALESCE(e.recent, '{{}}')
    FROM (
        SELECT c.volunteer_id, array_agg(x.skill) FILTER (WHERE x.skill IS NOT NULL) AS held,
            array_agg(x.skill) FILTER (
                WHERE x.last_year >= extract(year FROM now()) - 5) AS recent
        FROM ({changed}) AS c
        LEFT JOIN reinforcement_experience AS x ON x.volunteer_id = c.volunteer_id
        GROUP BY c.volunteer_id
    ) AS e
    WHERE v.id = e.volunteer_id;
    RETURN NULL;
"""


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

    def in_pool(self) -> Self:
        """Those who may be asked: complete, not paused, availability confirmed of late."""
        return self.filter(state=Volunteer.State.ACTIVE)


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


def _refresh(
    name: str, sql: str, operation: "pgtrigger.Operation", **tables: str
) -> pgtrigger.Trigger:
    """A trigger that runs `sql` once per statement, over the volunteers it touched."""
    changed = " UNION ".join(f"SELECT volunteer_id FROM {alias}" for alias in tables.values())  # noqa: S608
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),
        func=sql.format(changed=changed),
    )


class Experience(models.Model):
    """Months spent in a domain, and the year of last practice."""

    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="experiences", verbose_name="volontaire"
    )
    skill = models.CharField("domaine", max_length=16, choices=Skill.choices)
    months = models.PositiveSmallIntegerField("durée (mois)", validators=[MinValueValidator(1)])
    last_year = models.PositiveSmallIntegerField("dernière année d’exercice")

    class Meta:
        verbose_name = "expérience"
        verbose_name_plural = "expériences"
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "skill"],
                name="experience_once_per_skill",
                violation_error_message="Ce domaine est déjà dans votre liste.",
            ),
        ]
        triggers = [
            _refresh("skills_after_insert", REFRESH_SKILLS, pgtrigger.Insert, new="added"),
            _refresh(
                "skills_after_update",
                REFRESH_SKILLS,
                pgtrigger.Update,
                old="removed",
                new="added",
            ),
            _refresh("skills_after_delete", REFRESH_SKILLS, pgtrigger.Delete, old="removed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_skill_display()}, {self.months} mois"


class Availability(models.Model):
    """What a volunteer declared of a half-open period. Unavailable wins over available."""

    class Nature(models.TextChoices):
        AVAILABLE = "available", "disponible"
        ON_CALL = "on_call", "joignable en astreinte"
        UNAVAILABLE = "unavailable", "indisponible"

    class Origin(models.TextChoices):
        DATED = "dated", "date précise"
        WEEKLY = "weekly", "semaine type"

    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="availabilities", verbose_name="volontaire"
    )
    nature = models.CharField(
        "nature", max_length=12, choices=Nature.choices, default=Nature.AVAILABLE
    )
    origin = models.CharField("origine", max_length=8, choices=Origin.choices, default=Origin.DATED)
    period = DateTimeRangeField("période")

    class Meta:
        verbose_name = "disponibilité"
        verbose_name_plural = "disponibilités"
        constraints = [
            ExclusionConstraint(
                name="availability_no_overlap",
                expressions=[
                    ("volunteer", RangeOperators.EQUAL),
                    ("nature", RangeOperators.EQUAL),
                    ("origin", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Vous avez déjà déclaré une partie de cette période.",
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False)
                & Q(period__lower_inf=False)
                & Q(period__upper_inf=False),
                name="availability_bounded",
                violation_error_message="Une disponibilité a un début et une fin.",
            ),
        ]
        triggers = [
            _refresh("free_after_insert", REFRESH_FREE, pgtrigger.Insert, new="added"),
            _refresh(
                "free_after_update", REFRESH_FREE, pgtrigger.Update, old="removed", new="added"
            ),
            _refresh("free_after_delete", REFRESH_FREE, pgtrigger.Delete, old="removed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_nature_display()} {self.period}"


class WeeklyPattern(models.Model):
    """A weekly habit, in the volunteer's local time; `ends` at or before `starts` is next day."""

    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="patterns", verbose_name="volontaire"
    )
    weekday = models.PositiveSmallIntegerField(
        "jour",
        choices=list(
            enumerate(["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"])
        ),
    )
    starts = models.TimeField("de")
    ends = models.TimeField("à")

    class Meta:
        verbose_name = "habitude hebdomadaire"
        verbose_name_plural = "habitudes hebdomadaires"
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "weekday", "starts"],
                name="weekly_pattern_once",
                violation_error_message="Ce créneau est déjà dans votre semaine type.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M}-{self.ends:%H:%M}"


class Consent(models.Model):
    """What a volunteer agreed to, in which version of the text, when, how, and until when."""

    class Purpose(models.TextChoices):
        REGISTRY = "registry", "figurer dans le registre des renforts"
        SMS = "sms", "être sollicité par SMS"
        EMAIL = "email", "être sollicité par courriel"

    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="consents", verbose_name="volontaire"
    )
    purpose = models.CharField("finalité", max_length=12, choices=Purpose.choices)
    text_version = models.CharField("version du texte", max_length=20)
    given_at = models.DateTimeField("donné le")
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    how = models.CharField("recueilli par", max_length=40, default="formulaire")

    class Meta:
        verbose_name = "consentement"
        verbose_name_plural = "consentements"
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_one_in_force",
                violation_error_message="Ce consentement est déjà en vigueur.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.text_version})"


class Evidence(models.Model):
    """One check of what a volunteer declared: source, what was compared, result."""

    class Source(models.TextChoices):
        REGISTER = "register", "répertoire RPPS"
        DOCUMENT = "document", "document vu"
        STRUCTURE = "structure", "attesté par une structure"

    class Result(models.TextChoices):
        MATCH = "match", "conforme"
        NAME_DIFFERS = "name_differs", "nom différent"
        INACTIVE = "inactive", "inactif"
        NOT_FOUND = "not_found", "introuvable"
        NOT_CHECKABLE = "not_checkable", "non vérifiable"

    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="evidences", verbose_name="volontaire"
    )
    source = models.CharField("source", max_length=12, choices=Source.choices)
    result = models.CharField("résultat", max_length=14, choices=Result.choices)
    compared = models.CharField("éléments comparés", max_length=300)
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="vérifié par",
    )
    checked_at = models.DateTimeField("vérifié le", auto_now_add=True)
    next_check_on = models.DateField("à revoir le", null=True, blank=True)

    class Meta:
        verbose_name = "vérification"
        verbose_name_plural = "vérifications"

    def __str__(self) -> str:
        return f"{self.get_source_display()} : {self.get_result_display()}"
