"""The components of every page. Names and parameters: portal/ui/README.md; seen at /composants/."""

import re
from datetime import datetime
from importlib import import_module

from django import template
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.lib.phone import national
from portal.ui import charts, moments
from portal.ui.devices import device
from portal.ui.forms import dress

register = template.Library()

# State = word + icon + colour, the same everywhere. Silence is grey, never green.
LEVELS = {
    "unknown": "question-line",
    "progress": "time-line",
    "good": "checkbox-circle-fill",
    "watch": "alert-line",
    "critical": "close-circle-fill",
}
ALERTS = ("info", "success", "warning", "error")


# --- Rights ---------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def may(context, act, subject=None):
    """Whether the reader may do `act`, by the very rule that the view checks.

    `{% may "publish" need as can_publish %}` asks `may_publish` in the `rules` of the need's
    module; `{% may "reinforcement.post_need" as can_post %}` asks a rule without object.
    """
    if subject is None:
        label, _, act = act.partition(".")
    else:
        label = subject._meta.app_label
    rules = import_module(f"{apps.get_app_config(label).name}.rules")
    rule = getattr(rules, f"may_{act}")
    user = context["request"].user
    return rule(user) if subject is None else rule(user, subject)


# --- State and words ------------------------------------------------------------------------
@register.simple_tag
def icon(name, label=""):
    """A decorative icon, or one with a spoken `label`."""
    if not label:
        return format_html('<span class="fr-icon-{}" aria-hidden="true"></span>', name)
    return format_html(
        '<span class="fr-icon-{}" aria-hidden="true"></span>'
        '<span class="pt-visually-hidden">{}</span>',
        name,
        label,
    )


@register.inclusion_tag("components/status_badge.html")
def status_badge(level, label, small=False):
    """State: unknown (grey), progress (blue), good (green), watch (orange), critical (red)."""
    return {"level": level, "label": label, "icon": LEVELS[level], "small": small}


@register.simple_tag
def moment(value, empty="jamais", say=moments.moment_words):
    """`il y a 12 min, 14:03`, with the full date for machines and on hover."""
    if not value:
        return empty
    now, local = timezone.localtime(), timezone.localtime(value)
    full, iso = f"{moments.day(local, now=now)}, {local:%H:%M}", local.isoformat("T", "seconds")
    words = say(value, now=now)
    return format_html('<time datetime="{}" title="{}">{}</time>', iso, full, words)


@register.simple_tag
def since(value):
    """`depuis 12 min, 14:03`: `moment`, for what still lasts."""
    return moment(value, say=moments.since_words)


@register.simple_tag
def period(start, end, zone=None):
    """`samedi 28 mars, 20 h → dimanche 8 h, 11 heures`; `zone` is the place's, if not ours."""
    now = timezone.localtime()
    return moments.period_words(start, end, now=now, zone=zone or timezone.get_current_timezone())


@register.simple_tag
def day_hour(value, zone=None):
    """`samedi 28 mars, 20 h`; `zone` is the place's, if not ours."""
    now = timezone.localtime()
    return moments.day_hour(value, now=now, zone=zone or now.tzinfo)


@register.simple_tag
def until(value, zone=None):
    """`jusqu’à 20 h`, or `jusqu’au samedi 28 mars, 20 h` when it is not today."""
    now = timezone.localtime()
    return moments.until_words(value, now=now, zone=zone or now.tzinfo)


