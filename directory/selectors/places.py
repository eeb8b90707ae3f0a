"""The words of the search box that name a place: « EHPAD CPTS troyenne », « 10100 pharmacie ».

A place is read only where that cannot lose what was meant: when all the other words say a kind
of structure or a service, or when the words themselves say so (a postal code, « CPTS »). What
bears those words as a name is found too, wherever it is.
"""

import csv
import re
from dataclasses import dataclass, field
from functools import lru_cache

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, IntegerField, Q, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from directory import registry
from directory.models import StructureQuerySet
from directory.models.numbers import number_filters
from directory.models.search import LONGEST_TEXT, plan
from directory.models.words import MOST_WORDS, SYNONYMS, canonical
from directory.selectors.trades import DATA, is_of_a_trade
from portal.lib.text import search_key
from portal.territories.models import Containment, Territory

Kind = Territory.Kind
TABLES = (
    ("activities.csv", ("libelle", "synonymes")),
    ("categories.csv", ("libelle", "court")),
    ("professions.csv", ("libelle", "pluriel")),
)
MARKS = {
    "cpts": (Kind.CPTS,),
    "epci": (Kind.EPCI,), "intercommunalite": (Kind.EPCI,), "agglomeration": (Kind.EPCI,),
    "agglo": (Kind.EPCI,), "metropole": (Kind.EPCI,),
    "canton": (Kind.PERIMETER,), "perimetre": (Kind.PERIMETER,),
    "departement": (Kind.DEPARTMENT,), "region": (Kind.REGION,), "secteur": (),
}  # fmt: skip
LINKS = frozenset(
    {"a", "au", "aux", "d", "de", "des", "du", "l", "la", "le", "les", "en", "dans", "sur"}
    | {"sous", "autour", "pres", "commune", "ville"}
)
ARTICLES = ("", "l ", "le ", "la ", "les ")
SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
WIDEST_FIRST = [Kind.DEPARTMENT, Kind.REGION, Kind.EPCI, Kind.CPTS, Kind.PERIMETER]
MOST_READ, MOST_OTHERS, MOST_RANKED = 40, 3, 300
SHORTEST_BEGINNING = 5


