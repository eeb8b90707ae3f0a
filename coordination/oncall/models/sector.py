"""Sectors: how a line is cut into communes, at which dates and which hours."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, IntegerRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from coordination.oncall.models.choices import HolidayZone, SlotClass
from coordination.oncall.models.line import Line, LineRole
from portal.territories.models import Territory

if TYPE_CHECKING:
    from portal.accounts.models import User

# A band is counted in minutes of the local day.
DAY_MINUTES = 1440


def whole_day() -> NumericRange:
    """From midnight to midnight."""
    return NumericRange(0, DAY_MINUTES)


class SectorQuerySet(models.QuerySet["Sector"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the lines that one sees."""
        return self.filter(line__in=Line.objects.visible_to(user))

    def open(self, day: date | None = None) -> Self:
        """Those that still serve on that day, today by default: their end may be to come."""
        day = day or timezone.localdate()
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


@pghistory.track()
class Sector(models.Model):
    """A part of a line: the communes that the same people answer for at the same time.

    Its communes may follow different calendars (Good Friday, in Alsace-Moselle): the one that
    its slots follow is said here, so that the choice is never hidden.
    """

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    line = models.ForeignKey(Line, models.PROTECT, related_name="sectors", verbose_name="ligne")
    name = models.CharField("nom", max_length=120)
    code = models.SlugField("code", max_length=40)
    zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    holiday_zone = models.CharField(
        "jours fériés de",
        max_length=16,
        choices=HolidayZone.choices,
        default=HolidayZone.METROPOLE,
    )
    good_friday = models.BooleanField("le Vendredi saint est férié", default=False)
    colour = models.PositiveSmallIntegerField("couleur sur la carte", default=0)
    phone = models.CharField("numéro du secteur", max_length=16, blank=True)
    closed_on = models.DateField("fermé le", null=True, blank=True)

    objects = SectorQuerySet.as_manager()

    class Meta:
        verbose_name = "secteur"
        verbose_name_plural = "secteurs"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["line", "code"], name="sector_code_once_per_line")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date | None:
        """The last day served, when an end is known."""
        return self.closed_on - timedelta(days=1) if self.closed_on else None


@pghistory.track()
class SectorCommune(models.Model):
    """A commune is served by a sector, or declared uncovered, between two dates.

    `band` is the part of the local day, in minutes from midnight: four sectors until midnight
    and one after are two rows a commune. The day and the minute are those of the wall clock,
    so that a night of 11 or 13 hours still switches at local midnight. `line` repeats the
    sector's, so that the database itself keeps a commune in one sector at a time.
    """

    line = models.ForeignKey(Line, models.CASCADE, related_name="communes", verbose_name="ligne")
    sector = models.ForeignKey(
        Sector,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="communes",
        verbose_name="secteur",
    )
    commune = models.ForeignKey(
        Territory, models.PROTECT, related_name="oncall_sectors", verbose_name="commune"
    )
    band = IntegerRangeField("plage du jour (minutes)", default=whole_day)
    validity = DateRangeField("validité")
    reason = models.CharField(
        "non couverte : ce qui est fait à la place", max_length=200, blank=True
    )
    reference = models.CharField("référence de la décision", max_length=200, blank=True)

    class Meta:
        verbose_name = "commune d’un secteur"
        verbose_name_plural = "communes d’un secteur"
        constraints = [
            ExclusionConstraint(
                name="commune_in_one_sector",
                expressions=[
                    ("line", RangeOperators.EQUAL),
                    ("commune", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                    ("band", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Cette commune est déjà dans un secteur à ces dates.",
            ),
            models.CheckConstraint(
                condition=Q(sector__isnull=False) | ~Q(reference=""),
                name="commune_uncovered_by_decision",
                violation_error_message=(
                    "Une commune non couverte l’est par une décision : indiquez sa référence."
                ),
            ),
            models.CheckConstraint(
                condition=Q(band__contained_by=NumericRange(0, DAY_MINUTES))
                & Q(band__isempty=False),
                name="commune_band_within_a_day",
                violation_error_message="La plage doit tenir dans une journée, de 0 h à 24 h.",
            ),
            models.CheckConstraint(
                condition=Q(validity__isempty=False) & Q(validity__lower_inf=False),
                name="commune_validity_begins",
                violation_error_message="La validité doit avoir un début, avant sa fin.",
            ),
        ]
        indexes = [models.Index(fields=["sector"], name="commune_of_sector")]

    def __str__(self) -> str:
        return f"{self.commune_id} → {self.sector_id or self.reference}"


@pghistory.track()
class Requirement(models.Model):
    """How many people a sector owes in a role, for a class of slots, between two dates.

    « Non couvert par décision » is a requirement of nobody, with its reference: no alarm, and
    out of the coverage. Without `role`, any role counts; without any row at all the need is
    not defined yet, which is a third thing.
    """

    sector = models.ForeignKey(
        Sector, models.CASCADE, related_name="requirements", verbose_name="secteur"
    )
    slot_class = models.CharField("type de créneau", max_length=12, choices=SlotClass.choices)
    role = models.ForeignKey(
        LineRole,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="requirements",
        verbose_name="rôle",
    )
    minimum = models.PositiveSmallIntegerField("minimum", default=1)
    target = models.PositiveSmallIntegerField("souhaité", default=1)
    maximum = models.PositiveSmallIntegerField("maximum", default=1)
    validity = DateRangeField("validité")
    is_uncovered = models.BooleanField("non couvert par décision", default=False)
    reason = models.CharField("ce qui est fait à la place", max_length=200, blank=True)
    reference = models.CharField("référence de la décision", max_length=200, blank=True)

    class Meta:
        verbose_name = "besoin d’un secteur"
        verbose_name_plural = "besoins d’un secteur"
        constraints = [
            ExclusionConstraint(
                name="requirement_one_per_role",
                expressions=[
                    ("sector", RangeOperators.EQUAL),
                    ("slot_class", RangeOperators.EQUAL),
                    (Coalesce("role", 0), RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Un besoin est déjà déclaré pour ce rôle à ces dates.",
            ),
            models.CheckConstraint(
                condition=Q(is_uncovered=False) | (~Q(reference="") & Q(maximum=0)),
                name="requirement_uncovered_by_decision",
                violation_error_message=(
                    "« Non couvert par décision » demande une référence, et personne d’inscrit."
                ),
            ),
            models.CheckConstraint(
                condition=Q(minimum__lte=models.F("target")) & Q(target__lte=models.F("maximum")),
                name="requirement_in_order",
                violation_error_message="Minimum, souhaité et maximum doivent être croissants.",
            ),
            models.CheckConstraint(
                condition=Q(validity__isempty=False) & Q(validity__lower_inf=False),
                name="requirement_validity_begins",
                violation_error_message="La validité doit avoir un début, avant sa fin.",
            ),
        ]

    def __str__(self) -> str:
        if self.is_uncovered:
            return f"{self.get_slot_class_display()} : non couvert par décision"
        return f"{self.get_slot_class_display()} : {self.minimum} à {self.maximum}"
