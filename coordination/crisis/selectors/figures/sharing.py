"""Who would receive what of a stock: `coordination.crisis.sharing` over the figures of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from coordination.crisis import clock
from coordination.crisis.models import Cell, Figure, Indicator
from coordination.crisis.selectors.crisis_page import HOSPITALS
from coordination.crisis.selectors.figures.board import expected_of
from coordination.crisis.selectors.figures.values import (
    SCALE,
    Value,
    indicators_in_use,
    plain,
    told,
    tuned,
)
from coordination.crisis.sharing import Asker, Share, shared_out
from directory.models import Structure
from portal.lib.geo import distance_km

TENSION = "tension"
# Beyond, the proposal names nobody: a statement of a decision is read aloud.
NAMED, LONGEST = 8, 900


@dataclass(frozen=True)
class Stock:
    """What there is to share out, in pieces, and how one counts.

    `hospital_per_day`, `residence_per_day`: pieces that such a structure uses in a day, about.
    `hub`: where the goods leave from, None unsaid.
    """

    indicator: Indicator
    pieces: int
    package: int
    hospital_per_day: int
    residence_per_day: int
    goal_days: int
    hub: Structure | None = None
    unknown_is_zero: bool = False

    @property
    def item(self) -> str:
        return self.indicator.short.lower()


@dataclass(frozen=True)
class Line:
    """What a structure would receive, and all that was counted for it."""

    structure: Structure
    share: Share
    cover: Value
    tension: Value | None

    @property
    def is_unknown(self) -> bool:
        return self.share.asker.days is None

    @property
    def cover_words(self) -> str:
        return "inconnu" if self.is_unknown else self.cover.words

    @property
    def after_words(self) -> str:
        after = self.share.days_after
        return "inconnu" if after is None else f"{plain(round(after, 1))}\u00a0jours"

    @property
    def reasons(self) -> str:
        """Why it has its place, in words."""
        asker = self.share.asker
        tension = "inconnue" if asker.tension is None else SCALE[asker.tension]
        said = [f"tension {tension}"]
        if asker.is_frail:
            said.append("personnes fragiles")
        if asker.distance_km is not None:
            said.append(f"à {asker.distance_km:.0f}\u00a0km du départ")
        return f"{', '.join(said)} : compte pour {plain(asker.weight)}"


@dataclass(frozen=True)
class SharingPage:
    """The proposal over a territory: those served first, then those who are not."""

    stock: Stock
    lines: Sequence[Line]
    left: int

    @cached_property
    def served(self) -> list[Line]:
        return [line for line in self.lines if line.share.packages]

    @cached_property
    def unknown(self) -> int:
        """Structures whose stock nobody knows: to be called first."""
        return sum(line.is_unknown for line in self.lines)

    @property
    def packages(self) -> int:
        return sum(line.share.packages for line in self.served)

    @property
    def statement(self) -> str:
        """The proposal as a decision to take, at most 900 characters; the rest is in its file."""
        hub = f", au départ de {self.stock.hub}" if self.stock.hub else ""
        pieces = self.packages * self.stock.package
        head = f"Répartir {self.packages} paquets de {self.stock.package} {self.stock.item}"
        named = [f"{one.structure} {one.share.packages}" for one in self.served[:NAMED]]
        more = len(self.served) - len(named)
        others = f" et {more} autres structures (tableau joint)" if more else ""
        text = f"{head} ({pieces} pièces){hub} : {' ; '.join(named)}{others}."
        return f"{text} En réserve : {self.left} pièces."[:LONGEST]


def stocks_shared() -> list[Indicator]:
    """What may be shared out: counted in days of cover, the more the better."""
    return [
        one
        for one in indicators_in_use()
        if one.unit == "jours" and one.better == Indicator.Better.HIGHER
    ]


def hubs_of(cell: Cell) -> list[Structure]:
    """The hospitals expected on the territory of `cell`: where stocks are kept."""
    found = expected_of(cell).filter(category__in=HOSPITALS)
    return list(found.order_by("name_key", "pk"))


def sharing_of(cell: Cell, stock: Stock) -> SharingPage:
    """A proposal for everybody expected on the territory, whom it serves or not.

    A constant number of statements. A figure that is no longer fresh is unknown (rule 14).
    """
    structures = list(expected_of(cell))
    known = _values(cell, structures, stock.indicator)
    askers = {one.pk: _asker(one, *known[one.pk], stock) for one in structures}
    result = shared_out(
        stock.pieces, stock.package, askers.values(),
        goal_days=Decimal(stock.goal_days), unknown_is_zero=stock.unknown_is_zero,
    )  # fmt: skip
    by_key = {one.pk: one for one in structures}
    lines = [
        Line(by_key[share.asker.key], share, *known[share.asker.key]) for share in result.shares
    ]
    return SharingPage(stock=stock, lines=lines, left=result.left)


def _values(
    cell: Cell, structures: Sequence[Structure], indicator: Indicator
) -> dict[int, tuple[Value, Value | None]]:
    """Of each structure: its cover, and its tension when that is counted here."""
    now = clock.now()
    tension = [one for one in indicators_in_use() if one.slug == TENSION]
    wanted = tuned([indicator, *tension], cell.territory_id)
    rows = Figure.objects.played_in(cell.crisis).filter(
        indicator__in=[one.pk for one in wanted], structure__in=[one.pk for one in structures]
    )
    last = {(one.structure, one.indicator): one for one in told(rows)}
    found = {}
    for one in structures:
        cover, *more = (Value(what, last.get((one.pk, what.pk)), now) for what in wanted)
        found[one.pk] = (cover, more[0] if more else None)
    return found


def _asker(structure: Structure, cover: Value, tension: Value | None, stock: Stock) -> Asker:
    hospital = structure.category_id in HOSPITALS
    return Asker(
        key=structure.pk,
        days=cover.figure.value if cover.figure and cover.is_fresh else None,
        per_day=stock.hospital_per_day if hospital else stock.residence_per_day,
        tension=int(tension.figure.value)
        if tension and tension.figure and tension.is_fresh
        else None,
        is_frail=not hospital,
        distance_km=_distance(structure, stock.hub),
    )


def _distance(structure: Structure, hub: Structure | None) -> float | None:
    ends = [structure, hub]
    points = [(one.latitude, one.longitude) for one in ends if one is not None]
    known = [one for pair in points for one in pair if one is not None]
    return distance_km(*known) if len(known) == len(ends) * 2 else None
