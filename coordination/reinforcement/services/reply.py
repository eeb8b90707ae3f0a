"""What volunteers answer by SMS: « OUI 47 », « NON 47 », through the services of the page."""

import re

from django.db import transaction
from django.db.models import QuerySet

from coordination.reinforcement.models import Assignment, Consent, Volunteer
from coordination.reinforcement.services.answer import accept, refuse
from coordination.reinforcement.services.consent import in_force, set_consents
from portal.lib.refusal import Refusal
from portal.lib.text import search_key

State = Assignment.State
SMS = Assignment.Channel.SMS
# Case, accents, spaces and punctuation are gone by then.
ANSWER = re.compile(r"(?P<word>oui|non)(?: ?(?P<code>[0-9]{1,3}))?")
AWAITED = (State.NOTIFIED, State.SEEN, State.OFFERED)
HELP = (
    "Nous n'avons pas compris. Répondez OUI ou NON suivi du code reçu, par exemple OUI 47, "
    "ou ouvrez le lien du message. STOP : plus de SMS."
)
WHICH = (
    "Nous ne savons pas à quelle demande vous répondez : ajoutez le code reçu, par exemple "
    "OUI 47, ou ouvrez le lien du message."
)
SAID = {
    State.ACCEPTED: "{place} : votre oui est noté, merci. La structure va choisir, vous serez "
    "prévenu.",
    State.SELECTED: "{place} : la place est à vous, merci. Détails par le lien du message.",
    State.STANDBY: "{place} : tout vient d'être pourvu, vous êtes en liste d'attente. Merci.",
    State.REFUSED: "{place} : votre non est noté. Merci d'avoir répondu.",
}


def answer(phone: str, text: str) -> str:
    """The ask that the SMS names is answered by the same services as the page; what to say back.

    Number and code must match; a bare yes or no is enough when one ask alone is awaited.
    """
    said = ANSWER.fullmatch(search_key(text))
    if said is None:
        return HELP
    asks = Assignment.objects.filter(reply_code__phone=phone)
    meant = _meant(asks, said["code"])
    if meant is None:
        return WHICH
    return _apply(meant, is_yes=said["word"] == "oui")


def stop(phone: str) -> None:
    """The SMS consents of the volunteers of this number are withdrawn, the others stand."""
    people = Volunteer.objects.filter(user__preference__phone=phone).select_related("user")
    for volunteer in people:
        held = set(in_force(volunteer).values_list("purpose", flat=True))
        if Consent.Purpose.SMS in held:
            kept = held - {Consent.Purpose.SMS}
            set_consents(volunteer, agreed=kept, by=volunteer.user, how="STOP par SMS")


def _meant(asks: QuerySet[Assignment], code: str | None) -> Assignment | None:
    if code is not None:
        return asks.filter(reply_code__code=int(code)).first()
    awaited = [ask for ask in asks.filter(state__in=AWAITED)[:10] if ask.need.is_recruiting]
    return awaited[0] if len(awaited) == 1 else None


def _apply(ask: Assignment, *, is_yes: bool) -> str:
    try:
        with transaction.atomic():
            (accept if is_yes else refuse)(ask, by=None, channel=SMS)
    except Refusal as refusal:
        return str(refusal)
    reached = Assignment.objects.select_related("need__structure").get(pk=ask.pk)
    place = reached.need.structure.short_name or reached.need.structure.name
    words = SAID.get(State(reached.state), "{place} : votre réponse est notée, merci.")
    return words.format(place=place[:40])
