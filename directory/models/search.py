"""How the directory is searched by words, with typos and abbreviations (`numbers.py`: by numbers).

What is typed becomes the same canonical words as what is stored. A word that no structure
bears is replaced by the words of the directory that look like it (one statement on the
vocabulary, never on the structures); the structures are then found by one full-text
condition. When nothing holds all the words, the commonest are given up, one after the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from directory.models.words import MOST_WORDS, canonical, changes_between

LONGEST_TEXT = 200
MOST_ALIKE = 8
MOST_COMPARED = 60
MOST_RANKED = 300  # beyond, the order is that of the alphabet: nobody reads 300 scores
# How many structures bear each word, or one that begins with it.
KNOWN = """
SELECT typed.word, coalesce(sum(known.structures), 0)::int
  FROM unnest(%s::text[]) AS typed (word)
  LEFT JOIN directory_word known
    ON known.word ~>=~ typed.word AND known.word ~<~ (typed.word || '{')
 GROUP BY typed.word
"""
# The words that look like those. Levenshtein counts an exchange of two letters as two changes.
ALIKE = """
SELECT typed.word, alike.word, alike.structures
  FROM unnest(%s::text[], %s::int[]) AS typed (word, most)
 CROSS JOIN LATERAL (
       SELECT word, structures FROM directory_word
        WHERE length(word) BETWEEN length(typed.word) - 2 AND length(typed.word) + 2
          AND levenshtein_less_equal(word, typed.word, typed.most) <= typed.most
        ORDER BY levenshtein(word, typed.word), left(word, 1) <> left(typed.word, 1),
                 structures DESC, word
        LIMIT %s) AS alike
"""
# How many structures each condition finds, as far as it matters to rank them.
REACH = """
SELECT rank, (SELECT count(*) FROM (SELECT 1 FROM directory_structure
                                     WHERE words @@ tried.condition::tsquery LIMIT %s) AS few)
  FROM unnest(%s::text[]) WITH ORDINALITY AS tried (condition, rank)
"""


@dataclass(frozen=True)
class Plan:
    """What to ask of the structures: the full-text condition, and whether to rank."""

    condition: str
    words: str
    is_ranked: bool


def plan(text: str) -> Plan | None:
    """How to look for `text`; None when it holds no word. Five statements at most."""
    words = list(dict.fromkeys(canonical(text[:LONGEST_TEXT])))[:MOST_WORDS]
    if not words:
        return None
    known = _rows(KNOWN, [words])
    counts = {word: int(structures) for word, structures in known}
    unknown = [word for word in words if not counts[word]]
    alike = _alike(unknown)
    found = _first_that_reaches([words], alike)
    if found is None:
        # Each word may exist, but not together: one may be a typo that is a word elsewhere.
        alike |= _alike(word for word in words if counts[word])
        found = _first_that_reaches([words, *_fewer_and_fewer(words, counts, alike)], alike)
    condition, reach = found or (_condition(words, alike), 0)
    return Plan(condition, " ".join(words), is_ranked=reach <= MOST_RANKED)


def _alike(words: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
    """Words of the directory one or two letters away; short words and numbers are exact."""
    asked = [word for word in words if len(word) > 3 and not word.isdigit()]
    found: dict[str, list[tuple[str, int]]] = {}
    if asked:
        most = [1 if len(word) == 4 else 2 for word in asked]
        rows = _rows(ALIKE, [asked, most, MOST_COMPARED])
        nearest = sorted((changes_between(typed, word), typed, word, n) for typed, word, n in rows)
        least: dict[str, int] = {}
        for changes, typed, word, structures in nearest:
            if changes == least.setdefault(typed, changes):
                found.setdefault(typed, []).append((word, structures))
    return {typed: words[:MOST_ALIKE] for typed, words in found.items()}


def _fewer_and_fewer(
    words: list[str], counts: dict[str, int], alike: dict[str, list[tuple[str, int]]]
) -> list[list[str]]:
    """The words that mean something, then without the commonest, down to the rarest alone."""
    weights = {word: counts[word] or sum(n for _, n in alike.get(word, [])) for word in words}
    rarest_first = sorted(filter(weights.get, words), key=lambda word: weights[word])
    return [rarest_first[:size] for size in range(len(rarest_first), 0, -1)]


def _first_that_reaches(
    attempts: list[list[str]], alike: dict[str, list[tuple[str, int]]]
) -> tuple[str, int] | None:
    """The condition of the first attempt that finds something, and how much (301 at most)."""
    conditions = [_condition(attempt, alike) for attempt in attempts]
    reached = sorted(_rows(REACH, [MOST_RANKED + 1, conditions]))
    found = ((conditions[int(rank) - 1], int(count)) for rank, count in reached if count)
    return next(found, None)


def _condition(words: Iterable[str], alike: dict[str, list[tuple[str, int]]]) -> str:
    """A tsquery: every word, as a beginning, or one of those that look like it."""
    groups = []
    for word in words:
        choices = [f"{word}:*", *(f"'{other}'" for other, _ in alike.get(word, []))]
        groups.append(f"({' | '.join(choices)})")
    return " & ".join(groups)


def _rows(statement: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
