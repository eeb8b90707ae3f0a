"""Durations in words."""

from django import template

from coordination.situation.selectors.pilotage import duration_words

register = template.Library()


@register.filter
def duration(value):
    """`3 h 20`; a dash for nothing."""
    return duration_words(value) or "–"
