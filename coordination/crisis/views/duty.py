"""The coverage of a cell over 72 hours, its rosters, who is at their post."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from coordination.crisis import rules
from coordination.crisis.forms.duty import PresenceForm
from coordination.crisis.selectors.catalogue import roles_of_cell
from coordination.crisis.selectors.coverage import cover_of
from coordination.crisis.services import duty as services
from coordination.crisis.views.seen import in_its_zone, kept, seen_cell
from portal.ui.feedback import refusals_as_messages


@require_GET
def coverage(request, uuid):
    """Each required role, hour by hour; what warns; who is there."""
    cell = seen_cell(request, uuid, what="couverture")
    return _page(request, cell, PresenceForm(initial={"site": cell.place}))


@require_POST
def line_open(request, uuid):
    """One tap: the role has its roster."""
    cell = seen_cell(request, uuid, rule=rules.may_run_cell)
    role = get_object_or_404(roles_of_cell(cell), slug=request.POST.get("fonction", ""))
    said = "Le tableau est ouvert : dressez-le, puis publiez-le."
    with refusals_as_messages(request, success=said):
        services.open_role_line(cell, role, by=request.user)
    return redirect("crisis:coverage", uuid)


@require_POST
def presence_begin(request, uuid):
    """At one's post, on site or remote."""
    cell = seen_cell(request, uuid, rule=rules.may_write_log)
    form = PresenceForm(request.POST)

    def begin():
        services.check_in(cell, **form.cleaned_data, by=request.user)

    if kept(request, form, begin, said="Vous êtes noté à votre poste."):
        return redirect("crisis:coverage", uuid)
    return _page(request, cell, form)


@require_POST
def presence_end(request, uuid):
    """One leaves one's post."""
    cell = seen_cell(request, uuid, rule=rules.may_write_log)
    with refusals_as_messages(request, success="Votre départ est noté. Bon repos."):
        services.check_out(cell, by=request.user)
    return redirect("crisis:coverage", uuid)


def _page(request, cell, form):
    cover = cover_of(cell)
    shown = {"cell": cell, "crisis": cell.crisis, "cover": cover, "form": form}
    shown["here"] = any(one.user_id == request.user.pk for one in cover.presences)
    with in_its_zone(cell):
        return render(request, "crisis/coverage.html", shown)