@register.simple_tag
def day(value):
    """`samedi 28 mars`, for a date or an instant."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return moments.day(value, now=timezone.localtime())


register.filter(device)


@register.filter
def number(value):
    """`12 345`; a dash for nothing."""
    return "–" if value is None or value == "" else charts.plain_number(value)


@register.filter
def hour(value):
    """`20 h`, `20 h 30`, `minuit`: an hour of the clock, or that of a moment."""
    return moments.hour(value)


@register.filter
def phone(value):
    """`06 12 34 56 78` for a French number, the international form otherwise."""
    return national(str(getattr(value, "as_e164", value))) if value else ""


@register.filter
def verbose(instance, field):
    """The French name of a field of a model."""
    try:
        return instance._meta.get_field(field).verbose_name
    except FieldDoesNotExist:
        return field


# --- Blocks of a page -----------------------------------------------------------------------
def _block(component, content, /, **values):
    """The template escapes each value; `content` is markup that the engine already escaped."""
    template_name = f"components/{component}.html"
    return render_to_string(template_name, {"content": content, **values})


@register.simple_block_tag
def alert(content, level="info", title=""):
    """A message that is part of the page. `level`: info, success, warning or error."""
    if level not in ALERTS:
        raise template.TemplateSyntaxError(f"alert: {level!r} is none of {', '.join(ALERTS)}")
    return _block("alert", content, level=level, title=title)


@register.simple_block_tag
def empty_state(content, title, icon="information-line"):
    """Why a list is empty, and inside the block what can be done."""
    return _block("empty_state", content, title=title, icon=icon)


@register.simple_block_tag
def panel(content, title="", level="", heading=2, id=""):
    """A titled part of the page, set apart; `level` colours its edge."""
    return _block("panel", content, title=title, level=level, heading=f"h{heading}", id=id)


@register.simple_block_tag
def action_bar(content):
    """The acts of a page or of a form: one primary button first, then the others."""
    return _block("action_bar", content)


@register.simple_block_tag(takes_context=True)
def confirm(context, content, title, submit, action="", cancel="", danger=False):
    """The last step before a sending: what will happen, then one button that names the act."""
    values = {"title": title, "submit": submit, "action": action, "cancel": cancel}
    values |= {"content": content, "danger": danger}
    return render_to_string("components/confirm.html", values, request=context["request"])


@register.simple_block_tag
def description_list(content, columns=1):
    """Facts under their names: `{% fact "Profession" %}infirmière{% endfact %}` inside."""
    return _block("description_list", content, columns=columns)


@register.simple_block_tag
def fact(content, name):
    """One line of a description list."""
    return _block("fact", content, name=name)


@register.simple_block_tag
def act(content, url, level="progress", when=None):
    """Something that awaits the reader, as one large link."""
    return _block("act", content, url=url, level=level, when=when, icon=LEVELS[level])


@register.simple_block_tag
def acts(content):
    """The list that holds `act` blocks."""
    return _block("acts", content)


@register.inclusion_tag("components/figure.html")
def figure(value, label, detail="", level="", url="", series=None, unit=""):
    """A figure that matters; `series` draws a sparkline beside it."""
    shown = charts.plain_number(value) if isinstance(value, int | float) else value
    return {
        "value": shown,
        "label": label,
        "detail": detail,
        "level": level,
        "url": url,
        "unit": unit,
        "points": charts.line(series) if series else "",
    }


@register.simple_block_tag
def figures(content):
    """The row that holds `figure` tiles."""
    return _block("figures", content)


@register.inclusion_tag("components/progress.html")
def progress(value, total, label, level="good"):
    """`3 places sur 5`, in words and as a bar."""
    share = round(100 * min(value / total, 1), 1) if total else 0
    return {"value": value, "total": total, "label": label, "level": level, "share": share}


@register.inclusion_tag("components/timeline.html")
def timeline(items, label="Historique"):
    """What happened, in order. Items have `at`, `title`, and may have `detail`, `level`, `url`."""
    return {"items": items, "label": label, "icons": LEVELS}


@register.inclusion_tag("components/crumbs.html")
def crumbs(*steps):
    """`{% crumbs "Renforts" url "Besoin de 2 infirmiers" %}`: label, address, …, last label."""
    pairs = [(steps[i], steps[i + 1]) for i in range(0, len(steps) - 1, 2)]
    return {"pairs": pairs, "current": steps[-1] if len(steps) % 2 else ""}


@register.inclusion_tag("components/contact_line.html")
def contact_line(name="", phone=None, email="", note=""):
    """How to reach someone: the number to touch, the address to touch."""
    digits = str(getattr(phone, "as_e164", phone) or "").replace(" ", "")
    return {"name": name, "phone": phone, "digits": digits, "email": email, "note": note}


@register.inclusion_tag("components/copyable.html")
def copyable(value, label, link=True):
    """A value that can be copied with one key; shown whole for those without JavaScript."""
    return {"value": value, "label": label, "link": link}


@register.simple_block_tag
def live(content, url, at, every=30, label="Mise à jour", id="vivant"):
    """A fragment fetched again `every` seconds, with its age and a plain refresh link."""
    values = {"url": url, "at": timezone.localtime(at), "every": every, "label": label, "id": id}
    return _block("live", content, **values)


@register.inclusion_tag("components/map.html")
def map(url, label, list_id, outlines="", height="medium", numbered=False):
    """A map of `url`, twin of the list `list_id`; `numbered`: printed, by the rows of the list."""
    values = {"url": url, "label": label, "list_id": list_id, "outlines": outlines}
    return {**values, "height": height, "numbered": numbered}


# --- Tables, filters, pages -----------------------------------------------------------------
HEADER = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
ROW = re.compile(r"<tr\b[^>]*>.*?</tr>", re.DOTALL)
CELL = re.compile(r"<t([dh])\b((?:[^>\"]|\"[^\"]*\")*)>")
MARKUP = re.compile(r"<[^>]+>")


@register.simple_block_tag
def data_table(content, caption, dense=False, id=""):
    """A `<thead>` and a `<tbody>` that become cards on a phone, same order and same words.

    Each cell of the body is given the words of its column. A row whose first cell has `colspan`
    is left as it is. The first cell of a row, when it is a `<th>`, is the title of its card.
    """
    head, _, body = content.partition("<tbody")
    names = [_plain(name) for name in HEADER.findall(head)]
    body = ROW.sub(lambda row: _labelled(row[0], names), body)
    table = SafeString(head + "<tbody" + body if body else head)
    return _block("data_table", table, caption=caption, dense=dense, id=id)


def _plain(markup):
    return " ".join(MARKUP.sub("", markup).split()).replace('"', "&quot;")


def _labelled(row, names):
    rank = iter(range(len(names)))

    def label(cell):
        kind, attributes = cell[1], cell[2]
        position = next(rank, None)
        role = ' role="rowheader"' if kind == "h" else ' role="cell"'
        role += ' scope="row"' if kind == "h" and "scope=" not in attributes else ""
        if position is None or "colspan" in attributes:
            return f"<t{kind}{attributes}{role}>"
        return f'<t{kind}{attributes}{role} data-label="{names[position]}">'

    return CELL.sub(label, row.replace("<tr", '<tr role="row"', 1))


@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(context, form, summary="", open=False):
    """The filters of a list as a GET form, and each one in force as a tag that removes it."""
    query = context["request"].GET
    chosen = []
    for field in form:
        for words in _chosen(field, query):
            rest = query.copy()
            del rest[field.html_name]
            rest.pop("apres", None)
            chosen.append({"label": field.label, "words": words, "url": f"?{rest.urlencode()}"})
    return {"form": form, "chosen": chosen, "summary": summary, "open": open, "path": "?"}


def _chosen(field, query):
    # The last of several values, as the form reads it: 500 tags made a page of megabytes.
    choices = {str(key): words for key, words in getattr(field.field, "choices", [])}
    if value := query.get(field.html_name):
        yield choices.get(value, "oui" if value == "on" else value[:200])


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context, page, count=None, noun=""):
    """`Suivants` and `Revenir au début` for a keyset `Page`, keeping the filters."""
    query = context["request"].GET.copy()
    query.pop("apres", None)
    start = f"?{query.urlencode()}"
    query["apres"] = page.next
    return {"page": page, "next": f"?{query.urlencode()}", "start": start, "count": count}


# --- Pictures, each with its table ----------------------------------------------------------
@register.inclusion_tag("components/bar_chart.html")
def bar_chart(rows, title, label="", value_label="Nombre", unit=""):
    """Horizontal bars of `rows` (label, value[, note]) and the same rows as a table."""
    bars = charts.bars(rows)
    return {"bars": bars, "title": title, "label": label, "value_label": value_label, "unit": unit}


@register.inclusion_tag("components/funnel.html")
def funnel(rows, title, label="Étape", value_label="Personnes"):
    """Successive steps, each with its share of the one before, and the same as a table."""
    values = {"title": title, "label": label, "value_label": value_label}
    return {"bars": charts.funnel(rows), **values}


@register.inclusion_tag("components/sparkline.html")
def sparkline(values, label):
    """A small curve said in words by `label`."""
    return {"points": charts.line(values), "label": label, "values": values}


# --- Forms ----------------------------------------------------------------------------------
@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms):
    """What is wrong, first on the page, each sentence a link to its field."""
    problems, general = [], []
    for form in forms:
        if not getattr(form, "is_bound", False):
            continue
        general += form.non_field_errors()
        for field in form:
            target = field.id_for_label or f"{field.auto_id}_0"
            problems += [(target, field.label, sentence) for sentence in field.errors]
    return {"problems": problems, "general": general, "count": len(problems) + len(general)}


@register.simple_tag
def dressed(form):
    """The fields of a form that is not of ours, with our look."""
    dress(form)
    return render_to_string("components/form.html", {"form": form})


@register.simple_tag
def hidden(**values):
    """Hidden inputs, for a confirmation that carries what was chosen."""
    return format_html_join(
        "", '<input type="hidden" name="{}" value="{}">', ((k, v) for k, v in values.items())
    )
