"""After a duty: what was done is noted, what was served is said."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from coordination.oncall import rules
from coordination.oncall.forms.served import InterventionForm, ServedForm, SomebodyElseForm
from coordination.oncall.models import DutyCheck, Intervention, Roster
from coordination.oncall.selectors.holders.trips import duties_to_note
from coordination.oncall.selectors.rosters.roster_page import people_for
from coordination.oncall.selectors.serving.my_service import (
    intervention_said,
    person_of,
    to_confirm,
)
from coordination.oncall.selectors.serving.served import duty_of, served_on
from coordination.oncall.services.serving.intervention import note_intervention, remove_intervention
from coordination.oncall.services.serving.served import confirm_all, say_served
from portal.lib.access import check
from portal.lib.refusal import Refusal
from portal.ui.feedback import refusals_as_messages

MINE = "oncall:my_duties"


@require_http_methods(["GET", "POST"])
def intervention_add(request):
    """A call or a trip of one of my duties; the rest it opens is said at once."""
    person = person_of(request.user)
    duties = duties_to_note(person) if person else []
    form = InterventionForm(request.POST or None, duties=duties, initial=_first(duties))
    if form.is_valid():
        try:
            noted = note_intervention(form.cleaned_data["duty"], by=request.user, **form.said())
            messages.success(request, intervention_said(noted))
            return redirect(MINE)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "oncall/intervention_form.html", {"form": form, "duties": duties})


@require_POST
def intervention_remove(request, uuid):
    """A mistake counts no more."""
    rows = Intervention.objects.visible_to(request.user)
    one = get_object_or_404(
        rows.select_related("record__line", "record__person", "person"), uuid=uuid
    )
    check(rules.may_remove_intervention, request.user, one)
    with refusals_as_messages(request, success="L’intervention est retirée."):
        remove_intervention(one, by=request.user)
    own = one.person.user_id == request.user.pk
    return redirect(MINE) if own else redirect("oncall:person_trips", one.person.uuid)


@require_POST
def duty_confirm(request):
    """One or several of my duties were served in full, as recorded."""
    person = person_of(request.user)
    if person is None:
        raise Http404
    asked = set(request.POST.getlist("duty"))
    chosen = [duty for duty in to_confirm(person) if duty.reference in asked or "tout" in asked]
    said = f"C’est noté, merci : {len(chosen)} astreinte{'s' if len(chosen) > 1 else ''} faite"
    with refusals_as_messages(request, success=f"{said}{'s' if len(chosen) > 1 else ''}."):
        confirm_all(chosen, by=request.user)
    return redirect(MINE)


@require_http_methods(["GET", "POST"])
def duty_check(request, uuid, pk, role, person):
    """What was served of a slot, said by the person or by the coordination."""
    duty, runs = _duty(request, uuid, pk, role, person)
    side = _side(request, duty)
    known = duty.said if side == DutyCheck.Side.PERSON else duty.decided
    form = ServedForm(request.POST or None, slot=duty.slot, initial=_known(known))
    if form.is_valid() and _said(request, form, duty, side):
        return redirect("oncall:roster_service", duty.slot.roster.uuid) if runs else redirect(MINE)
    shown = {"form": form, "duty": duty, "runs": runs, "is_mine": side == DutyCheck.Side.PERSON}
    return render(request, "oncall/duty_check.html", shown)


@require_http_methods(["GET", "POST"])
def duty_add(request, uuid, pk):
    """Somebody served a slot where nobody expected them."""
    slot = _slot(request, uuid, pk)
    check(rules.may_run_roster, request.user, slot.roster)
    form = SomebodyElseForm(request.POST or None, slot=slot, people=people_for(slot))
    if form.is_valid():
        chosen = form.cleaned_data
        return redirect(
            "oncall:duty_check", uuid=uuid, pk=pk,
            role=chosen["role"].pk, person=chosen["person"].uuid,
        )  # fmt: skip
    shown = {"form": form, "slot": slot, "duties": served_on(slot)}
    return render(request, "oncall/duty_add.html", shown)


def _first(duties):
    """The duty under way, or the last one, is already chosen."""
    return {"duty": duties[0].pk} if duties else {}


def _slot(request, uuid, pk):
    rosters = Roster.objects.visible_to(request.user).public().select_related("line")
    slots = get_object_or_404(rosters, uuid=uuid).slots
    return get_object_or_404(slots.select_related("sector__line", "roster__line"), pk=pk)


def _duty(request, uuid, pk, role, person):
    """The duty, and whether the reader runs its line; a new one for who runs it only."""
    slot = _slot(request, uuid, pk)
    runs = rules.may_run_roster(request.user, slot.roster)
    duty = duty_of(slot, role=role, person=person, or_new=runs)
    if duty is None:
        raise Http404
    check(rules.may_say_served, request.user, duty)
    return duty, runs


def _side(request, duty):
    mine = duty.person.user_id == request.user.pk
    return DutyCheck.Side.PERSON if mine else DutyCheck.Side.COORDINATION


def _known(known):
    """What that side said before."""
    if known is None:
        return {"answer": DutyCheck.Answer.WHOLE}
    return {"answer": known.answer, "motive": known.motive, "note": known.note}


def _said(request, form, duty, side):
    """Whether the word is kept; the refusal is said in the form otherwise."""
    try:
        say_served(
            duty.slot, role=duty.role, person=duty.person, side=side,
            by=request.user, **form.said(),
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"C’est noté : {duty.person}, {duty.slot.label}.")
    return True
