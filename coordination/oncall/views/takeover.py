"""During an incident, the coordination puts somebody on a slot, and says why."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from coordination.oncall import rules
from coordination.oncall.forms.takeover import TakeOverForm
from coordination.oncall.models import Roster
from coordination.oncall.selectors.holders.eligibility import report
from coordination.oncall.selectors.rosters.roster_page import people_for, shifts_standing, slot_page
from coordination.oncall.services.swaps.takeover import take_over
from portal.lib.access import check
from portal.lib.refusal import Refusal


@require_http_methods(["GET", "POST"])
def slot_take_over(request, uuid, pk):
    """Who takes what is left of a slot: the rules first, then the act."""
    seen = Roster.objects.visible_to(request.user).public().select_related("line")
    roster = get_object_or_404(seen, uuid=uuid)
    check(rules.may_run_roster, request.user, roster)
    slot = get_object_or_404(roster.slots.select_related("sector__line", "roster__line"), pk=pk)
    choices = {"people": people_for(slot), "shifts": shifts_standing(slot)}
    form = TakeOverForm(request.POST or None, slot=slot, **choices)
    shown = slot_page(slot) | {"form": form, "checked": form.is_valid()}
    if form.is_valid():
        if "confirm" in request.POST and _taken(request, slot, form):
            return redirect("oncall:slot_detail", uuid, pk)
        shown["findings"] = report(form.candidate())
    return render(request, "oncall/slot_take_over.html", shown)


def _taken(request, slot, form):
    """Whether the person answers from now on; the refusal is said in the form otherwise."""
    asked = form.cleaned_data
    shift = asked["replaces"]
    role = shift.role if shift else asked["role"]
    try:
        take_over(slot, **{**asked, "role": role}, by=request.user)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"{asked['person']} répond dès maintenant pour ce créneau.")
    return True
