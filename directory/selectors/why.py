"""Why each line of a list was found, and which words nothing bears."""

from dataclasses import dataclass
from typing import Any

from directory.models import Alias, Service, Structure
from directory.models.numbers import as_phones, number_filters, typed_number
from directory.models.words import MOST_WORDS, canonical, changes_between
from directory.selectors.search import Criteria
from directory.selectors.trades import read_trade
from portal.lib.phone import national


@dataclass(frozen=True)
class Explained:
    """`words`: those that were typed and that no line bears."""

    words: list[str]


def explain(structures: list[Structure], criteria: Criteria) -> Explained:
    """`found_by` is set on each line that its own name does not explain; two statements at most.

    Structures must come with their keys (`for_list`).
    """
    if number_filters(criteria.text):
        _by_number(structures, criteria.text)
        return Explained([])
    typed = _typed(criteria.said)
    if not typed:
        return Explained([])
    trade = read_trade(criteria.said)
    unexplained: dict[int, set[str]] = {}
    held: set[str] = set()
    for one in structures:
        own = _own_words(one)
        others = one.alias_key.split()
        mine = {word for word in typed if _is_held(word, own)}
        by_others = {word for word in typed if word not in mine and _is_held(word, others)}
        held |= mine | by_others
        if by_others:
            unexplained[one.pk] = by_others
        elif trade and not mine:
            said = f"par une activité qui s’y exerce\u00a0: {trade.label.lower()}"
            one.found_by = said  # type: ignore[attr-defined]
    if unexplained:
        _by_other_names(structures, unexplained)
    unheld = [shown for word, shown in typed.items() if structures and word not in held]
    return Explained([] if trade else unheld)


def _typed(text: str) -> dict[str, str]:
    """The canonical words of `text`, with what was typed for each."""
    found: dict[str, str] = {}
    for shown in text[:200].split():
        for word in canonical(shown):
            found.setdefault(word, shown)
    meant = list(dict.fromkeys(canonical(text[:200])))[:MOST_WORDS]
    return {word: found.get(word, word) for word in meant}


def _own_words(one: Structure) -> list[str]:
    """What it is called, its category and its town: as `document_key` wrote them."""
    return one.search_key.split()


def _is_held(word: str, known: list[str]) -> bool:
    if any(one.startswith(word) for one in known):
        return True
    if len(word) < 4 or word.isdigit():
        return False
    most = 1 if len(word) == 4 else 2
    return any(abs(len(one) - len(word)) <= most and changes_between(word, one) <= most
               for one in known)  # fmt: skip


def _by_other_names(structures: list[Structure], unexplained: dict[int, set[str]]) -> None:
    names: dict[int, list[tuple[str, str]]] = {}
    for alias in Alias.objects.filter(structure__in=unexplained):
        said = f"par son {alias.get_kind_display()}\u00a0: {alias.name}"
        names.setdefault(alias.structure_id, []).append((alias.name, said))
    offered = Service.objects.current().filter(structure__in=unexplained)
    for service in offered.select_related("activity"):
        words = f"{service.name} {service.activity.label} {service.activity.synonyms}"
        said = f"par le service «\u00a0{service}\u00a0»"
        names.setdefault(service.structure_id, []).append((words, said))
    for one in structures:
        wanted = unexplained.get(one.pk, set())
        for words, said in names.get(one.pk, []):
            if any(_is_held(word, canonical(words)) for word in wanted):
                one.found_by = said  # type: ignore[attr-defined]
                break


def _by_number(structures: list[Structure], text: str) -> None:
    number = typed_number(text)
    for one in structures:
        one.found_by = _number_said(one, number)  # type: ignore[attr-defined]


def _number_said(one: Any, number: str) -> str:
    if one.finess == number:
        return "par son numéro FINESS"
    if one.siret == number:
        return "par son numéro SIRET"
    if one.legal_finess == number:
        return "par le numéro FINESS de l’entité"
    if one.phone and one.phone in as_phones(number):
        return f"par son téléphone, {national(one.phone)}"
    shapes = {9: "par un autre numéro, peut-être ancien", 14: "par un autre numéro SIRET"}
    if len(number) == 11:
        return "par le numéro RPPS de quelqu’un qui y exerce"
    return shapes.get(len(number), "par une de ses lignes")
