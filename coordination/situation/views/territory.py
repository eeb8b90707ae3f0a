"""« Territoire »: active cells, silent structures, needs, who is on call, on one page."""

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coordination.situation import rules
from coordination.situation.selectors.territory import page as pages
from portal.lib.access import check
from portal.territories.selectors import department_with_outlines


@require_safe
def territory(request):
    """The whole of it, in a constant number of statements."""
    place = _place(request)
    shown = pages.territory_page(request.user, place)
    shown |= {"territory": place, "outlines": department_with_outlines(place)}
    return render(request, "situation/territory.html", shown | {"now": timezone.now()})


@require_safe
def territory_map(request):
    """The rows of its first two tables, as points."""
    points = pages.features(request.user, _place(request))
    return JsonResponse({"type": "FeatureCollection", "features": points})


def _place(request):
    check(rules.may_see_territory, request.user, None)
    place = pages.territory_seen(request.user, request.territory)
    if place is None:
        raise Http404
    return place
