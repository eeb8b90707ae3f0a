"""« Où en est-on ? »: the indicators of a crisis, of a cell, and their file."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from coordination.crisis.views.seen import in_its_zone, seen_cell, seen_crisis
from coordination.situation.selectors.response import page as pages
from portal.audit.services import record_export
from portal.lib.csv import stream
from portal.ui.feedback import attached, refusals_as_messages


@require_safe
def crisis_response(request, reference):
    """Of every cell of the crisis that the reader sees."""
    crisis = seen_crisis(request, reference)
    shown = {"crisis": crisis, "lines": pages.of_crisis(crisis, request.user)}
    shown["export_url"] = reverse("situation:crisis_response_export", args=[reference])
    return render(request, "situation/response.html", shown)


@require_safe
def crisis_response_export(request, reference):
    """The same as a file; the journal knows who takes it."""
    crisis = seen_crisis(request, reference)
    with refusals_as_messages(request):
        record_export(request.user, "response.exported", crisis)
        return _file(pages.of_crisis(crisis, request.user), crisis)
    return redirect("situation:crisis_response", reference)


@require_safe
def cell_response(request, uuid):
    """Of one cell."""
    cell = seen_cell(request, uuid, what="indicateurs")
    shown = {"cell": cell, "crisis": cell.crisis, "lines": pages.of_cell(cell, request.user)}
    shown["export_url"] = reverse("situation:cell_response_export", args=[uuid])
    with in_its_zone(cell):
        return render(request, "situation/response.html", shown)


@require_safe
def cell_response_export(request, uuid):
    """The same as a file; the journal knows who takes it."""
    cell = seen_cell(request, uuid, what="indicateurs, fichier")
    with refusals_as_messages(request):
        record_export(request.user, "response.exported", cell)
        return _file(pages.of_cell(cell, request.user), cell.crisis)
    return redirect("situation:cell_response", uuid)


def _file(lines, crisis):
    name = f"indicateurs-{crisis.reference}-{timezone.localdate():%Y-%m-%d}.csv"
    return attached(stream(pages.HEADER, pages.rows_of(lines)), name)
