"""The personal page, opened from a message: it needs no login, no cookie and no JavaScript.

The link is the right to answer: it is not guessable and says nothing to whoever does not
hold it, so that a cross-site check would add nothing. It would even lock people out: with
`Referrer-Policy: no-referrer` browsers send `Origin: null` (docs/decisions/0007).
"""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from coordination.reinforcement.forms.assignment import (
    CANCEL,
    NO,
    SEEN,
    WAIT,
    AnswerForm,
    FeedbackForm,
)
from coordination.reinforcement.models import Assignment, Feedback
from coordination.reinforcement.selectors.answer_page import answer_page
from coordination.reinforcement.selectors.assignment import by_token, own_link
from coordination.reinforcement.services import answer as services
from coordination.reinforcement.services.mission import give_feedback
from coordination.reinforcement.services.withdrawal import cancel_by_volunteer
from coordination.reinforcement.views.attestation import pdf_answer
from portal.lib.refusal import Refusal
from portal.ui.feedback import refusals_as_messages
from portal.ui.secret_address import discreet

Channel = Assignment.Channel
# In the address of the links that leave by SMS (notices/need.py).
BY_SMS = "s"
SAID = {
    "accepted": "Votre oui est enregistré, merci. La structure va choisir.",
    "selected": "La place est à vous, merci.",
    "standby": "Vous êtes inscrit sur la liste d’attente.",
    "refused": "Votre réponse est enregistrée. Merci d’avoir répondu.",
    "cancelled": "Votre mission est annulée. La structure est prévenue.",
}


def personal(view):
    """`view(request, assignment)` behind a personal link, kept by no cache and told to nobody.

    A link that is unknown, truncated, altered, revoked or somebody else's: the same 404.
    """

    @csrf_exempt
    @login_not_required
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(request, token):
        assignment = by_token(token)
        return discreet(view(request, assignment) if assignment else _unknown(request))

    return opened


def _unknown(request):
    return render(request, "reinforcement/answer_unknown.html", status=404)


@personal
def answer(request, assignment):
    """The ask, and three buttons. Only a POST changes anything."""
    page = answer_page(assignment)
    form = AnswerForm(request.POST or None, slots=[shown.slot for shown in page.slots])
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["act"] == SEEN:
            services.mark_seen(assignment)
            return HttpResponse(status=204)
        _apply(request, assignment, form)
        return redirect(_same_page(request, assignment))
    shown = {"page": page, "form": form, "feedback_form": FeedbackForm()}
    return render(request, "reinforcement/answer.html", shown)


@personal
def answer_feedback(request, assignment):
    """A few words after the mission."""
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, success="Merci pour votre retour."):
            author = Feedback.Author.VOLUNTEER
            give_feedback(
                assignment, author=author, by=_author(request, assignment), **form.cleaned_data
            )
        return redirect(own_link(assignment))
    shown = {"page": answer_page(assignment), "form": AnswerForm(), "feedback_form": form}
    return render(request, "reinforcement/answer.html", shown)


@personal
def answer_attestation(request, assignment):
    """The attestation of the mission, as PDF."""
    return pdf_answer(assignment)


def _apply(request, assignment, form):
    """What the button pressed asks for; the person is told what it came to."""
    by = _author(request, assignment)
    act = ACTS.get(form.cleaned_data["act"], _accept)
    try:
        outcome = act(assignment, form, by, _channel(request, by))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return
    assignment.refresh_from_db()
    messages.success(request, SAID.get(assignment.state, "Votre réponse est enregistrée."))
    if outcome is not None:
        _tell_more(request, outcome)


def _channel(request, by):
    """How the person came: signed in, by the link of an SMS, or by that of an e-mail."""
    if by:
        return Channel.PORTAL
    return Channel.SMS if BY_SMS in request.GET else Channel.EMAIL


def _same_page(request, assignment):
    return own_link(assignment) + (f"?{BY_SMS}" if BY_SMS in request.GET else "")


def _accept(assignment, form, by, channel):
    slots, note = form.chosen_slots(), form.cleaned_data["note"]
    return services.accept(assignment, slots=slots, by=by, channel=channel, note=note)


def _refuse(assignment, form, by, channel):
    said = form.cleaned_data
    reason = said["reason"] or Assignment.Refusal.UNSAID
    services.refuse(assignment, reason=reason, note=said["note"], by=by, channel=channel)


def _wait(assignment, form, by, channel):
    services.join_standby(assignment, by=by, channel=channel)


def _cancel(assignment, form, by, channel):
    cancel_by_volunteer(assignment, by=by, reason=form.cleaned_data["note"])


ACTS = {NO: _refuse, WAIT: _wait, CANCEL: _cancel}


def _tell_more(request, outcome):
    if outcome.full:
        count = len(outcome.full)
        which = "Un créneau est complet et vous a" if count == 1 else f"{count} créneaux complets"
        said = f"{which} été retiré." if count == 1 else f"{which} vous ont été retirés."
        messages.warning(request, said)
    if outcome.closed:
        count = outcome.closed
        several = "s" if count > 1 else ""
        messages.info(
            request,
            f"{count} autre{several} demande{several} aux mêmes heures "
            f"{'sont closes' if several else 'est close'} : vous n’avez rien à faire.",
        )


def _author(request, assignment):
    """The volunteer when they are signed in; nobody for the bare link."""
    return request.user if assignment.volunteer.user_id == request.user.pk else None
