"""What a document drawn from a search is about: the place that it names, and what it leaves out."""

from dataclasses import dataclass

from directory.models import Activity, Category
from directory.selectors import Criteria
from portal.territories.models import Territory


@dataclass(frozen=True)
class Where:
    """A place as a title names it, and the territories (ids) that it is made of."""

    name: str
    territories: tuple[int, ...]


def where_looked(criteria: Criteria, current: Territory | None) -> Where | None:
    """The narrowest place that the search names, else the territory of the reader."""
    commune, place, width = criteria.commune, criteria.place, criteria.radius_km
    if criteria.point is not None:
        around = f"{width:g}\u00a0km autour de {criteria.centre_label}"
        return Where(around, (current.pk,)) if current else Where(around, ())
    if commune is not None:
        around = f"{commune.name} et {width:g}\u00a0km autour" if width else commune.name
        return Where(
            f"structures qui interviennent à {commune.name}" if criteria.covers else around,
            (commune.pk,),
        )
    if place is not None:
        return Where(str(place), place.communes)
    if criteria.territory is not None:
        current = Territory.objects.get(pk=criteria.territory)
    return Where(current.name, (current.pk,)) if current is not None else None


def only(criteria: Criteria) -> str:
    """What keeps the rest of the place out, in words; nothing when all of it is there."""
    asked = criteria.place.rest if criteria.place is not None else criteria.text
    parts = [f"«\u00a0{asked}\u00a0»"] if asked else []
    if criteria.category:
        parts += [str(one) for one in Category.objects.filter(pk=criteria.category)]
    if criteria.activity:
        parts += [str(one) for one in Activity.objects.filter(pk=criteria.activity)]
    if criteria.is_open:
        parts.append("ouvert à cette heure")
    if criteria.on_call:
        parts.append("quelqu’un d’astreinte à cette heure")
    return ", ".join(parts)
