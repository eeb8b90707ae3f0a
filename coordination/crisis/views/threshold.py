"""The limits of indicators on the territory of a cell."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from coordination.crisis import rules
from coordination.crisis.forms.figures import LimitsForm
from coordination.crisis.selectors.figures.thresholds import limits_named, limits_of
from coordination.crisis.services.thresholds import clear_threshold, set_threshold
from coordination.crisis.views.seen import kept, seen_cell
from portal.ui.feedback import refusals_as_messages

FIELDS = ("watch_at", "critical_at", "fresh_hours")


@require_GET
def threshold_list(request, uuid):
    """From which value each figure is tense or critical, and for how long it is fresh."""
    cell = seen_cell(request, uuid, rule=rules.may_read_log)
    shown = {"cell": cell, "crisis": cell.crisis, "limits": limits_of(cell)}
    shown["may_set"] = rules.may_set_thresholds(request.user, cell)
    return render(request, "crisis/threshold_list.html", shown)


@require_http_methods(["GET", "POST"])
def threshold_edit(request, uuid, slug):
    """Those of one indicator, its own or back to the nationwide ones."""
    cell = seen_cell(request, uuid, rule=rules.may_set_thresholds)
    limits = limits_named(cell, slug)
    if limits is None:
        raise Http404
    if "effacer" in request.POST:
        return _cleared(request, cell, limits.indicator)
    known = {name: getattr(limits.indicator, name) for name in FIELDS}
    form = LimitsForm(request.POST or None, initial=known)
    act = lambda: set_threshold(cell, limits.indicator, form.new(), by=request.user)  # noqa: E731
    if kept(request, form, act, said="Les seuils du territoire sont fixés."):
        return redirect("crisis:threshold_list", uuid)
    shown = {"cell": cell, "crisis": cell.crisis, "limits": limits, "form": form}
    return render(request, "crisis/threshold_edit.html", shown)


def _cleared(request, cell, indicator):
    with refusals_as_messages(request, success="Les seuils nationaux s’appliquent de nouveau."):
        clear_threshold(cell, indicator, by=request.user)
    return redirect("crisis:threshold_list", cell.uuid)
