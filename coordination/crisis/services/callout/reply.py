"""What people called to a cell answer by SMS: « SITE 47 30 », « DISTANCE 47 », « INDISPO 47 »."""

import re

from django.db import transaction
from django.db.models import Q, QuerySet

from coordination.crisis.models import Call, CallOut
from coordination.crisis.refusals.callout import CallOutEnded
from coordination.crisis.services.callout.answer import LONGEST_MINUTES, Said, answer_call
from coordination.oncall.models import ContactMethod
from portal.lib.refusal import Refusal
from portal.lib.text import search_key

# Case, accents, spaces and punctuation are gone by then. The number, then the minutes.
WORDS = re.compile(
    r"(?P<word>sur site|site|a distance|distance|indisponible|indispo)"
    r"(?: (?P<code>[0-9]{2}))?(?: (?:dans )?(?P<minutes>[0-9]{1,4}) ?(?:min|mn|minutes)?)?"
)
ANSWERS = {
    "site": Call.Answer.ON_SITE, "sur site": Call.Answer.ON_SITE,
    "distance": Call.Answer.REMOTE, "a distance": Call.Answer.REMOTE,
    "indispo": Call.Answer.UNAVAILABLE, "indisponible": Call.Answer.UNAVAILABLE,
}  # fmt: skip
WHICH = "Nous ne savons pas à quel rappel vous répondez : ajoutez le code reçu, ou ouvrez le lien."


def answer(phone: str, text: str) -> str:
    """The answer that the SMS gives stands; what to say back, "" when it is not ours.

    Number and code must match; without a code, one rappel alone must call that telephone.
    """
    said = WORDS.fullmatch(search_key(text))
    if said is None:
        return ""
    theirs = Q(user__preference__phone=phone) | Q(user=None, person__contacts__in=_lines(phone))
    calls = Call.objects.filter(theirs, sent_at__isnull=False)
    if said["code"]:
        calls = calls.filter(callout__code=said["code"])
    living = calls.filter(callout__in=CallOut.objects.living())
    meant = {call.callout_id: call for call in living.order_by("attempt", "pk")[:20]}
    if len(meant) != 1:
        over = said["code"] and not meant and calls.exists()
        return str(CallOutEnded()) if over else WHICH
    minutes = min(int(said["minutes"]), LONGEST_MINUTES) if said["minutes"] else None
    return _take(next(iter(meant.values())), Said(ANSWERS[said["word"]], minutes))


def stop(phone: str) -> None:
    """Nothing of ours: what closes the number is done elsewhere."""


def _lines(phone: str) -> QuerySet[ContactMethod]:
    """The verified contacts of that telephone."""
    return ContactMethod.objects.filter(value=phone, state=ContactMethod.State.VERIFIED)


def _take(call: Call, said: Said) -> str:
    try:
        with transaction.atomic():
            done = answer_call(call, said, via=Call.Via.SMS)
    except Refusal as refusal:
        return str(refusal)
    return f"{call.callout.cell.name[:50]} : réponse « {done.said} » notée, merci."
