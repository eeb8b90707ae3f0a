"""What the search box proposes beside structures, as one types: places, services, categories."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from directory import registry
from directory.models import Activity, Category, Service, Structure, StructureQuerySet
from directory.selectors.search import LEAST_TYPED
from portal.accounts.models import User
from portal.lib.text import search_key
from portal.territories.models import Territory

MOST_PLACES, MOST_KINDS, MOST_READ = 3, 3, 1_000


@dataclass(frozen=True)
class Proposals:
    """Territories and the label of an on-call sector; services and categories with their counts,
    None when counting would take longer than one waits while typing."""

    places: list[Territory]
    sectors: list[str]
    activities: list[tuple[Activity, int | None]]
    categories: list[tuple[Category, int]]


def proposed(user: User, text: str, *, territory: int | None) -> Proposals:
    """What begins as `text`, counted in `territory`; nothing before three signs.

    Six statements at most, whatever the directory holds.
    """
    key = search_key(text)
    if len(key) < LEAST_TYPED:
        return Proposals([], [], [], [])
    named = Territory.objects.filter(search_key__startswith=key, closed_on__isnull=True)
    places = list(named.order_by("-population", "search_key")[:MOST_PLACES])
    sectors = [place.label for place in registry.places_named(key)]
    structures = Structure.objects.visible_to(user).opened()
    if territory is not None:
        structures = structures.in_territories([territory])
    return Proposals(
        places, sectors[:1], _activities(structures, key), _categories(structures, key)
    )


def _activities(structures: StructureQuerySet, key: str) -> list[tuple[Activity, int | None]]:
    known = [one for one in Activity.objects.all() if _bears(f"{one.label},{one.synonyms}", key)]
    known = known[:MOST_KINDS]
    offered = Service.objects.current().filter(activity__in=known, structure__in=structures)
    pairs = list(offered.values_list("activity", "structure")[: MOST_READ + 1])
    if len(pairs) > MOST_READ:
        return [(one, None) for one in known]
    counts = Counter(activity for activity, _ in dict.fromkeys(pairs))
    return [(one, counts[one.pk]) for one in known if counts[one.pk]]


def _categories(structures: StructureQuerySet, key: str) -> list[tuple[Category, int]]:
    known = [one for one in Category.objects.all() if _bears(f"{one.label},{one.short_label}", key)]
    held = structures.filter(category__in=known[: 4 * MOST_KINDS]).order_by()
    counts = dict(
        held.values("category").annotate(found=Count("pk")).values_list("category", "found")
    )
    found = [(one, counts[one.pk]) for one in known if one.pk in counts]
    return sorted(found, key=lambda one: -one[1])[:MOST_KINDS]


def _bears(names: str, key: str) -> bool:
    """Whether a word of one of the `names` begins as `key`."""
    return any(f" {key}" in f" {search_key(name)}" for name in names.split(","))
