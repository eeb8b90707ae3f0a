"""The coordinator's desk."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from coordination.oncall import rules
from coordination.oncall.selectors.lines.desk import desk_of
from portal.lib.access import check


@require_GET
def desk(request):
    """What lacks tonight and this week, what waits, what is late."""
    check(rules.may_open_line, request.user, None)
    found = desk_of(request.user, after=request.GET.get("apres", ""))
    return render(request, "oncall/desk.html", {"desk": found})
