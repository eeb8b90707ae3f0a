"""Anybody says what is wrong on a page; its people answer, and the author hears of it."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from coordination.notifications.services import notify
from coordination.upkeep.models import Suggestion
from coordination.upkeep.notices.pages import SuggestionAnswered, SuggestionMade
from coordination.upkeep.refusals import (
    AlreadyAnswered,
    AlreadySuggested,
    AnswerMissing,
    TooManySuggestions,
)
from directory.models import Structure
from directory.services.fields import CORRECTABLE, correct_field
from portal.accounts.models import User
from portal.audit.services import acts_lately, record

MOST_SUGGESTIONS = 10  # a day of one person
State = Suggestion.State


@transaction.atomic
def suggest_correction(
    structure: Structure, *, field: str, proposed: str, why: str, source: str = "", by: User
) -> Suggestion:
    """The suggestion waits for whoever keeps the page, who is told.

    Raises TooManySuggestions, AlreadySuggested.
    """
    lately = acts_lately(by, "suggestion.made", within=timedelta(days=1))
    if lately >= MOST_SUGGESTIONS:
        raise TooManySuggestions(most=MOST_SUGGESTIONS)
    current = str(getattr(structure, field)) if field in CORRECTABLE else ""
    try:
        with transaction.atomic():
            suggestion = Suggestion.objects.create(
                structure=structure, author=by, field=field, proposed=proposed, why=why,
                source=source, current=current[:250],
            )  # fmt: skip
    except IntegrityError as error:
        raise AlreadySuggested from error
    record(by, "suggestion.made", suggestion, structure=str(structure.uuid), field=field)
    notify(SuggestionMade, suggestion)
    return suggestion


@transaction.atomic
def accept_suggestion(suggestion: Suggestion, *, by: User, answer: str = "") -> bool:
    """The author is told; a field of the structure holds the value: then True.

    Other corrections are typed on the page by hand. Raises AlreadyAnswered, CannotKeep.
    """
    _answer(suggestion, State.ACCEPTED, by=by, answer=answer)
    is_applied = suggestion.field in CORRECTABLE
    if is_applied:
        correct_field(suggestion.structure, suggestion.field, suggestion.proposed, by=by)
    return is_applied


@transaction.atomic
def refuse_suggestion(suggestion: Suggestion, *, by: User, answer: str) -> None:
    """Nothing changes, and the author reads why. Raises AnswerMissing, AlreadyAnswered."""
    if len(answer.strip()) < 3:
        raise AnswerMissing
    _answer(suggestion, State.REFUSED, by=by, answer=answer)


def _answer(suggestion: Suggestion, state: str, *, by: User, answer: str) -> None:
    waiting = Suggestion.objects.filter(pk=suggestion.pk, state=State.NEW)
    said = {"answered_by": by, "answered_at": timezone.now(), "answer": answer.strip()[:300]}
    if waiting.update(state=state, **said) != 1:
        raise AlreadyAnswered
    record(by, f"suggestion.{state}", suggestion, structure=str(suggestion.structure.uuid))
    notify(SuggestionAnswered, suggestion)
