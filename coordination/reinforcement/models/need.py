"""The need: what a structure lacks, for which slots, on which terms."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.utils import timezone

from coordination.reinforcement.models.skills import Skill
from coordination.reinforcement.models.volunteer import Trust, Volunteer
from directory.models import Profession, Structure
from portal.accounts.models import Role, User
from portal.territories.models import Containment, Territory

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models.expressions import Combinable


# Who reads, on their territory, the needs that left the draft.
READERS = (Role.ARS, Role.ADMINISTRATOR, Role.COORDINATOR, Role.CPTS_MEMBER)


class NeedQuerySet(models.QuerySet["Need"]):
    def visible_to(self, user: "User") -> Self:
        """The needs of one's structures, drafts included; what oneself wrote and nobody sent,
        even before approval; past the draft, those of the territories one answers for or
        belongs to; and one's own asks."""
        if not user.is_authenticated:
            return self.none()
        territories = user.territories_of(*READERS)
        below = Territory.objects.within(territories)
        return self.filter(
            Q(structure__in=user.structures_of(Role.MANAGER))
            | Q(created_by=user, submitted_at__isnull=True)
            | Q(structure__commune__in=below) & ~Q(state=Need.State.DRAFT)
            | Q(pk__in=user_asks(user))
        )

    def for_page_of(self, user: "User") -> Self:
        """Annotates what each page of a need asks: `last_rank` of its waves, and `overseen`,
        one of the territories that `user` oversees holds it."""
        above = [
            grant.territory_id
            for grant in user.grants_in_force
            if grant.role in (Role.ARS, Role.ADMINISTRATOR)
        ]
        holds = Containment.objects.filter(
            ancestor__in=above, descendant=OuterRef("structure__commune")
        )
        last = (
            self.model.objects.filter(pk=OuterRef("pk"))
            .order_by("-waves__rank")
            .values("waves__rank")
        )
        return self.annotate(last_rank=Subquery(last[:1]), overseen=Exists(holds))

    def living(self) -> Self:
        """Neither over nor given up."""
        return self.filter(state__in=Need.LIVING)

    def recruiting(self) -> Self:
        """Places are still open and volunteers may still be told."""
        vacant = Slot.objects.vacant().filter(need=OuterRef("pk"))
        recruits = [Need.State.OPEN, Need.State.PARTLY_FILLED]
        return self.filter(Exists(vacant), state__in=recruits, answer_by__gt=timezone.now())

    def with_places(self) -> Self:
        """Annotates `places` asked and `places_taken`, summed over the slots."""
        return self.annotate(
            places=Sum("slots__capacity", default=0), places_taken=Sum("slots__taken", default=0)
        )


def user_asks(user: "User") -> "models.QuerySet":
    """Ids of the needs that `user` was asked for as a volunteer."""
    return Volunteer.objects.filter(user=user).values("assignments__need")


