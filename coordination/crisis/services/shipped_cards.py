"""The reflex cards and holding statements shipped with the portal are in force."""

from collections import defaultdict

from django.db import transaction

from coordination.crisis import clock
from coordination.crisis.models import Band, CardItem, HoldingStatement, ReflexCard
from coordination.crisis.services.card import Texts, items_of
from coordination.crisis.services.catalogue import NATIONAL, read_rows

# Kind of cell, code of the role, code of the typology (empty: any crisis).
Key = tuple[str, str, str]


@transaction.atomic
def load_cards() -> int:
    """Each card of the file is the last nationwide version of its role, and of its typology if
    it has one; how many were written.

    What changed is a new version, so that a checklist under way keeps its own. A constant number
    of statements.
    """
    wanted = _wanted()
    known = _known()
    fresh = [
        ReflexCard(
            kind=kind,
            slug=slug,
            typology=typology,
            version=version + 1,
            published_at=clock.now(),
            **NATIONAL,
        )
        for (kind, slug, typology), texts in wanted.items()
        for version, said in [known.get((kind, slug, typology), (0, {}))]
        if said != texts
    ]
    ReflexCard.objects.bulk_create(fresh)
    CardItem.objects.bulk_create(
        item for card in fresh for item in items_of(card, wanted[_key(card)])
    )
    return len(fresh) + _load_statements()


def _key(card: ReflexCard) -> Key:
    return card.kind, card.slug, card.typology


def _wanted() -> dict[Key, Texts]:
    found: dict[Key, Texts] = defaultdict(lambda: {band: [] for band in Band})
    for row in read_rows("cards.csv"):
        for kind in row["kinds"].split():
            # A card for any crisis has no last column.
            found[kind, row["role"], row["typology"] or ""][row["band"]].append(row["text"])
    return dict(found)


def _known() -> dict[Key, tuple[int, Texts]]:
    """The last nationwide version of each card, with what it says."""
    cards = ReflexCard.objects.filter(**NATIONAL).prefetch_related("items")
    found: dict[Key, tuple[int, Texts]] = {}
    for card in cards.order_by("version"):
        texts: Texts = {band: [] for band in Band}
        for item in sorted(card.items.all(), key=lambda one: (one.band, one.rank)):
            texts[item.band].append(item.text)
        found[_key(card)] = (card.version, texts)
    return found


def _load_statements() -> int:
    """Those missing are added; one that somebody put right nationwide stays."""
    known = set(HoldingStatement.objects.filter(**NATIONAL).values_list("typology", flat=True))
    missing = [row for row in read_rows("statements.csv") if row["typology"] not in known]
    now = clock.now()
    made = HoldingStatement.objects.bulk_create(
        HoldingStatement(**row, edited_at=now, **NATIONAL) for row in missing
    )
    return len(made)
