"""Words that agree as French ones do, in every template and message: a builtin of the engine."""

from django import template
from django.template.defaultfilters import pluralize as english

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
