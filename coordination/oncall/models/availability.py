"""What people say of their time: absent, available, willing. Three different things."""

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from coordination.oncall.models.author import signed
from coordination.oncall.models.line import Line
from coordination.oncall.models.people import Person

if TYPE_CHECKING:
    from portal.accounts.models import User


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def visible_to(self, user: "User") -> Self:
        """One's own, and those of the people one coordinates."""
        return self.filter(person__in=Person.objects.visible_to(user))


class Absence(models.Model):
    """A person is away during [start, end[. The reason is theirs: rosters never show it."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="absences", verbose_name="personne"
    )
    period = DateTimeRangeField("période")
    private_reason = models.CharField("raison (privée)", max_length=200, blank=True)
    source = models.CharField("identifiant d’origine", max_length=200, blank=True)
    created_by = signed("saisie par")
    created_at = models.DateTimeField("saisie le", auto_now_add=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = "absence"
        verbose_name_plural = "absences"
        constraints = [
            ExclusionConstraint(
                name="absence_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Une absence est déjà notée sur cette période.",
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False)
                & Q(period__lower_inf=False)
                & Q(period__upper_inf=False),
                name="absence_bounded",
                violation_error_message="L’absence doit finir après avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return f"absence de {self.person_id}"


class Availability(models.Model):
    """Whether a person can serve on a line during a period.

    Three states, never two: available, unavailable, and no row at all, not entered yet.
    """

    class State(models.TextChoices):
        AVAILABLE = "available", "disponible"
        UNAVAILABLE = "unavailable", "indisponible"

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="availabilities", verbose_name="personne"
    )
    line = models.ForeignKey(
        Line, models.CASCADE, related_name="availabilities", verbose_name="ligne"
    )
    period = DateTimeRangeField("période")
    state = models.CharField("état", max_length=12, choices=State.choices)
    source = models.CharField("identifiant d’origine", max_length=200, blank=True)
    created_at = models.DateTimeField("saisie le", auto_now_add=True)

    class Meta:
        verbose_name = "disponibilité d’astreinte"
        verbose_name_plural = "disponibilités d’astreinte"
        constraints = [
            ExclusionConstraint(
                name="oncall_availability_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("line", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Une disponibilité est déjà saisie sur cette période.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.get_state_display()}"


class Wish(models.Model):
    """What a person would rather: « I can » is not « I wish ». Weighs 1 to 5."""

    class Kind(models.TextChoices):
        WANTS = "wants", "souhaite"
        AVOIDS = "avoids", "préfère éviter"

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="wishes", verbose_name="personne"
    )
    line = models.ForeignKey(Line, models.CASCADE, related_name="wishes", verbose_name="ligne")
    period = DateTimeRangeField("période")
    kind = models.CharField("nature", max_length=8, choices=Kind.choices)
    weight = models.PositiveSmallIntegerField(
        "poids", default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    created_at = models.DateTimeField("saisi le", auto_now_add=True)

    class Meta:
        verbose_name = "souhait"
        verbose_name_plural = "souhaits"
        constraints = [
            ExclusionConstraint(
                name="wish_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("line", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Un souhait est déjà saisi sur cette période.",
            ),
            models.CheckConstraint(
                condition=Q(weight__range=(1, 5)),
                name="wish_weight_sensible",
                violation_error_message="Un souhait pèse de 1 à 5.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.get_kind_display()}"
