"""Looking for somebody: the people ranked for a slot, the proposal to several, their answers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.oncall import rules
from coordination.oncall.forms.circuit import CoverForm
from coordination.oncall.models import CoverCall, Roster
from coordination.oncall.selectors.rosters.roster_page import people_of_line
from coordination.oncall.selectors.swaps.cover_page import (
    RELATED,
    call_page,
    candidates_page,
    shift_asked,
)
from coordination.oncall.services.swaps import cover
from portal.lib.access import check
from portal.lib.refusal import Refusal
from portal.ui.feedback import done

ANSWERS = {
    "accepter": (cover.accept_cover, "C’est fait : cette astreinte est la vôtre."),
    "refuser": (cover.decline_cover, "C’est noté : merci d’avoir répondu."),
}


@require_http_methods(["GET", "POST"])
def slot_candidates(request, uuid, pk):
    """Who should replace, ranked, with the reason of each; those chosen are asked at once."""
    slot = _slot(request, uuid, pk)
    check(rules.may_run_roster, request.user, slot.roster)
    shift = shift_asked(slot, request.GET.get("tour", ""))
    sent = request.POST if request.method == "POST" else None
    form = CoverForm(sent, people=people_of_line(slot))
    shown = candidates_page(slot, shift) | {"form": form}
    if form.is_valid() and (call := _asked(request, form, shown["place"], shift)):
        return redirect(call)
    return render(request, "oncall/slot_candidates.html", shown)


@require_GET
def cover_detail(request, uuid):
    """One search: to whom the place was proposed, what each answered, who has it."""
    return render(
        request, "oncall/cover_detail.html", call_page(request.user, _call(request, uuid))
    )


@require_POST
def cover_reply(request, uuid, act):
    """The reader takes the place, or cannot."""
    call = _call(request, uuid)
    check(rules.may_answer_cover, request.user, call)
    if act not in ANSWERS:
        raise Http404
    service, said = ANSWERS[act]
    return done(request, service, call, said=said, person=request.user.oncall_person)


@require_POST
def cover_end(request, uuid):
    """The search stops: nobody is awaited any more."""
    call = _call(request, uuid)
    check(rules.may_run_cover, request.user, call)
    return done(request, cover.end_cover, call, said="La recherche est arrêtée.")


def _asked(request, form, place, shift):
    """The search under way; its refusal is said in the form otherwise."""
    chosen = form.cleaned_data
    try:
        call = cover.ask_cover(
            place.slot, role=place.role, period=place.period, replaces=shift,
            people=chosen["people"], reason=chosen["reason"], by=request.user,
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, "C’est parti : la première personne qui accepte tient le créneau.")
    return call


def _slot(request, uuid, pk):
    rosters = Roster.objects.visible_to(request.user).select_related("line__territory")
    roster = get_object_or_404(rosters, uuid=uuid)
    slot = get_object_or_404(roster.slots.select_related("sector__line"), pk=pk)
    slot.roster = roster
    return slot


def _call(request, uuid):
    calls = CoverCall.objects.visible_to(request.user).select_related(*RELATED)
    return get_object_or_404(calls, uuid=uuid)
