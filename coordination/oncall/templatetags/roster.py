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
def sector_cells(grid, rank, zone):
    """The cells of a sector, one per day."""
    return format_html_join(
        "",
        '<td role="cell" data-label="{}">{}</td>',
        (
            (
                row.words,
                format_html_join("", "{}", ((_post(post, zone),) for post in row.cells[rank])),
            )
            for row in grid.rows
        ),
    )


@register.simple_tag
def duty_words(post, zone):
    """Who holds the slot, or what it lacks, in words."""
    return _people(post, zone)


@register.simple_tag
def month_day(day, zone, sector=None):
    """A day of the calendar: its number, its picture, and its posts; of a whole line the holes
    are named, and the rest is counted."""
    bars = format_html_join(
        "",
        '<rect class="pt-strip__{}" x="{}" width="{}" y="0" height="8"/>',
        ((bar.state, bar.x, bar.width) for bar in day.bars),
    )
    shown = day.posts if sector else [post for post in day.posts if post.state == HOLE]
    posts = format_html_join("", "{}", ((_month_post(one, zone, sector),) for one in shown))
    note = format_html('<span class="pt-grid__note">{}</span>', day.note) if day.note else ""
    return format_html(
        '<p class="pt-month__number"><span class="pt-month__name">{} </span>{}{}</p>{}'
        '<svg class="pt-month__bar" viewBox="0 0 100 8" preserveAspectRatio="none"'
        ' aria-hidden="true" focusable="false"><rect class="pt-strip__base" width="{}" height="8"/>'
        "{}</svg>{}{}",
        moments.DAYS[day.day.weekday()],
        day.day.day,
        " (aujourd’hui)" if day.is_today else "",
        note,
        day.width,
        bars,
        posts,
        "" if sector else _counted(day),
    )


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


def _counted(day):
    """What needs nothing, in one line."""
    held = sum(post.state == COVERED for post in day.posts)
    unknown = sum(post.state == UNDEFINED for post in day.posts)
    words = [f"{held} tour{'s' if held > 1 else ''} tenu{'s' if held > 1 else ''}"] if held else []
    words += [f"{unknown} sans besoin défini"] if unknown else []
    return format_html('<p class="pt-month__count">{}</p>', ", ".join(words)) if words else ""


def _month_post(post, zone, sector):
    """A link to the slot; in the calendar of a whole line, named by its sector."""
    return format_html(
        '<a class="pt-duty pt-duty--{}{}" href="{}"><span class="pt-duty__hours">{}{} {}</span>'
        " {}</a>",
        post.state,
        ICONS.get(post.state, ""),
        f"/astreintes/tableaux/{post.roster}/creneaux/{post.slot}/",
        "" if sector else f"{post.sector_name}, ",
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
