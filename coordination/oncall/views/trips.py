"""Interventions noted in somebody's name, and what that person says of them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from coordination.oncall import rules
from coordination.oncall.forms import MotiveForm
from coordination.oncall.forms.served import InterventionForm
from coordination.oncall.models import Intervention
from coordination.oncall.selectors.holders.trips import duties_to_note_for, of_person_run_by
from coordination.oncall.selectors.serving.my_service import intervention_said
from coordination.oncall.services.serving.intervention import (
    contest_intervention,
    note_intervention,
)
from coordination.oncall.views.managed import kept, managed_person
from portal.lib.access import check
from portal.lib.refusal import Refusal


@require_http_methods(["GET", "POST"])
def person_trips(request, uuid):
    """What the coordination notes for somebody: their interventions of the month, and one more."""
    person = managed_person(request, uuid)
    check(rules.may_vouch_contact, request.user, person)
    duties = duties_to_note_for(person, by=request.user)
    initial = {"duty": duties[0].pk} if duties else {}
    form = InterventionForm(request.POST or None, duties=duties, initial=initial)
    if form.is_valid() and _noted(request, form, person):
        return redirect("oncall:person_trips", uuid)
    shown = {"form": form, "person": person, "duties": duties}
    shown["trips"] = of_person_run_by(person, by=request.user)
    return render(request, "oncall/person_trips.html", shown)


@require_http_methods(["GET", "POST"])
def intervention_contest(request, uuid):
    """The person says what is wrong in what was noted for them."""
    seen = Intervention.objects.visible_to(request.user).live()
    related = ("person", "record__line", "record__sector", "noted_by")
    one = get_object_or_404(seen.select_related(*related), uuid=uuid)
    check(rules.may_contest_intervention, request.user, one)
    form = MotiveForm(request.POST or None)
    form.fields["motive"].label = "Ce qui n’est pas exact (lu par la coordination)"
    said = "C’est noté : la coordination de la ligne est prévenue."
    act = lambda: contest_intervention(one, reason=form.cleaned_data["motive"], by=request.user)  # noqa: E731
    if kept(request, form, act, said=said):
        return redirect("oncall:my_duties")
    return render(request, "oncall/intervention_contest.html", {"form": form, "trip": one})


def _noted(request, form, person):
    """Whether the intervention is kept in their name; the refusal is said in the form otherwise."""
    try:
        noted = note_intervention(form.cleaned_data["duty"], by=request.user, **form.said())
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"Au nom de {person} : {intervention_said(noted)}")
    return True
