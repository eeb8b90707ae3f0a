"""What personal links open, without signing in: one's duties, a proposal, a version received.

Opening them changes nothing: mail scanners open links. The link is the right to answer, so that
a cross-site check would add nothing and lock people out (docs/decisions/0007).
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from coordination.oncall.forms.circuit import ReceiptForm
from coordination.oncall.selectors.holders.trips import of_person
from coordination.oncall.selectors.people.personal import (
    coming_of,
    offer_by_token,
    person_by_token,
    swaps_for,
    transmission_by_token,
)
from coordination.oncall.selectors.swaps.relay import notes_for
from coordination.oncall.services.rosters.circuit import answer_version
from coordination.oncall.services.swaps.cover import accept_cover, decline_cover
from coordination.oncall.services.swaps.relay import read_note
from coordination.oncall.services.swaps.swap import end_swap, take_swap
from coordination.oncall.views.circuit import file_of
from portal.ui.feedback import refusals_as_messages
from portal.ui.secret_address import discreet

COVER = {
    "accepter": (accept_cover, "C’est fait : cette astreinte est la vôtre. Merci."),
    "refuser": (decline_cover, "C’est noté : merci d’avoir répondu si vite."),
}


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def duties_by_link(request, token):
    """Somebody's coming duties, the notes left to them, the swaps they could take; POST acts."""
    person = person_by_token(token)
    if person is None:
        return _unknown(request)
    if request.method == "POST":
        _act(request, person)
        return discreet(redirect(request.path))
    shown = {"person": person, "coming": coming_of(person), "notes": notes_for(person)}
    shown["swaps"] = swaps_for(person)
    shown["noted_for"] = [one for one in of_person(person) if one.is_for_them]
    return discreet(render(request, "oncall/duties_by_link.html", shown))


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def cover_answer(request, token):
    """A place proposed to one person; only a POST answers."""
    offer = offer_by_token(token)
    if offer is None:
        return _unknown(request)
    if request.method == "POST":
        act, said = COVER.get(request.POST.get("act", ""), (None, ""))
        if act is None:
            messages.error(request, "Choisissez un des boutons de la page.")
        else:
            with refusals_as_messages(request, success=said):
                act(offer.call, person=offer.person, by=offer.person.user)
        return discreet(redirect(request.path))
    shown = {"offer": offer, "call": offer.call}
    return discreet(render(request, "oncall/cover_answer.html", shown))


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def roster_receipt(request, token):
    """A version received: its documents, and the answer of its recipient."""
    sent = transmission_by_token(token)
    if sent is None:
        return _unknown(request)
    refuses = request.POST.get("act") == "refuser"
    form = ReceiptForm(request.POST if refuses else None)
    if request.method == "POST" and (not refuses or form.is_valid()):
        reason = form.cleaned_data["reason"] if refuses else ""
        with refusals_as_messages(request, success="Votre réponse est enregistrée. Merci."):
            answer_version(sent, refused=reason, is_refused=refuses)
        return discreet(redirect(request.path))
    last = sent.receipts.order_by("-at", "-pk").first()
    shown = {"sent": sent, "version": sent.version, "form": form, "last": last, "token": token}
    return discreet(render(request, "oncall/roster_receipt.html", shown))


@login_not_required
@require_safe
def receipt_file(request, token, kind):
    """The document or the data file of the version received."""
    sent = transmission_by_token(token)
    if sent is None:
        return _unknown(request)
    return discreet(file_of(sent.version, kind))


def _act(request, person):
    """The notes are read, or one of the swaps shown is taken or refused."""
    act, asked = request.POST.get("act", ""), request.POST.get("swap", "")
    swap = next((one for one in swaps_for(person) if str(one.uuid) == asked), None)
    if act == "lire":
        _read(request, person)
    elif swap is None:
        messages.error(request, "Cette demande n’est plus ouverte.")
    elif act == "prendre":
        with refusals_as_messages(request, success="C’est fait : cette astreinte est la vôtre."):
            take_swap(swap, taker=person, by=person.user)
    elif act == "refuser" and swap.offered_to_id == person.pk:
        with refusals_as_messages(request, success=f"C’est noté : {swap.giver} est prévenu."):
            end_swap(swap, by=person.user, to=swap.State.REFUSED)


def _read(request, person):
    with refusals_as_messages(request, success="C’est noté : vous prenez la suite."):
        for note in notes_for(person):
            read_note(note, reader=person, by=person.user)


def _unknown(request):
    return discreet(render(request, "oncall/link_unknown.html", status=404))
