"""The personal page of who received a message: no login; a POST alone changes anything."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from coordination.crisis.selectors.message import message_link, recipient_by_token
from coordination.crisis.services.message import answer_message
from coordination.crisis.views.seen import in_its_zone
from portal.ui.feedback import refusals_as_messages
from portal.ui.secret_address import discreet


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def message_answer(request, token):
    """The message, why one has it, and a button an answer."""
    one = recipient_by_token(token)
    if one is None:
        return discreet(render(request, "crisis/call_unknown.html", status=404))
    if request.method == "POST":
        with refusals_as_messages(request, success="C’est noté. Merci."):
            answer_message(one, request.POST.get("answer", ""))
        return discreet(redirect(message_link(one.link_key)))
    message, cell = one.message, one.message.cell
    shown = {"one": one, "message": message, "cell": cell, "crisis": cell.crisis}
    with in_its_zone(cell):
        return discreet(render(request, "crisis/message_answer.html", shown))
