"""What partners read of a crisis: prefecture, town halls, professionals outside the cells."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from coordination.crisis import rules
from coordination.situation.selectors.partners import lines_to_call, shared_cells
from portal.lib.access import check


@require_safe
def partners(request):
    """Read only: last reports meant for partners, numbers, lines to call."""
    check(rules.may_see_crises, request.user, None)
    shown = {"shared": shared_cells(request.user), "lines": lines_to_call(request.user)}
    return render(request, "situation/partners.html", shown)