@pghistory.track(exclude=["contact_name", "contact_phone"])
class Need(models.Model):
    """Hands wanted by a structure: one kind of profile, one or several slots.

    Two kinds of profile are two needs, copied from one another. State moves only by
    conditional updates in `services`; filled states follow from the places taken.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "brouillon"
        SUBMITTED = "submitted", "soumis à l’ARS"
        VALIDATED = "validated", "validé par l’ARS"
        OPEN = "open", "en diffusion"
        PARTLY_FILLED = "partly_filled", "partiellement pourvu"
        FILLED = "filled", "pourvu"
        SUSPENDED = "suspended", "suspendu"
        CLOSED = "closed", "clos"
        EXPIRED = "expired", "expiré"
        CANCELLED = "cancelled", "annulé"

    LIVING = (
        State.SUBMITTED,
        State.VALIDATED,
        State.OPEN,
        State.PARTLY_FILLED,
        State.FILLED,
        State.SUSPENDED,
    )

    class Criticality(models.IntegerChoices):
        VITAL = 1, "vitale : les soins ne sont plus assurés"
        HIGH = 2, "forte : fonctionnement très dégradé"
        NORMAL = 3, "modérée : à combler dans la semaine"

    class Motive(models.TextChoices):
        ABSENCE = "absence", "absences imprévues"
        SURGE = "surge", "afflux de patients"
        CLUSTER = "cluster", "foyer épidémique"
        OPENING = "opening", "ouverture de lits ou d’une unité"
        RELIEF = "relief", "relève d’une équipe épuisée"
        CAMPAIGN = "campaign", "campagne de vaccination ou de dépistage"
        OTHER = "other", "autre motif"

    class Mode(models.TextChoices):
        SELECTION = "selection", "sur sélection : la structure choisit"
        DIRECT = "direct", "attribution directe : le premier oui prend la place"

    class Vehicle(models.TextChoices):
        SECONDMENT = "secondment", "mise à disposition entre employeurs"
        FIXED_TERM = "fixed_term", "CDD ou vacation"
        LIBERAL = "liberal", "contrat libéral ou vacation ARS"
        RETIRED = "retired", "cumul emploi-retraite"
        STUDENT = "student", "vacation ou convention avec l’école"
        UNPAID = "unpaid", "bénévolat"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="needs", verbose_name="structure"
    )
    unit = models.CharField("service ou unité", max_length=120, blank=True)
    state = models.CharField("état", max_length=14, choices=State.choices, default=State.DRAFT)
    state_reason = models.CharField("motif de l’état", max_length=300, blank=True)
    resumes_as = models.CharField("état avant suspension", max_length=14, blank=True)
    motive = models.CharField("motif", max_length=12, choices=Motive.choices)
    motive_detail = models.TextField("précisions", max_length=1000, blank=True)
    criticality = models.PositiveSmallIntegerField(
        "criticité", choices=Criticality.choices, default=Criticality.HIGH
    )
    priority = models.PositiveSmallIntegerField(
        "priorité fixée par l’ARS",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    professions = models.ManyToManyField(
        Profession, related_name="needs", verbose_name="professions acceptées"
    )
    required_skills = ArrayField(
        models.CharField(max_length=16, choices=Skill.choices),
        verbose_name="expériences exigées",
        default=list,
        blank=True,
    )
    wished_skills = ArrayField(
        models.CharField(max_length=16, choices=Skill.choices),
        verbose_name="expériences souhaitées",
        default=list,
        blank=True,
    )
    minimum_trust = models.PositiveSmallIntegerField(
        "niveau de confiance minimal", choices=Trust.choices, default=Trust.REGISTERED
    )
    radius_km = models.PositiveSmallIntegerField(
        "rayon de recherche (km)",
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    mode = models.CharField("mode", max_length=10, choices=Mode.choices, default=Mode.SELECTION)
    partial_allowed = models.BooleanField("une partie des créneaux suffit", default=True)
    lodging = models.BooleanField("hébergement offert", default=False)
    transport = models.BooleanField("transport pris en charge", default=False)
    meals = models.BooleanField("repas offerts", default=False)
    childcare = models.BooleanField("garde d’enfants proposée", default=False)
    vehicles = ArrayField(
        models.CharField(max_length=12, choices=Vehicle.choices),
        verbose_name="cadres juridiques proposés",
        default=list,
        blank=True,
    )
    pay = models.CharField("rémunération", max_length=200, blank=True)
    conditions = models.CharField(
        "conditions d’entrée (vaccination, formation…)", max_length=300, blank=True
    )
    welcome = models.TextField("accueil sur place", max_length=1000, blank=True)
    contact_name = models.CharField("contact sur place", max_length=120, blank=True)
    contact_phone = models.CharField("téléphone du contact", max_length=20, blank=True)
    local_means_exhausted = models.BooleanField("moyens locaux épuisés", default=False)
    automatic = models.BooleanField("vagues automatiques jusqu’à pourvoir", default=False)
    answer_by = models.DateTimeField("réponse utile jusqu’au")
    version = models.PositiveSmallIntegerField("version", default=1)
    is_exercise = models.BooleanField("exercice", default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="créé par"
    )
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    submitted_at = models.DateTimeField("soumis le", null=True, blank=True)
    validated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="validé par",
    )
    validated_at = models.DateTimeField("validé le", null=True, blank=True)
    opened_at = models.DateTimeField("diffusé le", null=True, blank=True)
    filled_at = models.DateTimeField("pourvu le", null=True, blank=True)
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = "besoin de renfort"
        verbose_name_plural = "besoins de renfort"
        constraints = [
            models.CheckConstraint(
                condition=Q(radius_km__range=(1, 1000)),
                name="need_radius_sensible",
                violation_error_message="Le rayon de recherche va de 1 à 1 000 km.",
            ),
            models.CheckConstraint(
                condition=~Q(state="suspended") | ~Q(resumes_as=""),
                name="need_suspended_can_resume",
                violation_error_message="Un besoin suspendu se souvient de son état.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "criticality", "answer_by", "id"], name="need_by_urgency"
            ),
            models.Index(fields=["structure", "state"], name="need_of_structure"),
        ]

    def __str__(self) -> str:
        return f"besoin {self.pk} de {self.structure}"

    def get_absolute_url(self) -> str:
        return f"/renforts/besoins/{self.uuid}/"

    @property
    def is_recruiting(self) -> bool:
        """Places are still open and volunteers may still be told."""
        return self._awaits_answers and self._has_place_ahead

    @property
    def is_full(self) -> bool:
        """Nothing is left to take ahead, even when a past slot was not filled."""
        full = self._awaits_answers and not self._has_place_ahead
        return self.state == self.State.FILLED or full

    @property
    def _awaits_answers(self) -> bool:
        recruits = (self.State.OPEN, self.State.PARTLY_FILLED)
        return self.state in recruits and self.answer_by > timezone.now()

    @property
    def _has_place_ahead(self) -> bool:
        now = timezone.now()
        return any(slot.is_vacant(now) for slot in self.slots.all())


class SlotQuerySet(models.QuerySet["Slot"]):
    def vacant(self) -> Self:
        """Slots with a place left that have not ended."""
        return self.filter(taken__lt=F("capacity"), period__endswith__gt=timezone.now())

    def in_order(self) -> Self:
        first: Combinable = F("period__startswith")
        return self.order_by(first, "pk")


class Slot(models.Model):
    """A half-open period of a need and its number of places.

    `taken` counts the seats that hold a place; a trigger of `Seat` keeps it and the check
    below refuses one too many, whatever the path.
    """

    need = models.ForeignKey(Need, models.CASCADE, related_name="slots", verbose_name="besoin")
    period = DateTimeRangeField("période")
    capacity = models.PositiveSmallIntegerField(
        "places", validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    taken = models.PositiveSmallIntegerField("places prises", default=0, editable=False)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = "créneau"
        verbose_name_plural = "créneaux"
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")),
                name="slot_within_capacity",
                violation_error_message="Toutes les places de ce créneau sont prises.",
            ),
            models.CheckConstraint(
                condition=Q(capacity__range=(1, 500)),
                name="slot_capacity_sensible",
                violation_error_message="Un créneau compte de 1 à 500 places.",
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False)
                & Q(period__lower_inf=False)
                & Q(period__upper_inf=False),
                name="slot_bounded",
                violation_error_message="Le créneau doit finir après avoir commencé.",
            ),
            models.UniqueConstraint(
                fields=["need", "period"],
                name="slot_once",
                violation_error_message="Ce créneau figure déjà dans le besoin.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period.lower:%d/%m %H:%M} → {self.period.upper:%d/%m %H:%M}"

    def is_vacant(self, now: "datetime") -> bool:
        """A place is left and it has not ended: what `vacant` asks of the database."""
        return self.taken < self.capacity and self.period.upper > now
