"""The names of sectors, for the search box of the directory."""

from django.db.models import Q
from django.utils import timezone

from coordination.oncall.models import Sector, SectorCommune
from directory.registry import NamedPlace
from portal.lib.text import search_key

MOST_READ = 500


def sectors_named(key: str) -> list[NamedPlace]:
    """The open sectors whose name bears every word of `key`, with their communes of today."""
    words = key.split()
    named = Sector.objects.open().filter(line__closed_on__isnull=True).order_by("name", "pk")
    rows = named.values_list("pk", "name")[:MOST_READ]
    found = [(pk, name) for pk, name in rows if _bears(search_key(name), words)]
    return [NamedPlace(name, _communes(pk)) for pk, name in found[:1]]


def _bears(name: str, words: list[str]) -> bool:
    return bool(words) and all(word in name for word in words)


def _communes(sector: int) -> tuple[int, ...]:
    in_force = Q(validity__contains=timezone.localdate())
    return tuple(
        SectorCommune.objects.filter(in_force, sector=sector)
        .values_list("commune", flat=True)
        .distinct()
    )
