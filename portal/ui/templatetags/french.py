"""French words that agree and days as they are said, in every template and message: a builtin."""

from django import template
from django.template.defaultfilters import date as plain_date
from django.template.defaultfilters import pluralize as english

from portal.lib.dates import first_said

register = template.Library()


@register.filter(is_safe=False)
def pluralize(value, forms="s"):
    """Django's filter, but nothing is singular in French: « 0 ligne », « 1,5 jour », « 2 lignes ».

    As Django's, a list counts its items, and what is no number takes no mark.
    """
    try:
        count = (
            float(value) if not hasattr(value, "__len__") or isinstance(value, str) else len(value)
        )
    except (TypeError, ValueError):
        return english(value, forms)
    return english(1 if abs(count) < 2 else 2, forms)


@register.filter(expects_localtime=True, is_safe=False)
def date(value, form=None):
    """Django's filter, but the first day of a month is « 1er mars »."""
    known = form and getattr(value, "day", 0) == 1
    return plain_date(value, first_said(form, value) if known else form)
