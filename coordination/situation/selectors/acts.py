"""What awaits somebody: acts in words, by role, and the figures that matter to that role."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse


@dataclass(frozen=True)
class Act:
    """One thing to do, as a link to the act itself; `level` orders and colours it."""

    words: str
    url: str
    level: str = "progress"
    when: datetime | None = None


@dataclass(frozen=True)
class Figure:
    """A figure that matters, with what it counts."""

    value: int | str
    label: str
    detail: str = ""
    url: str = ""
    level: str = ""


@dataclass(frozen=True)
class Group:
    """What awaits the reader under one of their roles, most urgent first."""

    title: str
    acts: list[Act] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    button: tuple[str, str] | None = None
    quiet: str = "Rien ne vous attend pour le moment."


ORDER = {"critical": 0, "watch": 1, "progress": 2, "good": 3, "unknown": 4}


def by_urgency(acts: list[Act]) -> list[Act]:
    """Most urgent first, in the order given otherwise."""
    return sorted(acts, key=lambda act: ORDER[act.level])


def address(name: str, *args: object, query: str = "") -> str:
    """The address of that page."""
    return reverse(name, args=args) + query
