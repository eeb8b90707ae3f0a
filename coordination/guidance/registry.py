"""Who practises what and where: each module that knows professionals declares itself at start-up.

Modules beside this one are never imported here; `situation`, above all, introduces them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """An account, the code of its profession, and where it practises, in words."""

    user: int
    profession: str
    where: str


# (codes of professions, id of a territory) -> those who practise there.
Professionals = Callable[[Iterable[str], int], list[Known]]

_professionals: list[Professionals] = []


def provide_professionals(source: Professionals) -> None:
    """From now on, audiences by profession ask `source`. Twice is once."""
    if source not in _professionals:
        _professionals.append(source)


def professionals(codes: Iterable[str], territory: int) -> list[Known]:
    """Those whom every source knows, in the order of their declaration."""
    asked = tuple(codes)
    return [one for source in _professionals for one in source(asked, territory)]
