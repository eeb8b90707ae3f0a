"""The search of the header: structures, needs, volunteers by reference."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from coordination.reinforcement.models import Need, Volunteer
from directory.models import Structure
from directory.selectors import Criteria, find_structures, of_category
from portal.accounts.models import User
from portal.lib.text import search_key

SHOWN = 8
LONGEST = 100


@dataclass(frozen=True)
class Found:
    """What answers the words: few rows of each kind."""

    structures: list[Any]
    needs: list[Any]
    volunteers: list[Any]

    @property
    def is_empty(self) -> bool:
        """Nothing of any kind."""
        return not (self.structures or self.needs or self.volunteers)


def search(user: User, text: str) -> Found:
    """What `user` may see that answers `text`; few statements, whatever there is to find."""
    words = text.strip()[:LONGEST].replace("\x00", "")
    if len(search_key(words)) < 2:
        return Found([], [], [])
    structures = list(structures_named(user, words)[:SHOWN])
    return Found(
        structures=structures,
        needs=_needs(user, structures),
        volunteers=_volunteers(user, words),
    )


def structures_named(user: User, text: str) -> QuerySet[Structure]:
    """The open structures that `text` may mean, as the directory itself searches them."""
    criteria = Criteria(text=text)
    return of_category(find_structures(user, criteria), criteria).for_list()


def _needs(user: User, structures: list[Structure]) -> list[Need]:
    """The latest needs of the structures found."""
    visible = Need.objects.visible_to(user).filter(structure__in=structures)
    return list(visible.select_related("structure__commune").order_by("-pk")[:SHOWN])


def _volunteers(user: User, words: str) -> list[Volunteer]:
    """By reference (V-…) or RPPS number, never by name: the header is no register of people."""
    reference = words.upper().replace(" ", "")
    known = Q(reference=reference) | Q(reference=f"V-{reference}")
    if reference.isdigit() and len(reference) == 11:
        known |= Q(rpps=reference)
    visible = Volunteer.objects.visible_to(user).filter(known)
    return list(visible.select_related("profession", "commune")[:SHOWN])
