"""Which version of a card serves where, for which typology; which words may be said at once."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Max, Q, QuerySet

from coordination.crisis.models import FOLLOWS, Cell, HoldingStatement, ReflexCard, Term
from coordination.crisis.selectors.catalogue import CLOSEST, terms
from coordination.crisis.selectors.owners import Owner
from directory.models import Structure
from portal.territories.models import Territory


def current_cards(cell: Cell) -> dict[str, ReflexCard]:
    """For each role, by its code, the version in force there: the first of `card_choices`."""
    return {slug: cards[0] for slug, cards in card_choices(cell).items()}


def card_choices(cell: Cell) -> dict[str, list[ReflexCard]]:
    """For each role, by its code, the cards that may be followed there, the one in force first:
    one for each typology of the crisis that has one, and the one for any crisis.

    What is made for that type of crisis comes before what is made for any, whoever wrote it;
    then the closest owner's. Of the same type, the closest owner's replaces the others.
    """
    typologies = cell.crisis.typologies.values_list("code", flat=True)
    around = _cards_around(cell.kind, cell.territory, cell.structure)
    found: dict[str, list[ReflexCard]] = defaultdict(list)
    for card in _closest(around.filter(typology__in=["", *typologies])).values():
        found[card.slug].append(card)
    for cards in found.values():
        cards.sort(key=lambda one: (not one.typology, *_distance(one), one.typology))
    return dict(found)


def cards_of_owner(owner: Owner, kind: str) -> dict[tuple[str, str], ReflexCard]:
    """For each role of that kind and each typology (empty: any crisis), the version that serves
    there."""
    return _closest(_cards_around(kind, owner.territory, owner.structure))


def typologies() -> dict[str, str]:
    """What a card may be for, in words, by the code of its typology; the empty one first."""
    return {"": "toute crise"} | {one.code: one.label for one in terms(Term.Kind.TYPOLOGY)}


def last_version(owner: Owner, kind: str, slug: str, typology: str = "") -> int:
    """The number of the last version that `owner` published for that typology (empty: any
    crisis); 0 before the first."""
    mine = ReflexCard.objects.filter(kind=kind, slug=slug, typology=typology, **owner.fields)
    return mine.aggregate(last=Max("version"))["last"] or 0


def statements_for(
    territory: Territory, structure: Structure | None
) -> list[tuple[Term, HoldingStatement | None]]:
    """Each typology with what may be said at once there: the closest owner's words."""
    rows = HoldingStatement.objects.filter(_around(territory, structure))
    best: dict[str, HoldingStatement] = {}
    for one in sorted(rows.select_related("territory"), key=_distance, reverse=True):
        best[one.typology] = one
    return [(term, best.get(term.code)) for term in terms(Term.Kind.TYPOLOGY)]


def _around(territory: Territory, structure: Structure | None) -> Q:
    near = Q(territory__in=Territory.objects.containing([territory.pk]), structure=None)
    near |= Q(territory=None, structure=None)
    return near | Q(structure=structure) if structure else near


def _cards_around(
    kind: str, territory: Territory, structure: Structure | None
) -> QuerySet[ReflexCard]:
    kinds = [kind, FOLLOWS[kind]] if kind in FOLLOWS else [kind]  # type: ignore[index]
    rows = ReflexCard.objects.filter(_around(territory, structure), kind__in=kinds)
    return rows.select_related("territory")


def _distance(row: ReflexCard | HoldingStatement) -> tuple[int, int]:
    if row.structure_id:
        return (0, 0)
    if row.territory is None:
        return (2, 0)
    return (1, CLOSEST.index(row.territory.kind))


def _closest(rows: Iterable[ReflexCard]) -> dict[tuple[str, str], ReflexCard]:
    """By role and typology, the farthest first, so that the closest and latest stays."""
    farthest = sorted(rows, key=lambda one: (*(-step for step in _distance(one)), one.version))
    return {(one.slug, one.typology): one for one in farthest}
