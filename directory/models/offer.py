"""What a structure offers: which activity, for which places, at what hours."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Self
from uuid import uuid4

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Value, When
from django.utils import timezone

from directory import registry
from directory.models.history import kept_history, known_since
from directory.models.structure import Structure, changed_at
from portal.lib.holidays import ZONES, HolidayZone, holidays_of
from portal.lib.timetable import HOLIDAY
from portal.territories.models import Containment, Territory

MIDNIGHT = 1440


class Activity(models.Model):
    """What may be looked for: data, loaded from `data/activities.csv` with its synonyms."""

    code = models.CharField("code", max_length=20, primary_key=True)
    label = models.CharField("libellé", max_length=120)
    family = models.CharField("famille", max_length=60, blank=True)
    synonyms = models.CharField("synonymes, séparés par des virgules", max_length=400, blank=True)
    rank = models.PositiveSmallIntegerField("ordre d’affichage", default=100)

    class Meta:
        verbose_name = "activité"
        verbose_name_plural = "activités"
        ordering = ["rank", "label"]

    def __str__(self) -> str:
        return self.label


class ServiceQuerySet(models.QuerySet["Service"]):
    def current(self) -> Self:
        """Those that have begun and not ended."""
        today = timezone.localdate()
        begun = Q(starts_on__isnull=True) | Q(starts_on__lte=today)
        return self.filter(begun, Q(ends_on__isnull=True) | Q(ends_on__gte=today))

    def covering(self, territory: Territory) -> Self:
        """Those whose zone meets `territory`, wherever they are: it holds it, or lies in it."""
        around = Territory.objects.containing([territory.pk]).values("pk")
        inside = Territory.objects.within([territory.pk]).values("pk")
        zones = Service.zones.through.objects.filter(
            Q(territory__in=around) | Q(territory__in=inside)
        )
        return self.filter(pk__in=zones.values("service"))

    def with_open_at(self, instant: datetime) -> Self:
        """With `is_open` at the wall-clock time of each place: true, false, null when unknown.

        The database says it (function directory_service_open, migration 0015): the exception of
        a day replaces its hours; where a crisis is under way, the crisis hours of a service
        that has any replace its usual ones. On a public holiday of the place, `on_holiday`, only
        what was said of holidays counts, or « 24 h sur 24, tous les jours ».
        """
        asked = Value(instant, output_field=models.DateTimeField())
        place, holidays = F("structure__commune__timezone"), _holidays_around(instant)
        yes = models.BooleanField(null=True)
        return self.annotate(
            is_open=Func(
                *(F("pk"), place, asked, _in_crisis(), holidays),
                function="directory_service_open",
                output_field=yes,
            ),
            on_holiday=Func(
                *(place, asked, holidays), function="directory_on_holiday", output_field=yes
            ),
        )

    def open_at(self, instant: datetime) -> Self:
        """Those that are open at `instant`, at the time of their own place."""
        return self.with_open_at(instant).filter(is_open=True)


def _holidays_around(instant: datetime) -> "Case | Value":
    """The public holidays of each place among the days that may count at `instant`."""
    days = [instant.date() + timedelta(days=step) for step in (-2, -1, 0, 1)]
    dates = ArrayField(models.DateField())
    of_zone = {
        zone: Value([day for day in days if day in holidays_of(day.year, zone)], output_field=dates)
        for zone in HolidayZone
    }
    usual = of_zone[HolidayZone.METROPOLE]
    others = [
        When(structure__commune__code__startswith=prefix, then=of_zone[zone])
        for prefix, zone in ZONES.items()
        if of_zone[zone].value != usual.value
    ]
    return Case(*others, default=usual, output_field=dates) if others else usual


def _in_crisis() -> "Exists | Value":
    crises = [Q(ancestor__in=territories) for territories in registry.territories_in_crisis()]
    if not crises:
        return Value(False)
    place = Containment.objects.filter(descendant=OuterRef("structure__commune"))
    return Exists(place.filter(reduce(or_, crises)))


@kept_history
class Service(models.Model):
    """An activity that a structure offers. Its zone is distinct from the address."""

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="services", verbose_name="structure"
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="services", verbose_name="activité"
    )
    name = models.CharField("nom usuel", max_length=120, blank=True)
    conditions = models.CharField("conditions d’accès", max_length=300, blank=True)
    zones = models.ManyToManyField(
        Territory, blank=True, related_name="+", verbose_name="zone couverte"
    )
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au", null=True, blank=True)
    closed_on_holidays = models.BooleanField(
        "fermé les jours fériés", default=False, db_default=False
    )
    source = models.CharField("source", max_length=30, blank=True)
    as_of = models.DateField("à jour au", null=True, blank=True)
    confirmed_by = models.CharField("confirmé par", max_length=160, blank=True, db_default="")
    known_since = known_since()
    changed_at = changed_at()

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = "service"
        verbose_name_plural = "services"
        indexes = [models.Index(fields=["changed_at", "id"], name="service_changed")]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "activity", "name"],
                name="service_once",
                violation_error_message="Ce service est déjà dans la fiche de la structure.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="service_ends_after_start",
                violation_error_message="Le service doit finir après avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.activity)


class ServiceZone(Service.zones.through):  # type: ignore[misc, name-defined]
    """The zones of services as rows, only so that their changes are kept."""

    class Meta:
        proxy = True
        verbose_name = "zone d’un service"
        verbose_name_plural = "zones des services"

    def __str__(self) -> str:
        return f"{self.service_id} → {self.territory_id}"


pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(row=pghistory.Old), obj_field=None)(
    ServiceZone
)


def open_between() -> Q:
    """Minutes from midnight; past 1440 the span ends the next day, and it lasts a day at most."""
    starts = Q(opens__gte=0, opens__lt=MIDNIGHT)
    return starts & Q(closes__gt=F("opens"), closes__lte=F("opens") + MIDNIGHT)


@kept_history
class OpeningHours(models.Model):
    """From `opens` to `closes`, minutes from midnight, each `weekday`: 1 is Monday, 8 holidays."""

    class Regime(models.TextChoices):
        USUAL = "usual", "horaires habituels"
        CRISIS = "crisis", "horaires de crise"

    service = models.ForeignKey(
        Service, models.CASCADE, related_name="hours", verbose_name="service"
    )
    regime = models.CharField("régime", max_length=6, choices=Regime.choices, default=Regime.USUAL)
    weekday = models.PositiveSmallIntegerField("jour de la semaine")
    opens = models.PositiveSmallIntegerField("ouvre, en minutes")
    closes = models.PositiveSmallIntegerField("ferme, en minutes")
    known_since = known_since()

    class Meta:
        verbose_name = "horaire"
        verbose_name_plural = "horaires"
        ordering = ["regime", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__range=(1, HOLIDAY)),
                name="hours_of_a_weekday",
                violation_error_message="Choisissez un jour, de lundi à dimanche, ou jour férié.",
            ),
            models.CheckConstraint(
                condition=open_between(),
                name="hours_within_a_day",
                violation_error_message="Une ouverture dure un jour au plus.",
            ),
            models.UniqueConstraint(
                fields=["service", "regime", "weekday", "opens"], name="hours_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"


@kept_history
class HoursException(models.Model):
    """From `first_day` to `last_day` included, these hours replace the usual ones, or none."""

    service = models.ForeignKey(
        Service, models.CASCADE, related_name="exceptions", verbose_name="service"
    )
    first_day = models.DateField("du")
    last_day = models.DateField("au")
    opens = models.PositiveSmallIntegerField("ouvre, en minutes", null=True, blank=True)
    closes = models.PositiveSmallIntegerField("ferme, en minutes", null=True, blank=True)
    reason = models.CharField("motif", max_length=120, blank=True)
    known_since = known_since()

    class Meta:
        verbose_name = "exception aux horaires"
        verbose_name_plural = "exceptions aux horaires"
        ordering = ["first_day", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="exception_ends_after_start",
                violation_error_message="L’exception doit finir après avoir commencé.",
            ),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True) | open_between(),
                name="exception_within_a_day",
                violation_error_message="Une ouverture dure un jour au plus.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"

    @property
    def is_closing(self) -> bool:
        return self.opens is None
