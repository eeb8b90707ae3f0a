"""What the search box proposes as one types."""

from urllib.parse import urlencode

from django.http import JsonResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from directory.forms import DEFAULT_RADIUS
from directory.selectors import suggested
from directory.selectors.proposed import proposed
from portal.territories.models import Territory
from portal.ui.charts import plain_number

COMMUNES = (Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)


@require_safe
@cache_control(private=True, max_age=60)
def structure_suggest(request):
    """`?q=tilleu`: the structures that it may mean, likeliest first; before them, in `groups`,
    the places, then the services and categories whose name begins so."""
    text = request.GET.get("q", "")
    around = getattr(request, "territory", None)
    found = proposed(request.user, text, territory=around.pk if around else None)
    groups = [
        {"label": "Lieux", "results": _places(found)},
        {"label": "Services et catégories", "results": _kinds(found, around)},
    ]
    results = [_structure(one) for one in suggested(request.user, text)]
    return JsonResponse({"groups": [one for one in groups if one["results"]], "results": results})


def _structure(one):
    detail = f"{one.category}, {one.commune}"
    return {"name": str(one), "detail": detail, "url": one.get_absolute_url()}


def _places(found):
    rows = [row for place in found.places for row in _place(place, first=found.places[0])]
    for sector in found.sectors:
        name = f"Structures\u00a0: {sector}"
        rows.append(_row(name, "secteur d’astreinte", q=f"secteur {sector}"))
    return rows


def _place(place, *, first):
    kind = f"{place.get_kind_display()}, {place.code}"
    if place.kind not in COMMUNES:
        return [_row(f"Structures\u00a0: {place.name}", kind, territoire=place.pk)]
    here = {"commune": f"{place.name} ({place.code})"}
    rows = [_row(f"Structures à {place.name}", kind, **here)]
    if place == first:
        around = f"Autour de {place.name}, à {DEFAULT_RADIUS}\u00a0km"
        rows.append(_row(around, kind, **here, rayon=DEFAULT_RADIUS))
    return rows


def _kinds(found, around):
    where = {"territoire": around.pk} if around else {}
    offered = [("service", *one) for one in found.activities]
    held = [("categorie", *one) for one in found.categories]
    return [
        _row(str(kind), _held(count, around), **{name: kind.pk}, **where)
        for name, kind, count in offered + held
    ]


def _held(count, around):
    noun = "structure" if count == 1 else "structures"
    said = [] if count is None else [f"{plain_number(count)}\u00a0{noun}"]
    return ", ".join([*said, around.name] if around else said)


def _row(name, detail, **asked):
    return {
        "name": name,
        "detail": detail,
        "url": f"{reverse('directory:structure_list')}?{urlencode(asked)}",
    }
