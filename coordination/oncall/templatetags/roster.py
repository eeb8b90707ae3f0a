"""The cells of a roster, written at once: a year of one line is four thousand of them."""

from django import template
from django.utils.html import format_html, format_html_join

from coordination.oncall.selectors.roster_grid import COVERED, DECISION, HOLE, UNDEFINED
from portal.ui import moments

register = template.Library()
ICONS = {HOLE: " fr-icon-close-circle-fill", UNDEFINED: " fr-icon-question-line"}


@register.simple_tag
def duty_cells(row, sectors, zone):
    """The cells of a day, one per sector, each slot a link to its own page."""
    return format_html_join(
        "",
        '<td role="cell" data-label="{}">{}</td>',
        (
            (name, format_html_join("", "{}", ((_post(post, zone),) for post in posts)))
            for name, posts in zip(sectors.values(), row.cells, strict=True)
        ),
    )


@register.simple_tag
def duty_words(post, zone):
    """Who holds the slot, or what it lacks, in words."""
    return _people(post, zone)


@register.filter
def hours(post, zone):
    """`20 h–minuit`: the hours of a slot on the clock of its place."""
    start, end = (moments.hour(one.astimezone(zone)) for one in post.period)
    return f"{start}–{end}"


def _post(post, zone):
    return format_html(
        '<a class="pt-duty pt-duty--{}{}" href="creneaux/{}/"><span class="pt-duty__hours">{} {}'
        "</span> {}</a>",
        post.state,
        ICONS.get(post.state, ""),
        post.slot,
        post.label,
        hours(post, zone),
        _people(post, zone),
    )


def _people(post, zone):
    names = format_html_join(", ", "{}", ((_name(one, zone),) for one in post.holders))
    if post.state == HOLE:
        return format_html(
            "<strong>{}</strong>{}{}", _lack(post, zone), " " if names else "", names
        )
    if names:
        return names
    words = {DECISION: "Non couvert par décision", UNDEFINED: "Besoin non défini"}
    return words.get(post.state, "Personne" if post.state != COVERED else "Couvert")


def _lack(post, zone):
    words = "Il manque une personne" if post.missing == 1 else f"Il manque {post.missing} personnes"
    return f"{words}, {_span(post.when, zone)}" if post.when else words


def _name(holder, zone):
    words = [holder.name]
    if holder.part:
        words.append(f"({_span(holder.part, zone)})")
    if holder.by_override:
        words.append("(dérogation)")
    return " ".join(words)


def _span(period, zone):
    return "–".join(moments.hour(one.astimezone(zone)) for one in period)
