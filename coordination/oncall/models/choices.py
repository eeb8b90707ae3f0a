"""The words that several models of the on-call rosters share."""

from django.db import models


class Regime(models.TextChoices):
    """The legal regime of a person on a line: it decides which rules of rest apply."""

    LIBERAL = "liberal", "libéral"
    HOSPITAL_DOCTOR = "hospital_doctor", "praticien hospitalier"
    PUBLIC_HOSPITAL = "public_hospital", "fonction publique hospitalière"
    PRIVATE = "private", "salarié de droit privé"
    VOLUNTEER = "volunteer", "volontaire ou bénévole"


class SlotClass(models.TextChoices):
    """What kind of time a slot is: requirements and points are said for each."""

    EVENING = "evening", "soirée"
    DEEP_NIGHT = "deep_night", "nuit profonde"
    NIGHT = "night", "nuit"
    WEEKDAY = "weekday", "journée de semaine"
    SATURDAY = "saturday", "samedi"
    SUNDAY = "sunday", "dimanche"
    HOLIDAY = "holiday", "jour férié"
    BRIDGE = "bridge", "pont"
    RED_DAY = "red_day", "jour rouge (24, 25, 31 décembre, 1er janvier)"


class HolidayZone(models.TextChoices):
    """Which public holidays a sector follows (the values of `calendar.HolidayZone`)."""

    METROPOLE = "metropole", "métropole"
    ALSACE_MOSELLE = "alsace_moselle", "Alsace-Moselle"
    GUADELOUPE = "guadeloupe", "Guadeloupe"
    MARTINIQUE = "martinique", "Martinique"
    GUYANE = "guyane", "Guyane"
    REUNION = "reunion", "La Réunion"
    MAYOTTE = "mayotte", "Mayotte"
    SAINT_BARTHELEMY = "saint_barthelemy", "Saint-Barthélemy"
    SAINT_MARTIN = "saint_martin", "Saint-Martin"
