"""The personal page of somebody called to a cell: no login, no cookie, no JavaScript.

Opening it changes nothing: mail scanners open links. The link is the right to answer, once, so
that a cross-site check would add nothing and lock people out (docs/decisions/0007).
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from coordination.crisis.forms.callout import AnswerForm
from coordination.crisis.models import Call
from coordination.crisis.selectors.callout.board import answer_known, call_by_token, call_link
from coordination.crisis.services.callout.answer import Said, answer_call
from coordination.crisis.views.seen import in_its_zone
from portal.ui.feedback import refusals_as_messages
from portal.ui.secret_address import discreet

# In the address of the links that leave by SMS (notices/callout.py).
BY_SMS = "s"


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def call_answer(request, token):
    """What is asked, and three buttons. Only a POST changes anything, and once."""
    call = call_by_token(token)
    if call is None:
        return discreet(render(request, "crisis/call_unknown.html", status=404))
    if request.method == "POST":
        _apply(request, call)
        mark = f"?{BY_SMS}" if BY_SMS in request.GET else ""
        return discreet(redirect(call_link(call.link_key) + mark))
    cell = call.callout.cell
    shown = {"call": call, "callout": call.callout, "cell": cell, "crisis": cell.crisis}
    shown["known"] = answer_known(call)
    with in_its_zone(cell):
        return discreet(render(request, "crisis/call_answer.html", shown))


def _apply(request, call):
    """The button pressed has done what it says, or its refusal is told."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        wrong = "Choisissez un des boutons de la page."
        if "eta_minutes" in form.errors:
            wrong = "Le délai d’arrivée se donne en minutes, entre 0 et 1 440."
        messages.error(request, wrong)
        return
    asked = form.cleaned_data
    via = Call.Via.SMS if BY_SMS in request.GET else Call.Via.LINK
    with refusals_as_messages(request, success="Votre réponse est notée. Merci."):
        answer_call(call, Said(asked["answer"], asked["eta_minutes"]), via=via)
