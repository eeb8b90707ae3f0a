"""The words of the search box that name a trade: « kiné Troyes », « sage-femme », « médecins ».

Read only when nothing else is said than the trade, and a place: « pharmacie » is a kind of
structure, « aide à domicile » too. Found then: where somebody of that trade practises, as the
register says, beside what bears the words.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q

from directory.models import Practice
from directory.models.words import MOST_WORDS, canonical
from portal.lib.text import search_key

DATA = Path(__file__).parents[1] / "data"
SHORTEST, LONGEST_ENDING = 4, 2
# As people say them, where the label says otherwise.
SPOKEN = {"generaliste": "medecin", "docteur": "medecin", "accoucheuse": "sage femme"}


@dataclass(frozen=True)
class Trade:
    """The professions that the words may mean, and the label of the first."""

    codes: tuple[str, ...]
    label: str


def read_trade(text: str) -> Trade | None:
    """The trade that all the words of `text` name; None when one of them says something else."""
    typed = search_key(text)
    words = SPOKEN.get(typed, typed).split()[:MOST_WORDS]
    if not words or any(word in _kinds_of_structures() for word in words):
        return None
    found = [(code, label) for code, label, own in _trades() if _names(words, own)]
    return Trade(tuple(code for code, _ in found), found[0][1]) if found else None


def is_of_a_trade(word: str) -> bool:
    """Whether that word alone names a trade, in the singular or not, cut or not."""
    return any(_names([word], own) for _code, _label, own in _trades())


def practised(trade: Trade, text: str) -> Q:
    """The structures where somebody of `trade` practises, and those that bear its words."""
    current = Practice.objects.filter(
        structure=OuterRef("pk"), professional__profession__in=trade.codes,
        professional__absent_on=None,
    )  # fmt: skip
    words = list(dict.fromkeys(canonical(text)))[:MOST_WORDS]
    asked = " & ".join(f"{word}:*" for word in words)
    return Q(Exists(current)) | Q(words=SearchQuery(asked, config="simple", search_type="raw"))


def _names(words: list[str], own: list[str]) -> bool:
    return all(len(word) >= SHORTEST and any(_is_form(word, one) for one in own) for word in words)


def _is_form(word: str, own: str) -> bool:
    """The beginning of it (« kine »), or it in the plural or the feminine (« infirmieres »)."""
    ending = len(word) - len(own)
    return own.startswith(word) or (ending <= LONGEST_ENDING and word.startswith(own))


@lru_cache(maxsize=1)
def _trades() -> list[tuple[str, str, list[str]]]:
    """Those of the register. « Technicien de laboratoire médical »: « labo » says no trade."""
    return [
        (row["code"], row["libelle"], search_key(row["libelle"].split()[0]).split())
        for row in _rows("professions.csv")
        if row["rpps"] == "1"
    ]


@lru_cache(maxsize=1)
def _kinds_of_structures() -> frozenset[str]:
    texts = [f"{row['libelle']} {row['court']}" for row in _rows("categories.csv")]
    return frozenset(word for text in texts for word in search_key(text).split())


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
