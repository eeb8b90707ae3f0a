"""The cells of a roster, written at once: a year of one line is four thousand of them.

By hand, each text escaped once: with `format_html` at each element they took half of the page.
"""

from functools import lru_cache
from html import escape

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from coordination.oncall.selectors.plans.roster_grid import COVERED, DECISION, HOLE, UNDEFINED
from portal.ui import moments

register = template.Library()
ICONS = {HOLE: " fr-icon-close-circle-fill", UNDEFINED: " fr-icon-question-line"}
CLASSES = {
    state: f"pt-duty pt-duty--{state}{ICONS.get(state, '')}"
    for state in (HOLE, UNDEFINED, DECISION, COVERED)
}


_escaped = lru_cache(maxsize=4096)(escape)


@register.simple_tag
def duty_rows(grid, today, zone):
    """A row per day: its name, then a cell per sector, each slot a link to its own page."""
    names = [_escaped(name) for name in grid.sectors.values()]
    return SafeString("".join(_row(row, names, zone, is_today=row.day == today)
                              for row in grid.rows))  # fmt: skip


@register.simple_tag
def sector_cells(grid, rank, zone):
    """The cells of a sector, one per day."""
    return SafeString(
        "".join(_cell(_escaped(row.words), row.cells[rank], zone) for row in grid.rows)
    )


@register.simple_tag
def duty_words(post, zone):
    """Who holds the slot, or what it lacks, in words."""
    return SafeString(_people(post, zone))


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
    return _span(post.period, zone)


def _row(row, names, zone, *, is_today):
    kind = ' class="pt-grid__today"' if is_today else ' class="pt-grid__off"' if row.is_off else ""
    notes = "".join(
        f' <span class="pt-grid__note">{_escaped(note)}</span>'
        for note in ("aujourd’hui" if is_today else "", row.note)
        if note
    )
    cells = "".join(_cell(name, posts, zone) for name, posts in zip(names, row.cells, strict=True))
    head = f'<th scope="row" role="rowheader">{row.words}{notes}</th>'
    return f'\n    <tr role="row"{kind}>{head}{cells}</tr>'


def _cell(name, posts, zone):
    links = "".join([_post(post, zone, f"creneaux/{post.slot}/") for post in posts])
    return f'<td role="cell" data-label="{name}">{links}</td>'


def _post(post, zone, address, where=""):
    return (
        f'<a class="{CLASSES[post.state]}" href="{address}"><span class="pt-duty__hours">'
        f"{_escaped(where + post.label)} {_span(post.period, zone)}"
        f"</span> {_people(post, zone)}</a>"
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
    address = f"/astreintes/tableaux/{post.roster}/creneaux/{post.slot}/"
    return SafeString(_post(post, zone, address, "" if sector else f"{post.sector_name}, "))


def _people(post, zone):
    names = ", ".join([_escaped(_name(one, zone)) for one in post.holders])
    if post.state == HOLE:
        return f"<strong>{_lack(post, zone)}</strong>{' ' if names else ''}{names}"
    words = {DECISION: "Non couvert par décision", UNDEFINED: "Besoin non défini"}
    return names or words.get(post.state, "Personne" if post.state != COVERED else "Couvert")


def _lack(post, zone):
    words = "Il manque une personne" if post.missing == 1 else f"Il manque {post.missing} personnes"
    return f"{words}, {_span(post.when, zone)}" if post.when else words


def _name(holder, zone):
    if not holder.part and not holder.by_override:
        return holder.name
    words = [holder.name]
    if holder.part:
        words.append(f"({_span(holder.part, zone)})")
    if holder.by_override:
        words.append("(dérogation)")
    return " ".join(words)


@lru_cache(maxsize=4096)
def _span(period, zone):
    return "–".join(moments.hour(one.astimezone(zone)) for one in period)
