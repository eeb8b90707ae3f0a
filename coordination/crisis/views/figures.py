"""The figures that structures declare, and the page where a cell reads them."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from coordination.crisis import rules
from coordination.crisis.forms.figures import BoardFilterForm, FiguresForm, PhoneForm
from coordination.crisis.selectors.capacity import plans_around
from coordination.crisis.selectors.figures.board import LABELS, SEVERAL, STATES, figures_board
from coordination.crisis.selectors.figures.history import history_of, indicator_named
from coordination.crisis.selectors.figures.shared import shared_figures
from coordination.crisis.selectors.figures.values import structures_of, values_of
from coordination.crisis.services.figures import declare_figures, phone_figures
from coordination.crisis.views.seen import in_its_zone, kept, seen_cell
from directory.models import Structure
from portal.lib.access import check

FOUND = 10
TILES = [(state, *LABELS[rank], SEVERAL.get(rank)) for state, rank in STATES.items()]


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
    """Structures and indicators, each value with its age: critical ones first, then silence."""
    cell = seen_cell(request, uuid, what="chiffres", rule=rules.may_read_log)
    after, words = request.GET.get("apres", ""), request.GET.get("q", "").strip()[:200]
    form = BoardFilterForm(request.GET)
    shown = {"cell": cell, "crisis": cell.crisis, "words": words, "filters": form}
    board = figures_board(cell, form.shown, after=int(after) if after.isdecimal() else 0)
    shown |= {"board": board, "tiles": _tiles(request, board)}
    shown["next"] = _with(request, "apres", board.following)
    shown["plans"] = [] if cell.crisis.is_exercise else plans_around(cell)
    shown["may_phone"] = rules.may_write_log(request.user, cell)
    if words:
        shown["found"] = structures_of(cell).for_list().search(words).order_by("-score")[:FOUND]
    return render(request, "crisis/cell_figures.html", shown)


def _tiles(request, board):
    """A count by state, each of which filters; the same address for the state already chosen."""
    return [
        (
            several if several and board.counts[state] > 1 else label,
            level if board.counts[state] else "unknown",
            board.counts[state],
            _with(request, "etat", state),
        )
        for state, level, label, several in TILES
    ]


def _with(request, name, value):
    """The address of this page with `name` set, from its first line otherwise."""
    query = request.GET.copy()
    query.pop("apres", None)
    query[name] = value or ""
    return f"?{query.urlencode()}"


@require_GET
def cell_figures_shared(request, uuid):
    """What whoever sees the cell may know: totals and bands, never a structure."""
    cell = seen_cell(request, uuid, what="chiffres partagés")
    shown = {"cell": cell, "crisis": cell.crisis, "shares": shared_figures(cell)}
    shown["may_read"] = rules.may_read_log(request.user, cell)
    return render(request, "crisis/cell_figures_shared.html", shown)


@require_GET
def figure_history(request, uuid, structure, slug):
    """One figure of one structure over thirty days, drawn and in a table."""
    cell = seen_cell(request, uuid, what="chiffres", rule=rules.may_read_log)
    indicator = indicator_named(slug)
    if indicator is None:
        raise Http404
    told = get_object_or_404(structures_of(cell), uuid=structure)
    shown = {"cell": cell, "crisis": cell.crisis, "structure": told}
    with in_its_zone(cell):
        shown["history"] = history_of(told, indicator, cell)
        return render(request, "crisis/figure_history.html", shown)


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
