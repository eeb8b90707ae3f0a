"""The directory: a list and its map, a page per structure, an export."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from directory import rules
from directory.forms import DEFAULT_RADIUS, StructureFilter
from directory.models import Structure
from directory.selectors import (
    EXPORT_HEADER,
    WIDER_KM,
    export_rows,
    facets,
    features,
    find_structures,
    for_list,
    named_structures,
    narrowed,
    of_category,
)
from directory.selectors.calls import calls_now
from directory.selectors.exports import geojson, sheet, vcard
from directory.selectors.ground import ground_looked
from directory.selectors.hours import holiday_named
from directory.selectors.points import points
from directory.selectors.structure_page import structure_page
from directory.selectors.why import explain
from directory.services import record_export
from directory.views.past import structure_as_of
from portal.lib.csv import stream
from portal.lib.xlsx import xlsx
from portal.territories.models import Territory
from portal.territories.selectors import department_with_outlines
from portal.ui.feedback import attached, refusals_as_messages
from portal.ui.paging import keyset

PAGE_SIZE = 30
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def structure_list(request):
    """Search box, filters with their counts, the list and the same rows on a map."""
    form, criteria = _asked(request)
    named = named_structures(request.user, criteria)
    page = _page(request, of_category(narrowed(named, criteria), criteria), criteria)
    context = {
        **_read(request, criteria, page.items),
        "found": form.counted(facets(named, criteria, territories=form.territories)),
        "form": form,
        "page": page,
        "may_see_runs": rules.may_see_runs(request.user),
        "may_see_quality": rules.may_see_quality(request.user),
    }
    return render(request, "directory/structure_list.html", context)


@require_safe
def structure_map(request):
    """The rows of the list, under the same address, as GeoJSON points."""
    _, criteria = _asked(request)
    found = of_category(find_structures(request.user, criteria), criteria)
    shown = features(_page(request, found, criteria).items)
    return JsonResponse({"type": "FeatureCollection", "features": shown})


@require_safe
@gzip_page
def structure_points(request):
    """Every row of the list that has a position, in its order, in columns: a region in 300 kB.

    With the outlines of where one looks, which the map draws under them.
    """
    _, criteria = _asked(request)
    told = points(of_category(find_structures(request.user, criteria), criteria))
    ground = ground_looked(criteria, getattr(request, "territory", None))
    told["ground"] = asdict(ground) | {"communes": _communes(ground.department)}
    return JsonResponse(told)


@require_safe
def structure_detail(request, uuid):
    """What is known of a structure, and where it comes from; a merged one leads to the survivor."""
    visible = Structure.objects.visible_to(request.user).select_related("category", "commune")
    structure = get_object_or_404(visible, uuid=uuid)
    if structure.merged_into_id is not None:
        return _to_survivor(request, structure)
    if "au" in request.GET:
        return structure_as_of(request, structure)
    return render(request, "directory/structure_detail.html", _shown(request, structure))


def _to_survivor(request, structure):
    messages.info(request, f"« {structure} » a été réunie à la structure que voici.")
    return redirect(Structure.resolve(structure.uuid))


def _shown(request, structure):
    page = structure_page(request.user, structure)
    return {
        "structure": structure,
        "page": page,
        "calls": calls_now(request.user, structure, page.contacts),
        "may_keep": rules.may_keep(request.user, structure),
        "outlines": _outlines(structure.commune),
    }


@require_safe
def structure_export(request, kind="csv"):
    """What is looked for as a file (csv, xlsx, geojson); who took it is in the journal."""
    _, criteria = _asked(request)
    found = of_category(find_structures(request.user, criteria), criteria)
    with refusals_as_messages(request):
        answer = EXPORTS[kind](found)
        record_export(by=request.user, filters=criteria.kinds, count=found.order_by().count())
        return answer
    return redirect(f"{reverse('directory:structure_list')}?{request.GET.urlencode()}")


@require_safe
def structure_card(request, uuid):
    """The public lines of a structure, for the contacts of a telephone."""
    get_object_or_404(Structure.objects.visible_to(request.user), uuid=uuid)
    structure = Structure.resolve(uuid)
    url = request.build_absolute_uri(structure.get_absolute_url())
    answer = HttpResponse(vcard(structure, url), content_type="text/vcard; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(str(structure))}.vcf"'
    return answer


def _csv(found):
    return attached(stream(EXPORT_HEADER, export_rows(found)), "annuaire.csv")


def _xlsx(found):
    answer = HttpResponse(xlsx([sheet(found)]), content_type=SPREADSHEET)
    answer["Content-Disposition"] = 'attachment; filename="annuaire.xlsx"'
    return answer


def _geojson(found):
    answer = StreamingHttpResponse(geojson(found), content_type="application/geo+json")
    answer["Content-Disposition"] = 'attachment; filename="annuaire.geojson"'
    return answer


EXPORTS = {"csv": _csv, "xlsx": _xlsx, "geojson": _geojson}


def _asked(request):
    """The filters of the address; without any, the territory from which the reader looks."""
    territory = getattr(request, "territory", None)
    if not request.GET and territory is not None:
        request.GET = request.GET.copy()
        request.GET["territoire"] = str(territory.pk)
    form = StructureFilter(request.GET, around=territory)
    form.show_categories([])
    return form, form.criteria()


def _outlines(territory):
    """The address of the outlines of the department of `territory`, when we can draw it."""
    return _communes(department_with_outlines(territory))


def _communes(department):
    return reverse("territories:outlines", args=[department]) if department else ""


def _page(request, found, criteria):
    after = request.GET.get("apres", "")
    return keyset(for_list(found, criteria), by=criteria.order, after=after, size=PAGE_SIZE)


def _read(request, criteria, shown):
    """How the words were understood, and what can be looked for instead."""
    return {
        "criteria": criteria,
        "query": request.GET.urlencode(),
        "explained": explain(shown, criteria),
        "ways": _ways(request, criteria),
        "wider": _wider(request, criteria),
        "holiday": _holiday(criteria, shown),
        "without_hours": _with(request, ouvert=""),
    }


def _holiday(criteria, shown):
    """The public holiday that today is where we look for what is open; of the commune, else of
    the first structure found."""
    commune = criteria.commune or (shown[0].commune if shown else None)
    code = commune.code if commune is not None else ""
    return holiday_named(code, timezone.localdate()) if criteria.is_open else ""


def _wider(request, criteria):
    """Addresses of searches that would find more, with what they do, for an empty list."""
    wider = []
    if criteria.commune is not None and (criteria.radius_km or 0) < WIDER_KM:
        radius = DEFAULT_RADIUS if criteria.radius_km is None else WIDER_KM
        wider.append((f"Élargir à {radius}\u00a0km", _with(request, rayon=radius)))
    if criteria.is_open:
        wider.append(("Montrer aussi ce qui est fermé maintenant", _with(request, ouvert="")))
    if criteria.on_call:
        wider.append(("Montrer aussi qui n’a personne d’astreinte", _with(request, astreinte="")))
    if criteria.category:
        wider.append(("Chercher dans toutes les catégories", _with(request, categorie="")))
    if criteria.territory is not None:
        wider.append(("Chercher dans toute la France", _with(request, territoire="")))
    return wider


def _ways(request, criteria):
    """What can be done of the place read in the words: leave it, look around, take another."""
    place = criteria.place
    if place is None:
        return None
    ways = []
    if place.commune is not None:
        here = f"{place.commune.name} ({place.commune.code})"
        around = _with(request, q=place.rest, commune=here, rayon=DEFAULT_RADIUS)
        coming = _with(request, q=place.rest, commune=here, couvre="on")
        ways.append((f"Autour de {place.commune.name}, à {DEFAULT_RADIUS}\u00a0km", around))
        ways.append((f"Qui intervient à {place.commune.name}", coming))
    ways += [_instead(request, place.rest, one) for one in place.others]
    ways.append(("Ces mots tels quels", _with(request, mots="on")))
    return {"remove": _with(request, q=place.rest), "others": ways}


def _instead(request, rest, place):
    is_commune = place.kind in (Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)
    named = f"{place.name} ({place.code})"
    chosen = {"commune": named} if is_commune else {"territoire": place.pk}
    kind = place.get_kind_display()
    return f"Plutôt {place.name} ({kind}, {place.code})", _with(request, q=rest, **chosen)


def _with(request, **changes):
    query = request.GET.copy()
    query.pop("apres", None)
    for name, value in changes.items():
        query[name] = str(value)
    return f"{reverse('directory:structure_list')}?{query.urlencode()}"
