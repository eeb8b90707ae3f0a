"""The figures that structures declare, and the page where a cell reads them."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from coordination.crisis import rules
from coordination.crisis.forms.figures import FiguresForm, PhoneForm
from coordination.crisis.selectors.figures import figures_board, structures_of, values_of
from coordination.crisis.services.figures import declare_figures, phone_figures
from coordination.crisis.views.seen import kept, seen_cell
from directory.models import Structure
from portal.lib.access import check

FOUND = 10


@require_http_methods(["GET", "POST"])
def structure_figures(request, uuid):
    """A structure says its figures: the last ones are there, one tap confirms them."""
    seen = Structure.objects.visible_to(request.user).select_related("category", "commune")
    structure = get_object_or_404(seen, uuid=uuid)
    check(rules.may_declare_figures, request.user, structure)
    form = FiguresForm(request.POST or None, values=values_of(structure))
    act = lambda: declare_figures(structure, form.said, by=request.user)  # noqa: E731
    if kept(request, form, act, said="Merci : vos chiffres sont à jour."):
        return redirect("crisis:structure_figures", uuid)
    return render(request, "crisis/structure_figures.html", {"structure": structure, "form": form})


@require_GET
def cell_figures(request, uuid):
    """Structures and indicators, each value with its age: silent ones first, then the worst."""
    cell = seen_cell(request, uuid, what="chiffres", rule=rules.may_read_log)
    after, words = request.GET.get("apres", ""), request.GET.get("q", "").strip()[:200]
    shown = {"cell": cell, "crisis": cell.crisis, "words": words}
    shown["board"] = figures_board(cell, after=int(after) if after.isdecimal() else 0)
    shown["may_phone"] = rules.may_write_log(request.user, cell)
    if words:
        shown["found"] = structures_of(cell).for_list().search(words).order_by("-score")[:FOUND]
    return render(request, "crisis/cell_figures.html", shown)


@require_http_methods(["GET", "POST"])
def cell_figures_phone(request, uuid, structure):
    """Whoever calls a silent structure types what it says."""
    cell = seen_cell(request, uuid, what="chiffres", rule=rules.may_write_log)
    called = get_object_or_404(structures_of(cell), uuid=structure)
    form = PhoneForm(request.POST or None, values=values_of(called, cell))
    if kept(request, form, lambda: _phone(request, cell, called, form), said="C’est enregistré."):
        return redirect("crisis:cell_figures", uuid)
    shown = {"cell": cell, "crisis": cell.crisis, "structure": called, "form": form}
    return render(request, "crisis/cell_figures_phone.html", shown)


def _phone(request, cell, structure, form):
    as_of = form.cleaned_data["as_of"]
    phone_figures(cell, structure, form.said, by=request.user, as_of=as_of)
