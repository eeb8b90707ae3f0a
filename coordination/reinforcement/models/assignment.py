"""The assignment: the whole path of one volunteer on one need, seat by seat."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from coordination.reinforcement.models.need import Need, Slot
from coordination.reinforcement.models.volunteer import Volunteer
from coordination.reinforcement.models.wave import Wave
from portal.territories.models import Containment

if TYPE_CHECKING:
    from portal.accounts.models import User


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: "User") -> Self:
        """One's own path, and those on the needs that one manages or oversees."""
        if not user.is_authenticated:
            return self.none()
        own = Q(volunteer__user=user)
        managed = Q(need__structure__in=user.structures_of("manager"))
        territories = user.territories_of("ars", "administrator")
        # Not a join: what holds a commune would be read for every row, then made unique again.
        holds = Containment.objects.filter(
            ancestor__in=territories, descendant=OuterRef("need__structure__commune")
        )
        return self.filter(own | managed | Q(Exists(holds)))

    def pending(self) -> Self:
        """Asked, not yet answered or answered yes and waiting for the structure."""
        return self.filter(state__in=Assignment.PENDING)


class Assignment(models.Model):
    """One ask and what became of it. One row per volunteer and need, for good.

    `score` and `reasons` are frozen as shown the day of the ask. `link_key` makes the
    personal link (portal.lib.links); changing it revokes every link sent.
    """

    class State(models.TextChoices):
        NOTIFIED = "notified", "sollicité"
        SEEN = "seen", "page consultée"
        ACCEPTED = "accepted", "a dit oui"
        REFUSED = "refused", "a décliné"
        EXPIRED = "expired", "sans réponse"
        STANDBY = "standby", "liste d’attente"
        OFFERED = "offered", "place proposée"
        SELECTED = "selected", "retenu"
        DECLINED = "declined", "non retenu"
        RELEASED = "released", "libéré, la structure n’a pas répondu"
        CONFIRMED = "confirmed", "confirmé"
        STARTED = "started", "sur place"
        FINISHED = "finished", "mission terminée"
        ABSENT = "absent", "absent"
        CANCELLED = "cancelled", "annulé"
        STOOD_DOWN = "stood_down", "n’est plus nécessaire"

    PENDING = (State.NOTIFIED, State.SEEN, State.ACCEPTED)
    HOLDING = (State.SELECTED, State.CONFIRMED, State.STARTED, State.FINISHED)

    class Origin(models.TextChoices):
        WAVE = "wave", "vague"
        PICKED = "picked", "choisi à la main"
        SPONTANEOUS = "spontaneous", "candidature"

    class Channel(models.TextChoices):
        EMAIL = "email", "courriel"
        SMS = "sms", "SMS"
        PORTAL = "portal", "portail"
        PHONE = "phone", "téléphone"

    class Refusal(models.TextChoices):
        NOT_AVAILABLE = "not_available", "plus disponible"
        TOO_FAR = "too_far", "trop loin"
        EMPLOYER = "employer", "l’employeur refuse"
        TERMS = "terms", "les conditions ne conviennent pas"
        NOT_MY_FIELD = "not_my_field", "ce n’est pas mon domaine"
        UNSAID = "unsaid", "sans motif"

    class Declined(models.TextChoices):
        OTHER_CHOSEN = "other_chosen", "une autre personne a été retenue"
        PROFILE = "profile", "le profil ne convient pas"
        UNREACHABLE = "unreachable", "injoignable"
        NEED_CHANGED = "need_changed", "le besoin a changé"

    class Employer(models.TextChoices):
        NOT_REQUIRED = "not_required", "accord non requis"
        ASKED = "asked", "accord à demander"
        AGREED = "agreed", "accord de principe"
        WRITTEN = "written", "accord écrit"
        REFUSED = "refused", "employeur opposé"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    link_key = models.UUIDField("clé du lien", default=uuid4, unique=True, editable=False)
    need = models.ForeignKey(
        Need, models.CASCADE, related_name="assignments", verbose_name="besoin"
    )
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="assignments", verbose_name="volontaire"
    )
    wave = models.ForeignKey(
        Wave,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name="vague",
    )
    origin = models.CharField("origine", max_length=12, choices=Origin.choices)
    state = models.CharField("état", max_length=12, choices=State.choices, default=State.NOTIFIED)
    need_version = models.PositiveSmallIntegerField("version du besoin", default=1)
    score = models.FloatField("score", default=0)
    distance_km = models.FloatField("distance (km)", default=0)
    reasons = ArrayField(
        models.CharField(max_length=120), verbose_name="raisons", default=list, blank=True
    )
    answer_channel = models.CharField(
        "canal de la réponse", max_length=8, choices=Channel.choices, blank=True
    )
    refusal = models.CharField("motif du refus", max_length=14, choices=Refusal.choices, blank=True)
    declined = models.CharField(
        "motif de la structure", max_length=14, choices=Declined.choices, blank=True
    )
    cancel_reason = models.CharField("motif de l’annulation", max_length=300, blank=True)
    answer_note = models.CharField("mot du volontaire", max_length=300, blank=True)
    employer = models.CharField(
        "accord de l’employeur",
        max_length=12,
        choices=Employer.choices,
        default=Employer.NOT_REQUIRED,
    )
    reserved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="en cours d’appel par",
    )
    reserved_until = models.DateTimeField("réservé jusqu’à", null=True, blank=True)
    offered_until = models.DateTimeField("proposition valable jusqu’à", null=True, blank=True)
    reminded = models.PositiveSmallIntegerField("rappels à la structure", default=0)
    created_at = models.DateTimeField("créée le", db_default=Now(), editable=False)
    notified_at = models.DateTimeField("sollicité le", null=True, blank=True)
    seen_at = models.DateTimeField("vue le", null=True, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    selected_at = models.DateTimeField("retenu le", null=True, blank=True)
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    started_at = models.DateTimeField("arrivé le", null=True, blank=True)
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "affectation"
        verbose_name_plural = "affectations"
        constraints = [
            models.UniqueConstraint(
                fields=["need", "volunteer"],
                name="assignment_once_per_need",
                violation_error_message="Cette personne a déjà été sollicitée pour ce besoin.",
            ),
        ]
        indexes = [
            models.Index(fields=["need", "state"], name="assignment_by_state"),
            models.Index(fields=["volunteer", "-created_at"], name="assignment_of_volunteer"),
            models.Index(
                fields=["state", "answered_at"],
                condition=Q(state__in=["accepted", "offered"]),
                name="assignment_awaiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer} · {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return f"/renforts/affectations/{self.uuid}/"


# A seat that begins to hold a place counts one more in its slot; the slot's check refuses
# the one too many, and the slot's row lock puts rivals in a queue.
COUNT_PLACES = """
    IF TG_OP = 'UPDATE' AND OLD.holds = NEW.holds AND OLD.slot_id = NEW.slot_id THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' AND OLD.holds THEN
        UPDATE reinforcement_slot SET taken = taken - 1 WHERE id = OLD.slot_id;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.holds THEN
        UPDATE reinforcement_slot SET taken = taken + 1 WHERE id = NEW.slot_id;
    END IF;
    RETURN NULL;
"""


class Seat(models.Model):
    """One slot of an assignment, once the volunteer said yes to it.

    `volunteer` and `period` repeat the parents so that the database itself refuses two
    held places at once for one person.
    """

    class Presence(models.TextChoices):
        EXPECTED = "expected", "attendu"
        PRESENT = "present", "présent"
        ABSENT = "absent", "absent"

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="seats", verbose_name="affectation"
    )
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="seats", verbose_name="créneau")
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="seats", verbose_name="volontaire"
    )
    period = DateTimeRangeField("période")
    holds = models.BooleanField("tient une place", default=False)
    presence = models.CharField(
        "présence", max_length=10, choices=Presence.choices, default=Presence.EXPECTED
    )
    arrived_at = models.DateTimeField("arrivé à", null=True, blank=True)
    hours = models.DecimalField(
        "heures faites",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(300)],
    )

    class Meta:
        verbose_name = "place"
        verbose_name_plural = "places"
        constraints = [
            models.UniqueConstraint(fields=["assignment", "slot"], name="seat_once_per_slot"),
            ExclusionConstraint(
                name="seat_one_place_at_a_time",
                expressions=[
                    ("volunteer", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(holds=True),
                violation_error_message="Cette personne est déjà engagée sur cette période.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="seat_counts_places",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=COUNT_PLACES,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} · {self.slot}"


class Feedback(models.Model):
    """A few words after the mission, from either side."""

    class Author(models.TextChoices):
        VOLUNTEER = "volunteer", "volontaire"
        STRUCTURE = "structure", "structure"

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="feedbacks", verbose_name="affectation"
    )
    author = models.CharField("de la part de", max_length=10, choices=Author.choices)
    rating = models.PositiveSmallIntegerField(
        "appréciation", validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    text = models.TextField("commentaire", max_length=1000, blank=True)
    created_at = models.DateTimeField("écrit le", auto_now_add=True)

    class Meta:
        verbose_name = "retour d’expérience"
        verbose_name_plural = "retours d’expérience"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "author"],
                name="feedback_once_per_side",
                violation_error_message="Votre retour est déjà enregistré.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_author_display()} : {self.rating}/5"
