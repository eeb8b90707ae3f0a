"""What a map draws under its points: the border of what is looked at, and the communes around."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from portal.territories.borders import border, coarser
from portal.territories.models import Containment, Outline, Territory

Kind = Territory.Kind
# The widest region holds thirteen; the whole country would weigh more than the points.
MOST_DEPARTMENTS = 20


@dataclass(frozen=True)
class Ground:
    """`borders`: GeoJSON features, drawn strong; `department`: the code of the one whose communes
    are drawn around, or nothing; `words`: what the lines are, or that we have none."""

    borders: list[dict[str, Any]] = field(default_factory=list)
    department: str = ""
    words: str = ""


def ground_of(territory: Territory) -> Ground:
    """The ground of `territory`: its departments when it holds several, else its own border."""
    if territory.kind == Kind.COUNTRY:
        return Ground()
    inside = Containment.objects.filter(ancestor=territory).values("descendant")
    kind = territory.get_kind_display()
    is_commune = territory.kind in (Kind.COMMUNE, Kind.ARRONDISSEMENT)
    is_said = is_commune or kind in territory.name
    return _ground(inside, territory.name if is_said else f"{territory.name} ({kind})")


def ground_of_communes(communes: Iterable[int], named: str) -> Ground:
    """The ground of several communes (their ids) taken together, under the name `named`."""
    return _ground(list(communes), named)


def _ground(inside: QuerySet[Any, Any] | list[int], named: str) -> Ground:
    """Three statements at most, two for a region."""
    departments = list(
        Territory.objects.filter(pk__in=inside, kind=Kind.DEPARTMENT, closed_on__isnull=True)
        .select_related("outline")
        .order_by("code")[: MOST_DEPARTMENTS + 1]
    )
    if len(departments) > 1:
        return _of_departments(departments, named)
    drawn = Outline.objects.filter(territory__in=Territory.objects.filter(pk__in=inside).communes())
    shapes = list(drawn.values_list("geometry", flat=True))
    if not shapes:
        what = "ce département" if departments else "ce territoire"
        return Ground(words=f"Nous n’avons pas le contour de {what}\u00a0: {named}.")
    line = border(shapes)
    holding = Containment.objects.filter(descendant__in=inside, ancestor__kind=Kind.DEPARTMENT)
    codes = list(holding.values_list("ancestor__code", flat=True).distinct()[:2])
    return Ground(
        borders=[_feature(line, named)],
        department=codes[0] if len(codes) == 1 else "",
        words=f"Trait épais\u00a0: {named}.",
    )


def _of_departments(departments: list[Territory], named: str) -> Ground:
    if len(departments) > MOST_DEPARTMENTS:
        return Ground()
    drawn = [one for one in departments if hasattr(one, "outline")]
    borders = [_feature(coarser(one.outline.geometry), one.name) for one in drawn]
    if not drawn:
        words = f"Nous n’avons le contour d’aucun département de {named}."
    elif len(drawn) < len(departments):
        names = ", ".join(one.name for one in drawn)
        words = (
            f"Traits épais\u00a0: départements dont nous avons le contour ({names}), "
            f"{len(drawn)} sur {len(departments)}."
        )
    else:
        words = f"Traits épais\u00a0: les départements de {named}."
    return Ground(borders=borders, words=words)


def _feature(geometry: dict[str, Any], title: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"title": title, "own": True}, "geometry": geometry}
