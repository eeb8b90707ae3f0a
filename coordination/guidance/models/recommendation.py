"""A recommendation and its versions: one number for good, one version in force at most."""

from datetime import date
from typing import Any, ClassVar, Self
from uuid import uuid4

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coordination.crisis.models import around
from portal.accounts.models import Role, User
from portal.territories.models import Territory

WRITERS = (Role.ARS, Role.ADMINISTRATOR)
LINE = 160
# Its words are written before it is in force; afterwards it only ends, once.
FIXED = """
    IF OLD.state IN ('draft', 'to_validate') AND NEW.n = OLD.n
       AND NEW.recommendation_id = OLD.recommendation_id
       AND NEW.state IN ('draft', 'to_validate', 'in_force') THEN
        RETURN NEW;
    END IF;
    IF OLD.state = 'in_force' AND NEW.state IN ('replaced', 'repealed')
       AND to_jsonb(OLD) - '{state,ended_at,ended_by_id,end_reason}'::text[]
         = to_jsonb(NEW) - '{state,ended_at,ended_by_id,end_reason}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a version does not change once in force: write another';
"""
# What was cited stays: the number always, the title from the first publication on.
CITED = """
    IF NEW.number = OLD.number AND NEW.rank = OLD.rank AND NEW.uuid = OLD.uuid
       AND NEW.territory_id = OLD.territory_id AND (
        (NEW.title = OLD.title AND NEW.issuer = OLD.issuer) OR NOT EXISTS (
            SELECT 1 FROM guidance_version
            WHERE recommendation_id = OLD.id AND state NOT IN ('draft', 'to_validate'))) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a recommendation keeps its number, and its title once published';
"""


def never_emptied(name: str) -> pgtrigger.Trigger:
    """TRUNCATE is refused."""
    return pgtrigger.Trigger(
        name=f"{name}_never_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
    )


def issuing(user: User) -> "models.QuerySet[Territory]":
    """The territories whose recommendations `user` writes and validates."""
    return Territory.objects.within(user.territories_of(*WRITERS))


class Topic(models.TextChoices):
    CARE = "care", "prise en charge"
    PROTECTION = "protection", "hygiène et protection"
    PREVENTION = "prevention", "dépistage et vaccination"
    ORGANISATION = "organisation", "organisation"
    SUPPLIES = "supplies", "matériel et produits"
    OTHER = "other", "autre sujet"


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, user: User) -> Self:
        """Those of which one version at least is visible."""
        return self.filter(pk__in=Version.objects.visible_to(user).values("recommendation"))


class Recommendation(models.Model):
    """What a territory says to do on one subject. Cited by `number`, which never changes."""

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="recommendations", verbose_name="territoire"
    )
    rank = models.PositiveIntegerField("rang")
    number = models.CharField("numéro", max_length=40, unique=True)
    title = models.CharField("titre", max_length=140)
    topic = models.CharField("sujet", max_length=14, choices=Topic.choices)
    issuer = models.CharField("organisme auteur", max_length=120)
    search_key = models.CharField("texte de recherche", max_length=400, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="créée par")
    created_at = models.DateTimeField("créée le")

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = "recommandation"
        verbose_name_plural = "recommandations"
        constraints = [
            models.UniqueConstraint(fields=["territory", "rank"], name="recommendation_rank_once"),
        ]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="recommendation_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="recommendation_cited",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=CITED,
            ),
            never_emptied("recommendation"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/recommandations/{self.uuid}/"


class VersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, user: User) -> Self:
        """Once published: the professionals of the territory, around and inside, and whoever it
        concerns. Before: those who write there."""
        if not user.is_authenticated:
            return self.none()
        near = Q(recommendation__territory__in=around(user).values("pk"))
        told = Q(pk__in=Version.objects.filter(addressees__user=user.pk).values("pk"))
        written = Q(recommendation__territory__in=issuing(user).values("pk"))
        return self.filter(Q(state__in=Version.PUBLISHED) & (near | told) | written)

    def told_to(self, user: User) -> Self:
        """In force, meant for `user`, and not read yet."""
        mine = self.filter(state=Version.State.IN_FORCE, addressees__user=user.pk)
        return mine.exclude(acknowledgments__user=user.pk)