@dataclass(frozen=True)
class Place:
    """A place read in the words, and the `rest` of them; `others`: what they may also mean."""

    label: str
    rest: str
    communes: tuple[int, ...]
    commune: Territory | None = None
    others: tuple[Territory, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return self.label


def read_place(text: str, *, around: int | None = None) -> Place | None:
    """The place that some words of `text` name, the nearest to the territory `around` first.

    Two statements; none when every word is ordinary, or when the text is a number.
    """
    words = search_key(text[:LONGEST_TEXT]).split()[: 2 * MOST_WORDS]
    if not words or number_filters(text):
        return None
    codes = [word for word in words if re.fullmatch(r"\d{5}", word)]
    if codes:
        rest = " ".join(word for word in words if word != codes[0])
        return _of_postal_code(codes[0], rest)
    mark = next((word for word in words if word in MARKS), "")
    run = _run(words, mark)
    if run is None:
        return None
    start, end = run
    name = " ".join(SAINTS.get(word, word) for word in words[start:end])
    kept = [*words[:start], *words[end:]]
    rest = " ".join(word for word in kept if word != mark and word not in LINKS)
    if mark == "secteur":
        return _of_sector(name, rest)
    return _of_territory(name, rest, mark, around)


def in_place(
    structures: StructureQuerySet, place: Place, text: str, meant: Q | None = None
) -> StructureQuerySet:
    """Those of the place that the rest of the words means, and those that bear all the words.

    `meant`: what the rest means, when it is known already. Beyond 300, those of the place come
    first.
    """
    wanted = Q(commune__in=place.communes)
    if meant is not None:
        wanted &= meant
    elif rest := plan(place.rest):
        wanted &= Q(words=_asked(rest.condition))
    words = list(dict.fromkeys(canonical(text)))[:MOST_WORDS]
    named = Q(words=_asked(" & ".join(f"{word}:*" for word in words)))
    # « ESAT Saintes » begins the name of every ESAT Sainte-Marie: the town comes first.
    here = Case(When(commune__in=place.communes, then=1), default=0)
    return ranked(structures.filter(wanted | named if words else wanted), text, beyond=here)


def ranked(found: StructureQuerySet, text: str, *, beyond: Combinable) -> StructureQuerySet:
    """With `score`: their likeness to `text`; `beyond` it when there are more than 300."""
    if found.order_by()[: MOST_RANKED + 1].count() > MOST_RANKED:
        return found.annotate(score=Cast(beyond, IntegerField()))
    words = list(dict.fromkeys(canonical(text)))[:MOST_WORDS]
    return found.likened(" ".join(words), search_key(text[:LONGEST_TEXT]))


def _asked(condition: str) -> SearchQuery:
    return SearchQuery(condition, config="simple", search_type="raw")


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """The words that say a kind of structure, a service or a trade, as the box reads them."""
    texts = list(SYNONYMS.values())
    for name, columns in TABLES:
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            texts += [row[one] for row in csv.DictReader(file, delimiter=";") for one in columns]
    return frozenset(word for text in texts for word in canonical(text) if len(word) > 1)


def _run(words: list[str], mark: str) -> tuple[int, int] | None:
    """Where the name of the place stands: the only words, in one piece, that are not ordinary.

    After a mark (« CPTS »), what follows it, up to an ordinary word.
    """
    known = ordinary_words()
    names = [
        rank for rank, word in enumerate(words)
        if word not in MARKS and word not in LINKS and not _is_ordinary(word, known)
    ]  # fmt: skip
    if not names:
        return None
    # « Notre-Dame-de-la-Mer » is one piece, links included.
    for before, after in zip(names, names[1:], strict=False):
        if any(word not in LINKS for word in words[before + 1 : after]):
            return None
    return names[0], names[-1] + 1


def _is_ordinary(word: str, known: frozenset[str]) -> bool:
    if is_of_a_trade(word):
        return True
    meant = canonical(word)
    return bool(meant) and all(one in known for one in meant) and word not in SAINTS


def _of_postal_code(code: str, rest: str) -> Place | None:
    found = Territory.objects.communes().filter(postal_codes__contains=[code])
    communes = list(found.filter(closed_on__isnull=True).order_by("-population", "code"))
    if not communes:
        return None
    names = ", ".join(one.name for one in communes[:3])
    more = f" et {len(communes) - 3}\u00a0autres" if len(communes) > 3 else ""
    label = f"{code} ({names}{more})"
    return Place(label, rest, tuple(one.pk for one in communes), communes[0])


def _of_sector(name: str, rest: str) -> Place | None:
    """On-call sectors, as the modules above know them."""
    for sector in registry.places_named(name):
        return Place(f"{sector.label} (secteur d’astreinte)", rest, tuple(sector.communes))
    return None


def _of_territory(name: str, rest: str, mark: str, around: int | None) -> Place | None:
    keys = [f"{article}{name}" for article in ARTICLES]
    asked = Q(search_key__in=keys)
    if mark:
        held = Q()
        for word in name.split():
            held &= Q(search_key__contains=word)
        asked = (asked | held) & Q(kind__in=MARKS[mark])
    elif len(name) >= SHORTEST_BEGINNING and name not in SAINTS.values():
        asked |= Q(search_key__startswith=f"{name} ", kind__in=[Kind.COMMUNE])
    inside = Containment.objects.filter(ancestor=around).values("descendant")
    near = Case(When(pk__in=inside, then=0), default=1, output_field=IntegerField())
    exact = Case(When(search_key__in=keys, then=0), default=1, output_field=IntegerField())
    rows = Territory.objects.filter(asked, closed_on__isnull=True).annotate(near=near, exact=exact)
    found = list(rows.order_by("exact", "near", "-population", "code")[:MOST_READ])
    if not found:
        return None
    found.sort(key=_rank)
    place, *others = found
    held_ids = Containment.objects.filter(ancestor=place).values_list("descendant", flat=True)
    is_commune = place.kind in (Kind.COMMUNE, Kind.ARRONDISSEMENT)
    label = place.name if is_commune else f"{place.name} ({place.get_kind_display()})"
    same = [one for one in others if one.name != place.name or one.kind != place.kind]
    return Place(
        label, rest, tuple(held_ids), place if is_commune else None, tuple(same[:MOST_OTHERS])
    )


def _rank(one: Territory) -> tuple[int, int, int, int]:
    """The exact name first; then the territory in force; then the widest; then the biggest."""
    kinds = [str(kind) for kind in WIDEST_FIRST]
    width = kinds.index(one.kind) if one.kind in kinds else len(kinds)
    told = one.__dict__
    return told["exact"], told["near"], width, -(one.population or 0)
