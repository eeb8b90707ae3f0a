"""The reflex cards of a cell: which version serves, what is ticked; the cards of an owner."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from coordination.crisis import clock
from coordination.crisis.models import (
    Activation,
    Band,
    CardItem,
    Cell,
    CellMember,
    ChecklistRun,
    ReflexCard,
    Role,
    Tick,
)
from coordination.crisis.selectors.card_versions import card_choices
from coordination.crisis.selectors.catalogue import roles_of_cell
from coordination.crisis.selectors.membership import RoleLine

# From how long after the beginning each band is the current one.
BEGINS = {Band.FIRST: timedelta(0), Band.NEXT: timedelta(hours=2), Band.LATER: timedelta(hours=12)}


@dataclass(frozen=True)
class Line:
    """A line of the card; the tick that says it is done, if it is."""

    item: CardItem
    tick: Tick | None

    @property
    def is_done(self) -> bool:
        return self.tick is not None


@dataclass(frozen=True)
class BandLines:
    """A band as the cell follows it: its version, its lines."""

    band: Band
    card: ReflexCard
    lines: list[Line]
    is_current: bool

    @property
    def done(self) -> int:
        return sum(line.is_done for line in self.lines)


@dataclass(frozen=True)
class CardPage:
    """The card of a role in a cell, the current band first; the other cards that are offered."""

    role: Role
    bands: list[BandLines]
    since: datetime
    offered: list[ReflexCard]
    chosen: ReflexCard | None

    @property
    def done(self) -> int:
        return sum(one.done for one in self.bands)

    @property
    def total(self) -> int:
        return sum(len(one.lines) for one in self.bands)

    @property
    def current(self) -> BandLines | None:
        return next((one for one in self.bands if one.is_current), None)

    @property
    def is_ours(self) -> bool:
        """Nobody there has adapted the card yet."""
        return all(one.card.is_ours for one in self.bands)


def card_pages(cell: Cell, roles: Iterable[Role], *, typology: str | None = None) -> list[CardPage]:
    """The cards of these roles in `cell`, in order; those without a card are left out.

    `typology`: the one whose card is asked for; else that of the list begun last, else the one in
    force. A band begun keeps its version. A constant number of statements, whatever the roles.
    """
    wanted = list(roles)
    choices = card_choices(cell)
    runs = {(one.role_id, one.band): one for one in _runs(cell)}
    begun_with = {one.role_id: one.card.typology for one in runs.values()}
    every = [card for cards in choices.values() for card in cards]
    items = _items([*every, *(run.card for run in runs.values())])
    ticks = _ticks(cell)
    begun, taken = _begun_at(cell), _taken_at(cell)
    found = []
    for role in wanted:
        since = max(begun, taken.get(role.pk, begun))
        now = _band_at(clock.now() - since)
        offered = choices.get(role.slug, [])
        wanted_one = begun_with.get(role.pk) if typology is None else typology
        chosen = next((one for one in offered if one.typology == wanted_one), None)
        chosen = chosen or next(iter(offered), None)
        bands = []
        for band in Band:
            run = runs.get((role.pk, band))
            card = run.card if run else chosen
            if card is None or not items[card.pk, band]:
                continue
            lines = [Line(one, ticks.get((run.pk, one.pk)) if run else None)
                     for one in items[card.pk, band]]  # fmt: skip
            bands.append(BandLines(band, card, lines, is_current=band == now))
        if bands:
            ordered = sorted(bands, key=lambda one: not one.is_current)
            found.append(CardPage(role, ordered, since, offered, chosen))
    return found


def card_page(cell: Cell, role: Role, *, typology: str | None = None) -> CardPage | None:
    """The card of `role` in `cell`; None when nobody has written one."""
    return next(iter(card_pages(cell, [role], typology=typology)), None)


def items_of(role: Role) -> QuerySet[CardItem]:
    """The lines of every version of the card of that role, whoever wrote it."""
    return CardItem.objects.filter(card__slug=role.slug).select_related("card")


def role_named(cell: Cell, slug: str) -> Role | None:
    """The role of that code in `cell`."""
    return roles_of_cell(cell).filter(slug=slug).first()


def roles_to_show(lines: Iterable[RoleLine]) -> list[Role]:
    """The roles required or held."""
    return [line.role for line in lines]


def texts_of(card: ReflexCard | None) -> dict[str, list[str]]:
    """What the card says, band by band."""
    found: dict[str, list[str]] = {band: [] for band in Band}
    if card is not None:
        for item in card.items.order_by("band", "rank"):
            found[item.band].append(item.text)
    return found


def _runs(cell: Cell) -> QuerySet[ChecklistRun]:
    return ChecklistRun.objects.filter(cell=cell).select_related("card")


def _items(cards: list[ReflexCard]) -> dict[tuple[int, str], list[CardItem]]:
    found: dict[tuple[int, str], list[CardItem]] = defaultdict(list)
    rows = CardItem.objects.filter(card__in={card.pk for card in cards})
    for item in rows.order_by("card", "band", "rank"):
        found[item.card_id, item.band].append(item)
    return found


def _ticks(cell: Cell) -> dict[tuple[int, int], Tick]:
    """The lines that stand as done: the last tick of each says so."""
    rows = Tick.objects.filter(run__cell=cell).order_by("run_id", "item_id", "-pk")
    last = rows.distinct("run_id", "item_id").select_related("by")
    return {(one.run_id, one.item_id): one for one in last if one.is_done}


def _begun_at(cell: Cell) -> datetime:
    """Since when the cell works: its last activation from level 0."""
    last = Activation.objects.filter(cell=cell, from_level=0).aggregate(at=Max("recorded_at"))
    return last["at"] or cell.opened_at


def _taken_at(cell: Cell) -> dict[int, datetime]:
    """Since when each role is held by whoever holds it now."""
    held = CellMember.objects.on_duty(cell).filter(role__isnull=False).order_by("-rank", "pk")
    return {one.role_id: one.period.lower for one in held if one.role_id}


def _band_at(elapsed: timedelta) -> Band:
    return [band for band, begins in BEGINS.items() if elapsed >= begins or not begins][-1]
