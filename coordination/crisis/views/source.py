"""The line of the log, or the decision, that a task or a decision is born from."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from coordination.crisis.selectors.log_page import entries_seen, shown
from coordination.crisis.selectors.work import decisions_of


def entry_named(request, cell):
    """The entry that `?entree=` names, and its words; none when nothing is named."""
    named = request.GET.get("entree", "")
    if not named:
        return None, ""
    entries = entries_seen(request.user).filter(log__cell=cell)
    entry = get_object_or_404(entries, uuid=_uuid(named))
    return entry, shown([entry])[0].words


def decision_named(request, cell):
    """The decision that `?decision=` numbers; None when nothing is named."""
    number = request.GET.get("decision", "")
    if not number.isdecimal():
        return None
    return get_object_or_404(decisions_of(cell), number=int(number[:9]))


def _uuid(text):
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
