"""In peacetime: what is not ready, and where it is repaired."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from coordination.situation import rules
from coordination.situation.selectors.preparation import preparation_of
from portal.lib.access import check


@require_safe
def preparation(request):
    """The faults of each structure and territory of the reader."""
    check(rules.may_prepare, request.user, None)
    return render(request, "situation/preparation.html", {"owners": preparation_of(request.user)})
