"""The search of the header: structures, needs, volunteers by reference."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, Q, QuerySet, When

from coordination.reinforcement.models import Need, Volunteer
from coordination.reinforcement.selectors.need import NeedRow, needs_for_list, rows
from directory.models import Profession, Structure
from directory.models.words import MOST_WORDS, canonical
from directory.selectors import Criteria, find_structures, of_category
from portal.accounts.models import User
from portal.lib.text import search_key

SHOWN = 8
LONGEST = 100
# Words that every need bears: they do not tell one from another.
EVERY_NEED = frozenset(canonical("besoin renfort cherche demande"))


@dataclass(frozen=True)
class Found:
    """What answers the words: few rows of each kind."""

    structures: list[Any]
    needs: list[NeedRow]
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
    structures = structures_named(user, words)
    return Found(
        structures=list(structures[:SHOWN]),
        needs=rows(_needs(user, words, structures)),
        volunteers=_volunteers(user, words),
    )


def structures_named(user: User, text: str) -> QuerySet[Structure]:
    """The open structures that `text` may mean, as the directory itself searches them."""
    criteria = Criteria(text=text)
    return of_category(find_structures(user, criteria), criteria).for_list()


def _needs(user: User, text: str, structures: QuerySet[Structure]) -> list[Need]:
    """The needs whose profession, structure or commune bear the words, the most urgent first.

    When none does, those of the structures that the words may mean.
    """
    found, keys = needs_for_list(user, stage="all")
    over = Case(When(state__in=Need.LIVING, then=0), default=1)
    ordered = found.order_by(over, *keys)
    words = [word for word in canonical(text) if word not in EVERY_NEED][:MOST_WORDS]
    shown = list(ordered.filter(*_bearing(words))[:SHOWN]) if words else []
    named = structures.order_by().values("pk")
    return shown or list(ordered.filter(structure__in=named)[:SHOWN])


def _bearing(words: list[str]) -> list[Q]:
    """One condition per word: the structure (name, category, commune) or a profession bears it."""
    trades = [
        (trade.pk, canonical(f"{trade.label} {trade.plural}")) for trade in Profession.objects.all()
    ]
    conditions = []
    for word in words:
        asked = SearchQuery(f"{word}:*", config="simple", search_type="raw")
        borne = [pk for pk, known in trades if any(one.startswith(word) for one in known)]
        wanted = Need.objects.filter(professions__in=borne).values("pk")
        conditions.append(Q(structure__words=asked) | Q(pk__in=wanted))
    return conditions


def _volunteers(user: User, words: str) -> list[Volunteer]:
    """By reference (V-…) or RPPS number, never by name: the header is no register of people."""
    reference = words.upper().replace(" ", "")
    known = Q(reference=reference) | Q(reference=f"V-{reference}")
    if reference.isdigit() and len(reference) == 11:
        known |= Q(rpps=reference)
    visible = Volunteer.objects.visible_to(user).filter(known)
    return list(visible.select_related("profession", "commune")[:SHOWN])
