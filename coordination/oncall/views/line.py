"""A line, its sectors and their communes, and what is changed by hand."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.oncall import rules
from coordination.oncall.clock import instant_or_none
from coordination.oncall.forms import OverrideForm
from coordination.oncall.models import Line, Override, Sector
from coordination.oncall.selectors.lines.desk import holes_tonight
from coordination.oncall.selectors.lines.line_page import line_page, lines_seen, sector_page
from coordination.oncall.selectors.rosters.preview import preview_override
from coordination.oncall.selectors.swaps.swap_page import people_of_sector
from coordination.oncall.services.rosters.override import Wish, add_override, cancel_override
from portal.lib.access import check
from portal.lib.refusal import Refusal
from portal.ui.feedback import refusals_as_messages
from portal.ui.paging import keyset


@require_GET
def line_list(request):
    """The lines one sees, by name; first what lacks tonight on any of them."""
    check(rules.may_ask_on_call, request.user, None)
    after, lines = request.GET.get("apres", ""), lines_seen(request.user)
    page = keyset(lines, by=["name", "pk"], after=after)
    holes = holes_tonight(lines)
    shown = {"page": page, "holes": holes, "bare": {one.line.pk for one in holes}}
    return render(request, "oncall/line_list.html", shown)


@require_GET
def line_detail(request, slug):
    """The holes of the fortnight first, then sectors, rosters, changes in force."""
    lines = Line.objects.visible_to(request.user).select_related("territory")
    line = get_object_or_404(lines, slug=slug)
    runs = rules.may_run_line(request.user, line)
    return render(request, "oncall/line_detail.html", line_page(line) | {"runs": runs})


@require_GET
def sector_detail(request, uuid):
    """The communes of a sector, and what it owes."""
    sector = _visible(request, uuid)
    runs = rules.may_run_line(request.user, sector.line)
    return render(request, "oncall/sector_detail.html", sector_page(sector) | {"runs": runs})


@require_http_methods(["GET", "POST"])
def override_add(request, uuid):
    """A change by hand, seen before it is written: who gains, who loses, rules and holes."""
    sector = _managed(request, uuid)
    roles, people = sector.line.roles.all(), people_of_sector(sector)
    form = OverrideForm(request.POST or None, roles=roles, people=people, initial=_asked(request))
    shown = {"form": form, "sector": sector}
    if form.is_valid():
        if "confirm" in request.POST and _overridden(request, form, sector):
            return redirect(sector.line)
        shown["preview"] = preview_override(sector=sector, **form.chosen())
    return render(request, "oncall/override_form.html", shown)


@require_POST
def override_cancel(request, uuid):
    """The roster applies again."""
    overrides = Override.objects.visible_to(request.user).select_related("line")
    override = get_object_or_404(overrides, uuid=uuid)
    check(rules.may_run_line, request.user, override.line)
    with refusals_as_messages(request, success="La dérogation est annulée, chacun est prévenu."):
        cancel_override(override, by=request.user)
    return redirect(override.line)


def _visible(request, uuid):
    sectors = Sector.objects.visible_to(request.user).select_related("line")
    return get_object_or_404(sectors, uuid=uuid)


def _managed(request, uuid):
    sector = _visible(request, uuid)
    check(rules.may_run_line, request.user, sector.line)
    return sector


def _overridden(request, form, sector):
    """Whether the override stands; its refusal is said in the form otherwise."""
    wish = Wish(sector=sector, motive=form.cleaned_data["motive"], **form.chosen())
    try:
        add_override(wish, by=request.user)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _asked(request):
    """The dates of a hole, when the page comes from one."""
    return {
        "starts_at": instant_or_none(request.GET.get("debut", "")),
        "ends_at": instant_or_none(request.GET.get("fin", "")),
    }
