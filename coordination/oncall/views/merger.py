"""Communes that merge: who says so sees first what changes, line by line."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from coordination.oncall import rules
from coordination.oncall.forms.merger import MergerForm
from coordination.oncall.selectors.lines.merger import merger_effects
from coordination.oncall.services.lines.merger import merge_communes
from coordination.oncall.views.managed import kept, managed_line
from portal.lib.access import check


@require_http_methods(["GET", "POST"])
def commune_merge(request, slug):
    """Which communes become which one, from which day; read first, then kept for every line."""
    line = managed_line(request, slug)
    check(rules.may_merge_communes, request.user, line.territory)
    form = MergerForm(request.POST or None, territory=line.territory)
    shown = {"line": line, "form": form}
    if form.is_valid():
        asked = form.cleaned_data
        shown["asked"] = asked
        shown["effects"] = merger_effects(asked["olds"], asked["into"], asked["on"])
        said = f"La fusion est enregistrée : {asked['into']} prend leur place."
        act = lambda: merge_communes(**asked, by=request.user)  # noqa: E731
        if "confirm" in request.POST and kept(request, form, act, said=said):
            return redirect("oncall:line_sectors", slug)
    return render(request, "oncall/commune_merge.html", shown)
