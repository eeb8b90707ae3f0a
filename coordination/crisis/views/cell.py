"""A cell: its page, its opening, its contacts."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from coordination.crisis import rules
from coordination.crisis.forms.crisis import ContactsForm, OpeningForm
from coordination.crisis.models import Cell
from coordination.crisis.selectors.callout.ladder import plan_roles, reachable, roles_proposed
from coordination.crisis.selectors.card import card_pages, roles_to_show
from coordination.crisis.selectors.catalogue import ladder
from coordination.crisis.selectors.cell_page import activations_of, cell_page
from coordination.crisis.selectors.coverage import cover_of
from coordination.crisis.selectors.crisis_page import opening_named, openings
from coordination.crisis.selectors.log_page import last_entries
from coordination.crisis.selectors.membership import deciders
from coordination.crisis.selectors.work import work_of
from coordination.crisis.services import cell as services
from coordination.crisis.services.activation import Decided
from coordination.crisis.views.seen import kept, seen_cell, seen_crisis
from portal.lib.access import check

LAST_LINES = 5


@require_GET
def cell_detail(request, uuid):
    """Level and since when, who holds what, the end of the log, what comes next."""
    cell = seen_cell(request, uuid, what="cellule")
    shown = {"cell": cell, "crisis": cell.crisis, "page": cell_page(cell, request.user)}
    shown["may_read"] = rules.may_read_log(request.user, cell)
    if cell.is_active:
        shown["cover"] = cover_of(cell, shown["page"].lines)
    if shown["may_read"]:
        shown["lines"] = last_entries(cell, LAST_LINES)
        shown["work"] = work_of(cell)
        shown["cards"] = card_pages(cell, roles_to_show(shown["page"].lines))
    return render(request, "crisis/cell_detail.html", shown)


@require_GET
def cell_levels(request, uuid):
    """Every level the cell has been at, and the whole ladder."""
    cell = seen_cell(request, uuid, what="niveaux")
    shown = {"cell": cell, "crisis": cell.crisis, "activations": activations_of(cell)}
    shown["page"] = cell_page(cell, request.user)
    return render(request, "crisis/cell_levels.html", shown)


@require_http_methods(["GET", "POST"])
def cell_open(request, reference):
    """Second screen: at which level, under whose decision. First for whom, if there is a choice."""
    crisis = seen_crisis(request, reference)
    check(rules.may_open_cell, request.user, crisis)
    opening = opening_named(request.user, crisis.territory, request.GET.get("pour", ""))
    if opening is None:
        shown = {"crisis": crisis, "openings": openings(request.user, crisis.territory)}
        return render(request, "crisis/cell_choose.html", shown)
    return _second_screen(request, crisis, opening)


@require_http_methods(["GET", "POST"])
def cell_edit(request, uuid):
    """How the cell is reached."""
    cell = seen_cell(request, uuid, rule=rules.may_run_cell)
    form = ContactsForm(request.POST or None, instance=cell)
    if kept(request, form, lambda: _edit(request, cell), said="Les coordonnées sont à jour."):
        return redirect(cell)
    return render(
        request, "crisis/cell_edit.html", {"cell": cell, "crisis": cell.crisis, "form": form}
    )


def _second_screen(request, crisis, opening):
    form, shown = _opening_form(request, crisis, opening), {"crisis": crisis, "opening": opening}
    if form.is_valid() and form.higher:
        shown["higher"] = form.higher
        form = _opening_form(request, crisis, opening, form.doubled(form.higher.rank))
    elif kept(
        request, form, lambda: _open(request, crisis, opening, form), said="Cellule ouverte."
    ):
        return redirect(_after_opening(form.cell, request.user))
    return render(request, "crisis/cell_open.html", shown | {"form": form})


def _after_opening(cell, user):
    """The call-out of the roles that the level requires, when there is somebody to call."""
    roles = [one for one, _count in roles_proposed(cell)]
    if rules.may_call_out(user, cell) and reachable(plan_roles(cell, roles, besides=user)):
        return reverse("crisis:callout_launch", args=[cell.uuid])
    return cell.get_absolute_url()


def _opening_form(request, crisis, opening, data=None):
    place, structure = opening.territory, opening.structure
    levels = [one for one in ladder(opening.kind, territory=place, structure=structure) if one.rank]
    cell = Cell(kind=opening.kind, territory=place, structure=structure)
    return OpeningForm(
        data or request.POST or None,
        user=request.user,
        deciders=deciders(cell, request.user),
        levels=levels,
        parents=Cell.objects.visible_to(request.user).filter(crisis=crisis),
        initial={"name": opening.label[:120], "level": levels[0].rank, "reason": crisis.title},
    )


def _open(request, crisis, opening, form):
    asked = form.cleaned_data
    names = ("name", "parent", "visibility", "phone", "video_url")
    new = services.NewCell(
        kind=opening.kind,
        territory=opening.territory,
        structure=opening.structure,
        **{name: asked[name] for name in names},
    )
    check(rules.may_open_as, request.user, Cell(
        kind=new.kind, territory=new.territory, structure=new.structure))  # fmt: skip
    form.cell = services.open_cell(
        crisis, new, level=asked["level"], decided=decided_in(asked), by=request.user
    )


def _edit(request, cell):
    services.edit_contacts(cell, by=request.user)


def decided_in(asked):
    """The decision that a form holds."""
    return Decided(
        by=asked["decided_by"],
        capacity=asked["capacity"],
        basis=asked["basis"],
        reason=asked["reason"],
        review_on=asked.get("review_on"),
    )
