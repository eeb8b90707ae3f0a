"""What a page asks of the territories while one types or looks at a map."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from portal.territories.selectors import outline_features, suggest_communes
from portal.territories.throttle import asks_too_much


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def suggest(request: HttpRequest) -> JsonResponse:
    """`?q=troy`: the communes it may mean. Open to all: one signs up with a commune."""
    if asks_too_much(request, of="suggest"):
        message = "Trop de recherches en une minute : attendez un peu."
        return JsonResponse({"results": [], "detail": message}, status=429)
    found = suggest_communes(request.GET.get("q", ""))
    return JsonResponse({"results": [_suggestion(commune) for commune in found]})


@require_safe
@cache_control(private=True, max_age=86_400)
@conditional_page
@gzip_page
def outlines(request: HttpRequest, department: str) -> JsonResponse:
    """The outlines of the communes of a department, in GeoJSON. 404 when we have none."""
    features = outline_features(department)
    if not features:
        raise Http404("Aucun contour n’est connu pour ce département.")
    document = {"type": "FeatureCollection", "features": features}
    compact = {"separators": (",", ":"), "ensure_ascii": False}
    return JsonResponse(
        document, json_dumps_params=compact, content_type="application/geo+json; charset=utf-8"
    )


def _suggestion(commune):
    postal_code = commune.postal_codes[0] if commune.postal_codes else ""
    return {
        "id": commune.pk,
        "code": commune.code,
        "name": commune.name,
        "detail": " · ".join(filter(None, [postal_code, commune.department])),
    }
