"""What the modules above know and the directory asks: filled when they start, never imported.

An answer is a set of territories, as ids or a queryset of ids; who holds a territory answers
for all that it contains.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Territories = Iterable[Any]
_readers: dict[str, list[Callable[[Any], Territories]]] = {}
_crises: list[Callable[[], Territories]] = []


@dataclass(frozen=True)
class NamedPlace:
    """A list of communes (ids) that has a name above the directory: an on-call sector."""

    label: str
    communes: tuple[int, ...]


_places: list[Callable[[str], list[NamedPlace]]] = []


def open_audience(audience: str, territories_of: Callable[[Any], Territories]) -> None:
    """From now on the contacts of `audience` are also read by `territories_of(user)`."""
    known = _readers.setdefault(audience, [])
    if territories_of not in known:
        known.append(territories_of)


def tell_crises(territories: Callable[[], Territories]) -> None:
    """From now on crisis hours are in force on `territories()` too."""
    if territories not in _crises:
        _crises.append(territories)


def territories_opened(audience: str, user: Any) -> list[Territories]:
    """Where the modules above let `user` read the contacts of `audience`."""
    return [territories_of(user) for territories_of in _readers.get(audience, [])]


def territories_in_crisis() -> list[Territories]:
    """Where a crisis is under way, as far as the modules above know."""
    return [territories() for territories in _crises]


def tell_places(named: Callable[[str], list[NamedPlace]]) -> None:
    """From now on the search box reads the names of `named(key)` too, a key in plain words."""
    if named not in _places:
        _places.append(named)


def places_named(key: str) -> list[NamedPlace]:
    """What bears that name above the directory, the likeliest first."""
    return [place for named in _places for place in named(key)]


@dataclass(frozen=True)
class OnDuty:
    """People who answer now on one on-call line, until `until`; `url` says more about it.

    `phone` is empty when the reader may not see one there. `is_own`: the line is the structure's
    own, otherwise one that serves its commune.
    """

    line: str
    who: str
    until: datetime
    phone: str
    url: str
    is_own: bool


_duties: list[Callable[[Any, Any], list[OnDuty]]] = []
_on_duty: list[Callable[[], Iterable[int]]] = []


def tell_duties(about: Callable[[Any, Any], list[OnDuty]], structures: Any) -> None:
    """From now on `about(user, structure)` says who is on call there and for its commune.

    `structures()` gives the ids of those that have somebody on call now.
    """
    if about not in _duties:
        _duties.append(about)
        _on_duty.append(structures)


def duties_about(user: Any, structure: Any) -> list[OnDuty]:
    """Who is on call now at `structure`, then for its commune, as far as `user` may read."""
    found = [one for about in _duties for one in about(user, structure)]
    return sorted(found, key=lambda one: not one.is_own)


def structures_on_duty() -> list[int]:
    """The ids of the structures that have somebody on call now."""
    return [pk for structures in _on_duty for pk in structures()]
