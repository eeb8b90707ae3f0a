"""Coming forward for an open need without having been asked."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from coordination.reinforcement.forms.assignment import AnswerForm
from coordination.reinforcement.selectors.assignment import open_slots_of, own_link
from coordination.reinforcement.selectors.offers import (
    obstacle_to_apply,
    open_needs,
    own_assignment,
)
from coordination.reinforcement.selectors.wording import need_words
from coordination.reinforcement.services.answer import apply_spontaneously
from portal.lib.refusal import Refusal

APPLIED = {
    "accepted": "Votre proposition est enregistrée, merci. La structure va choisir.",
    "selected": "La place est à vous, merci.",
    "standby": "Ces créneaux sont complets : vous êtes inscrit sur la liste d’attente.",
}


def assignment_apply(request, uuid):
    """An open need, its terms, and a button to come forward for all or some of its slots."""
    need = get_object_or_404(open_needs(request.user), uuid=uuid)
    asked = own_assignment(request.user, need)
    if asked is not None and request.method != "POST":
        return redirect(own_link(asked))
    slots = open_slots_of(need)
    if request.method == "POST":
        return _applied(request, need, slots)
    shown = {
        "words": need_words(need),
        "slots": slots,
        "obstacle": obstacle_to_apply(request.user.volunteer, need),
    }
    return render(request, "reinforcement/assignment_apply.html", shown)


def _applied(request, need, slots):
    form = AnswerForm(_with_act(request.POST), slots=slots)
    chosen = form.cleaned_data["slots"] or None if form.is_valid() else []
    try:
        applied = apply_spontaneously(request.user.volunteer, need, by=request.user, slots=chosen)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("reinforcement:assignment_apply", need.uuid)
    messages.success(request, APPLIED.get(applied.state, "Votre réponse est enregistrée."))
    return redirect(own_link(applied))


def _with_act(posted):
    filled = posted.copy()
    filled["act"] = "oui"
    return filled
