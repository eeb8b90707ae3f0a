"""The cheapest rosters of one person at given prices: a dynamic programme over the automaton.

For each morning, each state and each value of the counters, the least cost to get there; exact,
so the best of the last morning is what no roster of that person can beat.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coordination.oncall.solver.automaton import NOTHING, Automaton, Move

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
EPSILON = 1e-6


@dataclass
class _Band:
    """The moves of one day that feed the counters alike, by target, then a start per target."""

    moves: list[Move]
    sources: Whole
    starts: Whole
    targets: Whole
    duties: Whole
    costs: Floats
    units: Floats
    given: tuple[slice, ...]
    taken: tuple[slice, ...]


class Pricer:
    """One person's rosters, priced as often as wanted."""

    def __init__(self, automaton: Automaton) -> None:
        self.automaton = automaton
        self.shape = tuple(counter.most + 1 for counter in automaton.counters)
        self.layers = [
            [
                self._band(list(moves))
                for _, moves in groupby(sorted(layer, key=_order), key=lambda move: move.steps)
            ]
            for layer in automaton.moves
        ]
        self.last = np.zeros(self.shape)
        for axis, counter in enumerate(automaton.counters):
            short: list[slice] = [slice(None)] * len(self.shape)
            short[axis] = slice(0, max(counter.least, 0))
            self.last[tuple(short)] = np.inf

    @property
    def size(self) -> int:
        """How many values one table computes."""
        return sum(map(len, self.automaton.moves)) * prod(self.shape)

    def _band(self, moves: list[Move]) -> _Band:
        targets = [move.target for move in moves]
        starts = [at for at, target in enumerate(targets) if at == 0 or targets[at - 1] != target]
        pairs = list(zip(self.shape, moves[0].steps, strict=True))
        return _Band(
            moves,
            np.array([move.source for move in moves]),
            np.array(starts),
            np.array([targets[at] for at in starts]),
            np.array([move.duty for move in moves]),
            np.array([move.cost for move in moves], dtype=float),
            np.array([move.units for move in moves], dtype=float),
            tuple(slice(0, max(size - step, 0)) for size, step in pairs),
            tuple(slice(min(step, size), size) for size, step in pairs),
        )

    def table(self, prices: Floats, row_prices: Floats) -> "Table":
        """Everything known at `prices`: by duty, the last one being that of nothing, by row."""
        values = np.full((self.automaton.sizes[0], *self.shape), np.inf)
        values[(0, *(0 for _ in self.shape))] = self.automaton.base_cost
        mornings, weights = [values], []
        for layer, size in zip(self.layers, self.automaton.sizes[1:], strict=True):
            following = np.full((size, *self.shape), np.inf)
            layer_weights = []
            for band in layer:
                weight = band.costs - prices[band.duties]
                if row_prices.size:
                    weight = weight - band.units @ row_prices
                layer_weights.append(weight)
                given: Any = (band.sources, *band.given)
                here = values[given] + weight.reshape((-1,) + (1,) * len(self.shape))
                best = np.minimum.reduceat(here, band.starts, axis=0)
                place: Any = (band.targets, *band.taken)
                following[place] = np.minimum(following[place], best)
            values = following
            mornings.append(values)
            weights.append(layer_weights)
        return Table(self, mornings, weights)


def _order(move: Move) -> tuple[tuple[int, ...], int, int, int]:
    return move.steps, move.target, move.source, move.duty


@dataclass
class Table:
    """The least cost to each morning, state and counters; and what each move weighed."""

    pricer: Pricer
    mornings: list[Floats]
    weights: list[list[Floats]]

    @property
    def ends(self) -> Floats:
        """The least cost of each way to end."""
        return np.asarray(self.mornings[-1] + self.pricer.last)

    @property
    def best(self) -> float:
        """No roster of the person costs less; infinite when there is none."""
        return float(self.ends.min())

    def cheapest(self, number: int, *, below: float) -> list[frozenset[int]]:
        """For up to `number` ways to end, the cheapest first, the duties of one best roster."""
        ends = self.ends.ravel()
        ranked = np.argsort(ends, kind="stable")[: number * 3]
        found: list[frozenset[int]] = []
        for at in ranked:
            if ends[at] >= below or len(found) >= number:
                break
            place = np.unravel_index(at, self.ends.shape)
            path = next(self._paths(place, EPSILON * (1 + abs(float(ends[at])))), None)
            if path is not None and path not in found:
                found.append(path)
        return found

    def all_below(self, cost: float) -> Iterator[frozenset[int]]:
        """Every roster that costs at most `cost`, one after the other."""
        ends = self.ends
        for place in zip(*np.nonzero(ends <= cost), strict=True):
            yield from self._paths(place, cost - float(ends[place]))

    def _paths(self, place: tuple[np.intp, ...], room: float) -> Iterator[frozenset[int]]:
        """The ways that lead to `place`, at most `room` dearer than the best of them."""
        stack = [(len(self.weights), tuple(int(at) for at in place), room, frozenset[int]())]
        while stack:
            day, at, left, held = stack.pop()
            if day == 0:
                yield held
                continue
            value = float(self.mornings[day][at])
            for move, weight in self._into(day - 1, at[0]):
                before = (move.source, *(one - step for one, step in zip(at[1:], move.steps,
                                                                         strict=True)))  # fmt: skip
                if min(before) < 0:
                    continue
                loss = float(self.mornings[day - 1][before]) + weight - value
                if loss <= left:
                    more = held if move.duty == NOTHING else held | {move.duty}
                    stack.append((day - 1, before, left - loss, more))

    def _into(self, day: int, state: int) -> Iterator[tuple[Move, float]]:
        for band, weights in zip(self.pricer.layers[day], self.weights[day], strict=True):
            at = int(np.searchsorted(band.targets, state))
            if at < len(band.targets) and band.targets[at] == state:
                first = int(band.starts[at])
                last = int(band.starts[at + 1]) if at + 1 < len(band.starts) else len(band.moves)
                for rank in range(first, last):
                    yield band.moves[rank], float(weights[rank])
