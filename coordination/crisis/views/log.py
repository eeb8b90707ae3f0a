"""The main courante: one field, the lines as they come, filters, the file."""

from hashlib import sha256

from django.contrib import messages
from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from coordination.crisis import rules
from coordination.crisis.forms.log import EntryForm, FilterForm
from coordination.crisis.refusals.log import PatientDoubt
from coordination.crisis.selectors import log_page as pages
from coordination.crisis.services.writing import write_entry
from coordination.crisis.views.seen import count_refused, in_form, in_its_zone, seen_cell
from portal.audit.services import record_export
from portal.lib.csv import stream
from portal.lib.refusal import Refusal
from portal.ui.feedback import attached, refusals_as_messages
from portal.ui.once import only_once
from portal.ui.paging import keyset

PAGE = 50
# « il y a 2 min » is said within this.
FRESH_SECONDS = 15


@require_http_methods(["GET", "POST"])
def log_detail(request, uuid):
    """One field at the top, the lines below, the newest first."""
    cell = seen_cell(request, uuid, rule=rules.may_read_log, what="main courante")
    form = EntryForm(request.POST or None)
    if form.is_valid() and _written(request, cell, form):
        return redirect("crisis:log_detail", uuid)
    count_refused(request, form)
    shown = _lines(request, cell) | {"form": form}
    shown["may_write"] = rules.may_write_log(request.user, cell)
    return render(request, "crisis/log_detail.html", shown)


@require_GET
def log_follow(request, uuid):
    """The lines again, when there are new ones; nothing otherwise (204: the page keeps its own)."""
    head = pages.head_read_by(request.user, uuid) if request.htmx else None
    if head is not None:
        if request.GET.get("vu") == str(head.seq):
            return HttpResponse(status=204)
        if not head.is_restricted and (drawn := caches["near"].get(_key(request, uuid, head.seq))):
            return HttpResponse(drawn)
    cell = seen_cell(request, uuid, rule=rules.may_read_log, what="suite de la main courante")
    if not request.htmx:
        return redirect("crisis:log_detail", uuid)
    return HttpResponse(_fragment(request, cell))


@require_safe
def log_export(request, uuid):
    """Every line as a file, the portal's own included; the journal knows who takes it."""
    cell = seen_cell(request, uuid, rule=rules.may_read_log, what="export")
    with refusals_as_messages(request):
        record_export(request.user, "log.exported", cell)
        prefix = "EXERCICE-" if cell.crisis.is_exercise else ""
        name = f"{prefix}main-courante-{cell.crisis.reference}-{cell.pk}.csv"
        return attached(stream(pages.HEADER, pages.export_rows(cell)), name)
    return redirect("crisis:log_detail", uuid)


def _fragment(request, cell):
    """The lines as HTML: the same for every reader of the cell, drawn once for each new line."""
    key = _key(request, cell.uuid, pages.last_seq(cell))
    with in_its_zone(cell):
        drawn = render_to_string("crisis/_log_lines.html", _lines(request, cell))
    caches["near"].set(key, drawn, FRESH_SECONDS)
    return drawn


def _key(request, uuid, seq):
    asked = request.GET.copy()
    asked.pop("vu", None)
    return f"log:{uuid}:{seq}:{sha256(asked.urlencode().encode()).hexdigest()}"


def _lines(request, cell):
    chosen = FilterForm(request.GET, cell=cell)
    seq = pages.last_seq(cell)
    rows = pages.entries(cell, chosen.filters)
    page = keyset(rows, by=pages.BY, after=request.GET.get("apres", ""), size=PAGE)
    page.items[:] = pages.shown(page.items)
    query = request.GET.copy()
    query["vu"] = seq
    follow = f"{reverse('crisis:log_follow', args=[cell.uuid])}?{query.urlencode()}"
    shown = {"cell": cell, "crisis": cell.crisis, "page": page, "filters": chosen}
    return shown | {"follow_url": follow, "now": timezone.now(), "seq": seq}


def _written(request, cell, form):
    """Whether the line is in the log. What was typed stays in the field otherwise."""
    only_once(request)
    try:
        entry = write_entry(cell, form.draft(), by=request.user, confirmed=form.is_confirmed)
    except PatientDoubt as doubt:
        form.doubt = True
        form.add_error("confirmed", str(doubt))
    except Refusal as refusal:
        form.add_error("text", in_form(refusal))
    else:
        messages.success(request, f"Entrée n° {entry.seq} enregistrée.")
        return True
    return False
