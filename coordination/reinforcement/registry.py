"""What the modules above know and the needs ask: filled when they start, never imported."""

from collections.abc import Callable, Iterable
from typing import Any

Territories = Iterable[Any]
_regulated: list[Callable[[], Territories]] = []


def regulate(territories: Callable[[], Territories]) -> None:
    """From now on a need within `territories()` awaits the approval of who regulates there."""
    if territories not in _regulated:
        _regulated.append(territories)


def territories_regulated() -> set[int]:
    """Ids of the territories where requests between structures await an approval."""
    return {int(one) for territories in _regulated for one in territories()}
