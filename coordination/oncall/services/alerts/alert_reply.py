"""What people called answer by SMS: « PRIS 47 », through the service of the page."""

import re

from django.db import transaction
from django.db.models import Q, QuerySet

from coordination.oncall.models import Alert, AlertCall, Channel, ContactMethod
from coordination.oncall.refusals import AlertOver
from coordination.oncall.services.alerts.alert import acknowledge
from portal.lib.refusal import Refusal
from portal.lib.text import search_key

# Case, accents, spaces and punctuation are gone by then.
TAKEN = re.compile(r"(?:je )?(?:pris|prends)(?: ?(?P<code>[0-9]{1,3}))?")
WHICH = "Nous ne savons pas de quelle alerte vous parlez : ajoutez le code reçu, ou ouvrez le lien."


def answer(phone: str, text: str) -> str:
    """The alert that the SMS names is taken in charge; what to say back, "" when it is not ours.

    Number and code must match; a bare « PRIS » is enough when one alert alone calls them.
    """
    said = TAKEN.fullmatch(search_key(text))
    if said is None:
        return ""
    theirs = Q(user__preference__phone=phone) | Q(user=None, person__contacts__in=_lines(phone))
    calls = AlertCall.objects.filter(theirs).exclude(code="")
    if said["code"]:
        calls = calls.filter(code=said["code"])
    related = calls.select_related("step__alert__line", "user__oncall_person", "person").order_by(
        "-pk"
    )
    awaited = related.filter(step__alert__state__in=[*Alert.LIVING, Alert.State.EXHAUSTED])
    meant = {call.step.alert_id: call for call in awaited[:10]}
    if len(meant) != 1:
        over = related.first() if said["code"] and not meant else None
        return str(AlertOver(state=over.step.alert.get_state_display())) if over else WHICH
    return _take(*meant.values())


def stop(phone: str) -> None:
    """The number is not used any more to call its owner."""
    ContactMethod.objects.filter(value=phone).update(state=ContactMethod.State.DISABLED)


def _lines(phone: str) -> QuerySet[ContactMethod]:
    """The verified contacts of that telephone."""
    return ContactMethod.objects.filter(value=phone, state=ContactMethod.State.VERIFIED)


def _take(call: AlertCall) -> str:
    alert = call.step.alert
    try:
        with transaction.atomic():
            acknowledge(alert, user=call.user, person=call.person, channel=Channel.SMS)
    except Refusal as refusal:
        return str(refusal)
    return f"{alert.line.name[:50]} : vous avez l'alerte en charge, merci."
