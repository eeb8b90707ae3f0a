"""A cell changes level, or is lifted with its exit checklist."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from coordination.crisis import rules
from coordination.crisis.forms.crisis import LevelForm, LiftForm
from coordination.crisis.selectors.catalogue import ladder_of
from coordination.crisis.selectors.lifting import exit_of
from coordination.crisis.selectors.membership import deciders
from coordination.crisis.services.activation import Check, change_level, lift_cell
from coordination.crisis.views.cell import decided_in
from coordination.crisis.views.seen import kept, seen_cell


@require_http_methods(["GET", "POST"])
def level_change(request, uuid):
    """To another level; in doubt, the page proposes the higher and waits for a confirmation."""
    cell = seen_cell(request, uuid, rule=rules.may_run_cell)
    form = _level_form(request, cell, request.POST or None)
    shown = {"cell": cell, "crisis": cell.crisis, "form": form}
    if form.is_valid() and form.higher:
        shown["higher"] = form.higher
        shown["form"] = _level_form(request, cell, form.doubled(form.higher.rank))
        return render(request, "crisis/level_change.html", shown)
    if kept(request, form, lambda: _change(request, cell, form), said="Le niveau est changé."):
        return redirect(cell)
    return render(request, "crisis/level_change.html", shown)


@require_http_methods(["GET", "POST"])
def cell_lift(request, uuid):
    """The exit checklist, then level 0: the end is explicit and announced."""
    cell = seen_cell(request, uuid, rule=rules.may_run_cell)
    leaving = exit_of(cell)
    form = LiftForm(
        request.POST or None,
        user=request.user,
        deciders=deciders(cell, request.user),
        leaving=leaving,
    )
    if kept(request, form, lambda: _lift(request, cell, form), said="La cellule est levée."):
        return redirect(cell)
    shown = {"cell": cell, "crisis": cell.crisis, "form": form, "leaving": leaving}
    return render(request, "crisis/cell_lift.html", shown)


def _level_form(request, cell, data):
    return LevelForm(
        data,
        user=request.user,
        deciders=deciders(cell, request.user),
        levels=[one for one in ladder_of(cell) if one.rank and one.rank != cell.level],
    )


def _change(request, cell, form):
    asked = form.cleaned_data
    change_level(cell, to=asked["level"], decided=decided_in(asked), by=request.user)


def _lift(request, cell, form):
    asked = form.cleaned_data
    checks = {
        term.code: Check(is_done=asked[f"done_{term.code}"], note=asked[f"note_{term.code}"])
        for term in form.leaving.checks
    }
    lift_cell(
        cell,
        decided=decided_in(asked),
        checks=checks,
        by=request.user,
        despite=asked.get("despite", ""),
    )
