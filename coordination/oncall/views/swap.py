"""A shift is given up, taken, approved."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.oncall import rules
from coordination.oncall.forms import SwapForm
from coordination.oncall.models import Shift, Swap
from coordination.oncall.selectors.swap_page import colleagues_of, swap_page, with_related
from coordination.oncall.services import swap as services
from portal.lib.access import check
from portal.lib.refusal import Refusal
from portal.ui.feedback import refusals_as_messages


@require_http_methods(["GET", "POST"])
def swap_open(request, uuid):
    """One's own shift, or a colleague's for the coordination, looks for somebody."""
    related = ("line", "sector", "role", "slot", "person")
    visible = Shift.objects.visible_to(request.user).select_related(*related)
    shift = get_object_or_404(visible, uuid=uuid)
    check(rules.may_give_shift, request.user, shift)
    form = SwapForm(request.POST or None, shift=shift, colleagues=colleagues_of(shift))
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


def _visible(request, uuid):
    swaps = with_related(Swap.objects.visible_to(request.user))
    return get_object_or_404(swaps, uuid=uuid)
