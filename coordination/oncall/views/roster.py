"""A roster as a grid, one slot of it, and who is put on it or taken off."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from coordination.oncall import rules
from coordination.oncall.forms import MotiveForm, SeatForm
from coordination.oncall.models import Roster, Shift
from coordination.oncall.selectors.holders.eligibility import report
from coordination.oncall.selectors.rosters.circuit import late_steps
from coordination.oncall.selectors.rosters.roster_page import (
    people_for,
    roster_page,
    shifts_standing,
    slot_page,
)
from coordination.oncall.services.rosters.shift import assign, reassign, withdraw
from portal.lib.access import check
from portal.lib.refusal import Refusal
from portal.ui.feedback import refusals_as_messages


@require_GET
def roster_grid(request, uuid):
    """A month of the roster, or the whole of it: the holes first, then day by day."""
    roster = _visible(request, uuid)
    asked, lies = request.GET.get("mois", ""), request.GET.get("sens", "")
    shown = roster_page(roster, asked, today=timezone.localdate(), lies=lies)
    shown["runs"] = rules.may_run_roster(request.user, roster)
    shown["late"] = late_steps(roster) if shown["runs"] else []
    return render(request, "oncall/roster_grid.html", shown)


@require_http_methods(["GET", "POST"])
def slot_detail(request, uuid, pk):
    """Who holds a slot; whoever runs the line sees what the rules say before anything is saved."""
    slot = _slot(_visible(request, uuid), pk)
    runs = rules.may_run_roster(request.user, slot.roster)
    if request.method == "POST":
        check(rules.may_run_roster, request.user, slot.roster)
    form = _seat_form(request, slot)
    shown = slot_page(slot) | {"form": form, "runs": runs, "checked": form.is_valid()}
    if form.is_valid():
        if "confirm" in request.POST and _seated(request, form):
            return redirect(slot.roster)
        shown["findings"] = report(form.candidate())
    return render(request, "oncall/slot_detail.html", shown)


@require_http_methods(["GET", "POST"])
def shift_withdraw(request, uuid):
    """Somebody no longer holds a shift; the motive is read by them."""
    shifts = Shift.objects.visible_to(request.user)
    shift = get_object_or_404(shifts.select_related("roster__line", "slot", "person"), uuid=uuid)
    check(rules.may_run_roster, request.user, shift.roster)
    form = MotiveForm(request.POST or None)
    if form.is_valid():
        with refusals_as_messages(request, success=f"{shift.person} n’est plus sur ce créneau."):
            withdraw(shift, by=request.user, motive=form.cleaned_data["motive"])
        return redirect("oncall:slot_detail", shift.roster.uuid, shift.slot_id)
    return render(request, "oncall/shift_withdraw.html", {"form": form, "shift": shift})


def _visible(request, uuid):
    rosters = Roster.objects.visible_to(request.user).select_related("line__territory")
    return get_object_or_404(rosters, uuid=uuid)


def _slot(roster, pk):
    slots = roster.slots.select_related("sector__line", "roster__line")
    return get_object_or_404(slots, pk=pk)


def _seat_form(request, slot):
    return SeatForm(
        request.POST or None, slot=slot, people=people_for(slot), shifts=shifts_standing(slot)
    )


def _seated(request, form):
    """Whether the person holds the slot from now on; the refusal is said in the form otherwise."""
    chosen, shift = form.cleaned_data, form.cleaned_data["replaces"]
    said = {"motive": chosen["motive"], "forced_reason": chosen["forced_reason"]}
    try:
        if shift:
            reassign(shift, person=chosen["person"], by=request.user, **said)
        else:
            role = chosen["role"]
            assign(form.slot, role=role, person=chosen["person"], by=request.user, **said)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"{chosen['person']} tient ce créneau.")
    return True
