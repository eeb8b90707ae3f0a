"""The personal page of somebody called: no login, no cookie, no JavaScript.

Opening it changes nothing: mail scanners open links. The link is the right to answer, so that
a cross-site check would add nothing and lock people out (docs/decisions/0007).
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from coordination.oncall.models import Channel
from coordination.oncall.selectors.alerts.alert import alert_page, call_by_token, call_link, is_of
from coordination.oncall.services.alerts.alert import acknowledge, close_alert, confirm
from portal.ui.feedback import refusals_as_messages
from portal.ui.secret_address import discreet

# In the address of the links that leave by SMS (notices.py).
BY_SMS = "s"
SAID = {
    "prendre": "Vous avez l’alerte en charge. Merci.",
    "confirmer": "C’est noté : vous restez en charge.",
    "clore": "L’alerte est close. Merci.",
}


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def alert_answer(request, token):
    """What is asked, and the button that takes it in charge. Only a POST changes anything."""
    call = call_by_token(token)
    if call is None or (call.user is None and call.person is None):
        return discreet(render(request, "oncall/alert_unknown.html", status=404))
    if request.method == "POST":
        _apply(request, call)
        mark = f"?{BY_SMS}" if BY_SMS in request.GET else ""
        return discreet(redirect(call_link(call.link_key) + mark))
    shown = alert_page(call.step.alert) | {"call": call}
    shown["is_mine"] = is_of(shown["holder"], call)
    return discreet(render(request, "oncall/alert_answer.html", shown))


def _apply(request, call):
    """The button pressed has done what it says, or its refusal is told."""
    act, alert = request.POST.get("act", ""), call.step.alert
    if act not in SAID:
        messages.error(request, "Choisissez un des boutons de la page.")
        return
    with refusals_as_messages(request, success=SAID[act]):
        if act == "prendre":
            channel = Channel.SMS if BY_SMS in request.GET else Channel.EMAIL
            acknowledge(alert, user=call.user, person=call.person, channel=channel)
        elif act == "confirmer":
            confirm(alert, user=call.user, person=call.person)
        else:
            _close(alert, call)


def _close(alert, call):
    """Only who has it in charge closes it by a link. Raises AlertNotYours."""
    confirm(alert, user=call.user, person=call.person)
    close_alert(alert, by=call.user, person=None if call.user else call.person)
