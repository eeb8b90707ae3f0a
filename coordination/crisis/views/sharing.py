"""A stock shared out on paper: a page that proposes, a decision that somebody takes."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from coordination.crisis import rules
from coordination.crisis.forms.sharing import SharingForm
from coordination.crisis.selectors.figures.sharing import sharing_of
from coordination.crisis.services.sharing import propose_sharing
from coordination.crisis.views.seen import in_form, seen_cell
from portal.lib.access import check
from portal.lib.refusal import Refusal


@require_http_methods(["GET", "POST"])
def cell_sharing(request, uuid):
    """The proposal of what the address asks; posted, it becomes a decision to take."""
    cell = seen_cell(request, uuid, what="répartition d’un stock", rule=rules.may_read_log)
    form = SharingForm(request.GET or None, cell=cell)
    if request.method == "POST":
        check(rules.may_write_log, request.user, cell)
    found = sharing_of(cell, form.asked()) if form.is_valid() else None
    if request.method == "POST" and found:
        try:
            return redirect(propose_sharing(cell, found.stock, by=request.user))
        except Refusal as refusal:
            form.add_error(None, in_form(refusal))
    shown = {"cell": cell, "crisis": cell.crisis, "form": form, "found": found}
    shown["may_propose"] = rules.may_write_log(request.user, cell)
    return render(request, "crisis/cell_sharing.html", shown)
