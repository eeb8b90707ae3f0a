"""Days in French words, by Django's own forms: what they lack is « 1er »."""

from datetime import date

from django.utils.formats import date_format


def first_said(form: str, day: date) -> str:
    """`form`, one of Django's for dates, that says « 1er mars » where it said « 1 mars »."""
    return form.replace("j F", "1\\e\\r F") if day.day == 1 else form


def day_words(moment: date, form: str) -> str:
    """`moment` (a day, or an instant in the zone to be said) as `form` of Django says it."""
    return date_format(moment, first_said(form, moment))
