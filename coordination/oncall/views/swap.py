"""A shift is given up, taken, approved."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.oncall import rules
from coordination.oncall.forms import MotiveForm, SwapForm
from coordination.oncall.forms.circuit import TakerForm
from coordination.oncall.models import Shift, Swap
from coordination.oncall.selectors.swaps.swap_page import (
    colleagues_of,
    counter_shifts_of,
    findings_for,
    swap_page,
    with_related,
)
from coordination.oncall.services.swaps import swap as services
from portal.lib.access import check
from portal.lib.refusal import Refusal
from portal.ui.feedback import done, refusals_as_messages


@require_http_methods(["GET", "POST"])
def swap_open(request, uuid):
    """One's own shift, or a colleague's for the coordination, looks for somebody."""
    shift = _shift(request, uuid)
    check(rules.may_give_shift, request.user, shift)
    people, counters = colleagues_of(shift), counter_shifts_of(shift)
    form = SwapForm(request.POST or None, shift=shift, colleagues=people, counters=counters)
    if form.is_valid():
        try:
            return redirect(services.open_swap(shift, by=request.user, **form.wish()))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "oncall/swap_form.html", {"form": form, "shift": shift})


@require_GET
def swap_detail(request, uuid):
    """What is asked, by whom, what the rules say of the reader, and what can be done."""
    swap = _visible(request, uuid)
    return render(request, "oncall/swap_detail.html", {"page": swap_page(request.user, swap)})


@require_http_methods(["GET", "POST"])
def swap_now(request, uuid):
    """During an incident: the reader takes what is left of a colleague's shift."""
    shift = _shift(request, uuid)
    check(rules.may_take_now, request.user, shift)
    me, form = request.user.oncall_person, MotiveForm(request.POST or None)
    if form.is_valid():
        try:
            said = form.cleaned_data["motive"]
            return redirect(services.take_now(shift, taker=me, by=request.user, reason=said))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    shown = {"form": form, "shift": shift, "findings": findings_for(shift, me)}
    return render(request, "oncall/swap_now.html", shown)


@require_POST
def swap_take_for(request, uuid):
    """The coordination answers in the name of somebody who cannot; the journal says so."""
    swap = _visible(request, uuid)
    check(rules.may_run_swap, request.user, swap)
    form = TakerForm(request.POST, people=colleagues_of(swap.shift))
    if not form.is_valid():
        messages.error(request, "Choisissez la personne qui prend ce tour.")
        return redirect(swap)
    taker = form.cleaned_data["person"]
    with refusals_as_messages(request, success=f"C’est fait, au nom de {taker}."):
        services.take_swap(swap, taker=taker, by=request.user)
    return redirect(swap)


@require_POST
def swap_refuse(request, uuid):
    """Whom it is offered to says no: who asked knows at once."""
    swap = _visible(request, uuid)
    check(rules.may_refuse_swap, request.user, swap)
    said = f"C’est noté : {swap.giver} est prévenu."
    return done(request, services.end_swap, swap, said=said, to=Swap.State.REFUSED)


@require_POST
def swap_take(request, uuid):
    """The reader takes the shift; of many at once, one wins."""
    swap = _visible(request, uuid)
    check(rules.may_take_swap, request.user, swap)
    me = request.user.oncall_person
    with refusals_as_messages(request, success="C’est fait : cette astreinte est la vôtre."):
        services.take_swap(swap, taker=me, by=request.user)
    return redirect(swap)


@require_POST
def swap_approve(request, uuid):
    """The coordination agrees."""
    swap = _visible(request, uuid)
    check(rules.may_run_swap, request.user, swap)
    with refusals_as_messages(request, success="L’échange est appliqué."):
        services.approve_swap(swap, by=request.user)
    return redirect(swap)


@require_POST
def swap_cancel(request, uuid):
    """The request is given up; the shift stays its holder's."""
    swap = _visible(request, uuid)
    check(rules.may_cancel_swap, request.user, swap)
    with refusals_as_messages(request, success="La demande est retirée."):
        services.end_swap(swap, by=request.user)
    return redirect(swap)


def _shift(request, uuid):
    related = ("line", "sector__line", "role", "slot", "person")
    visible = Shift.objects.visible_to(request.user).select_related(*related)
    return get_object_or_404(visible, uuid=uuid)


def _visible(request, uuid):
    swaps = with_related(Swap.objects.visible_to(request.user))
    return get_object_or_404(swaps, uuid=uuid)