class Version(models.Model):
    """Three lines above a link, for an audience, from a day until a review."""

    class State(models.TextChoices):
        DRAFT = "draft", "en rédaction"
        SUBMITTED = "to_validate", "à valider"
        IN_FORCE = "in_force", "en vigueur"
        REPLACED = "replaced", "remplacée"
        REPEALED = "repealed", "abrogée"

    OPEN = (State.DRAFT, State.SUBMITTED)
    PUBLISHED = (State.IN_FORCE, State.REPLACED, State.REPEALED)

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="versions", verbose_name="recommandation"
    )
    n = models.PositiveSmallIntegerField("version")
    state = models.CharField("état", max_length=12, choices=State.choices, default=State.DRAFT)
    changes = models.CharField("ce qui change", max_length=LINE)
    actors = models.CharField("qui agit", max_length=LINE)
    deadline = models.CharField("avant quand", max_length=LINE)
    link = models.URLField("lien vers la source", max_length=500)
    valid_from = models.DateField("en vigueur à partir du")
    review_by = models.DateField("à relire avant le")
    place = models.ForeignKey(
        Territory, models.PROTECT, related_name="+", verbose_name="où sont les destinataires"
    )
    roles = ArrayField(
        models.CharField(max_length=16, choices=Role.choices),
        verbose_name="rôles", default=list, blank=True,
    )  # fmt: skip
    categories = ArrayField(
        models.CharField(max_length=8), verbose_name="catégories", default=list, blank=True
    )
    professions = ArrayField(
        models.CharField(max_length=8), verbose_name="professions", default=list, blank=True
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="remplace",
    )
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="auteur")
    created_at = models.DateTimeField("écrite le")
    submitted_at = models.DateTimeField("soumise le", null=True, blank=True)
    validator = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="validée par"
    )
    published_at = models.DateTimeField("mise en vigueur le", null=True, blank=True)
    ended_at = models.DateTimeField("fin de vigueur le", null=True, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="finie par"
    )
    end_reason = models.CharField("motif de l’abrogation", max_length=300, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version d’une recommandation"
        verbose_name_plural = "versions des recommandations"
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "n"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["recommendation"],
                condition=Q(state="in_force"),
                name="version_one_in_force",
                violation_error_message="Une seule version est en vigueur à la fois.",
            ),
            models.UniqueConstraint(
                fields=["recommendation"],
                condition=Q(state__in=["draft", "to_validate"]),
                name="version_one_in_hand",
                violation_error_message="Une autre version est déjà en préparation.",
            ),
            models.CheckConstraint(
                condition=Q(review_by__gt=F("valid_from")),
                name="version_review_after",
                violation_error_message="La relecture vient après l’entrée en vigueur.",
            ),
            models.CheckConstraint(
                condition=~Q(changes="") & ~Q(actors="") & ~Q(deadline="") & ~Q(link=""),
                name="version_three_lines",
                violation_error_message="Les trois lignes et le lien sont nécessaires.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "to_validate"], published_at__isnull=True)
                | Q(
                    ~Q(state__in=["draft", "to_validate"]),
                    published_at__isnull=False,
                    validator__isnull=False,
                ),
                name="version_published_by_somebody",
                violation_error_message="Une version publiée dit quand et par qui.",
            ),
            models.CheckConstraint(
                condition=~Q(state="repealed") | ~Q(end_reason=""),
                name="version_repealed_for_a_reason",
                violation_error_message="Une abrogation dit pourquoi.",
            ),
        ]
        indexes = [models.Index(fields=["state", "-created_at"], name="version_by_state")]
        triggers: ClassVar[list[Any]] = [
            pgtrigger.Protect(name="version_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="version_fixed", when=pgtrigger.Before, operation=pgtrigger.Update, func=FIXED
            ),
            never_emptied("version"),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation.number}, version {self.n}"

    def get_absolute_url(self) -> str:
        return f"/recommandations/{self.recommendation.uuid}/v/{self.n}/"

    @property
    def is_in_force(self) -> bool:
        """It is the one that counts today."""
        return self.state == self.State.IN_FORCE

    @property
    def is_open(self) -> bool:
        """Not published yet: its words may still change."""
        return self.state in self.OPEN

    @property
    def has_begun(self) -> bool:
        """Its first day has come."""
        return self.valid_from <= timezone.localdate()

    @property
    def is_to_review(self) -> bool:
        """In force, and past the day by which somebody was to read it again."""
        return self.is_in_force and self.review_by < _today()


def _today() -> date:
    return timezone.localdate()
