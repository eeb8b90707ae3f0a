"""How the directory is searched by words, with typos and abbreviations (`numbers.py`: by numbers).

What is typed becomes the same canonical words as what is stored. A word that no structure
bears is replaced by the words of the directory that look like it (one statement on the
vocabulary, never on the structures); the structures are then found by one full-text
condition. When nothing holds all the words, what holds all but one is looked for, then the
commonest are given up, one after the other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from django.db import connection

from directory.models.words import MOST_WORDS, beginnings, canonical, changes_between, spelled

LONGEST_TEXT = 200
MOST_NEAREST, MOST_ALIKE = 8, 20
MOST_COMPARED = 60
SHORTEST_LIKENED = 3
ANY, MOST_WAYS = 1_000_000, 15  # two words out of six; of eight there would be 28 ways
MOST_DOUBTED = 1_000  # what so many bear is no typo, but one word too many at worst
MOST_RANKED = 300  # beyond, the order is that of the alphabet: nobody reads 300 scores
# How many structures bear each word or one that begins with it, and how many that very word.
KNOWN = """
SELECT typed.word, coalesce(sum(known.structures), 0)::int,
       coalesce(sum(known.structures) FILTER (WHERE known.word = typed.word), 0)::int
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
          AND word <> typed.word
          AND (levenshtein_less_equal(word, typed.word, typed.most) <= typed.most
               OR word = ANY(%s))
        ORDER BY word <> ALL(%s), levenshtein(word, typed.word),
                 left(word, 1) <> left(typed.word, 1), structures DESC, word
        LIMIT %s) AS alike
"""
# The first condition that finds structures, but no more than its limit, and how many as far as it
# matters to rank them. The order is that of the array: the next conditions are not even tried.
REACH = """
SELECT rank, reach
  FROM unnest(%s::text[], %s::int[]) WITH ORDINALITY AS tried (condition, most, rank)
 CROSS JOIN LATERAL (SELECT count(*) AS reach
                       FROM (SELECT 1 FROM directory_structure
                              WHERE words @@ tried.condition::tsquery LIMIT %s) AS few) AS found
 WHERE reach BETWEEN 1 AND most ORDER BY rank LIMIT 1
"""
Alike = dict[str, list[tuple[str, int]]]  # by word typed: words like it, and how many bear each


@dataclass(frozen=True)
class Plan:
    """What to ask of the structures: the full-text condition, and whether to rank."""

    condition: str
    words: str
    is_ranked: bool


def plan(text: str) -> Plan | None:
    """How to look for `text`; None when it holds no word. Five statements at most."""
    typed = text[:LONGEST_TEXT]
    words = list(dict.fromkeys(canonical(typed)))[:MOST_WORDS]
    if not words:
        return None
    pairs = {"".join(spelled(one + other)): (one, other) for one, other in pairwise(words)}
    known = _rows(KNOWN, [[*words, *pairs]])
    counts = {word: begun for word, begun, _ in known}
    unknown = [word for word in words if not counts[word]]
    nearest = _alike((word for word in unknown if len(word) > SHORTEST_LIKENED), is_nearest=True)
    exact = Condition(beginnings(typed), nearest)
    found = _first_that_reaches([(exact.of(words), ANY)])
    if found is None:
        # Each word may exist, but not together: one may be a typo that is a word elsewhere.
        likened = _alike(word for word in words if counts[word] <= MOST_DOUBTED)
        common = frozenset(word for word, _, borne in known if borne > MOST_DOUBTED)
        joined = [_rejoined(words, *pairs[word], word) for word in pairs if counts[word]]
        rarest = _rarest_first(words, counts, likened)
        found = _first_that_reaches(
            _others(words, [*joined, *_parted(words, unknown)], rarest, exact,
                    Condition(exact.begun, likened), common)
        )  # fmt: skip
    condition, reach = found or (exact.of(words), 0)
    return Plan(condition, " ".join(words), is_ranked=reach <= MOST_RANKED)


@dataclass(frozen=True)
class Condition:
    """How words become a tsquery. `begun`: what an abbreviation begins, if it is none."""

    begun: dict[str, str]
    alike: Alike

    def of(self, words: Iterable[str], common: frozenset[str] = frozenset()) -> str:
        """Every word, as a beginning, or one of those that look like it; `common` ones whole."""
        groups = []
        for word in words:
            choices = [f"'{word}'" if word in common else f"{word}:*"]
            if word in self.begun:
                choices.append(f"{self.begun[word]}:*")
            choices += [f"'{other}'" for other, _ in self.alike.get(word, [])]
            groups.append(f"({' | '.join(choices)})")
        return " & ".join(groups)

    def of_one_changed(self, words: list[str], exact: "Condition", common: frozenset[str]) -> str:
        """All the words as `exact` takes them but one, whichever, replaced by those like it."""
        tried = [
            " & ".join([exact.of([one for one in words if one != word], common), self.of([word])])
            for word in words
            if word in self.alike and len(words) > 1
        ]
        return " | ".join(f"({one})" for one in tried)

    def of_all_but(self, dropped: int, words: list[str], common: frozenset[str]) -> str:
        """All the words but so many, whichever; empty when too few would be left to mean it, or
        when there are too many ways.

        Common words are taken whole: as beginnings, each would be read again and again.
        """
        some = list(combinations(words, max(0, len(words) - dropped)))
        if len(words) <= 2 * dropped or len(some) > MOST_WAYS:
            return ""
        return " | ".join(f"({self.of(kept, common)})" for kept in some)


def _others(
    words: list[str],
    spaced: list[list[str]],
    rarest_first: list[str],
    exact: Condition,
    likened: Condition,
    common: frozenset[str],
) -> Iterator[tuple[str, int]]:
    """What else may have been meant, the most faithful first, with the most it may find.

    A typo that is a word elsewhere; a blank too many or too few; one word too many; several typos;
    two words too many; then without the commonest words, down to the rarest alone.
    """
    yield likened.of_one_changed(words, exact, common), ANY
    for other in spaced:
        yield likened.of(other), ANY
    yield exact.of_all_but(1, words, common), MOST_RANKED
    yield likened.of(words), ANY
    yield likened.of_all_but(1, words, common), MOST_RANKED
    yield exact.of_all_but(2, words, common), MOST_RANKED
    for size in range(len(rarest_first), 0, -1):
        yield likened.of(rarest_first[:size]), ANY


def _alike(words: Iterable[str], *, is_nearest: bool = False) -> Alike:
    """Words of the directory one or two letters away, then the most used; numbers are exact.

    `is_nearest`: none at two letters when there is one at one.
    """
    asked = [word for word in words if len(word) >= SHORTEST_LIKENED and word.isalpha()]
    found: Alike = {}
    if asked:
        most = [2 if len(word) > 4 else 1 for word in asked]
        exchanged = [other for word in asked for other in _exchanged(word)]
        rows = _rows(ALIKE, [asked, most, exchanged, exchanged, MOST_COMPARED])
        ordered = sorted(
            (changes_between(typed, word), -n, typed, word)
            for typed, word, n in rows
            if _may_be(typed, word)
        )
        least: dict[str, int] = {}
        for changes, count, typed, word in ordered:
            if changes == least.setdefault(typed, changes) or not is_nearest:
                found.setdefault(typed, []).append((word, -count))
    most_kept = MOST_NEAREST if is_nearest else MOST_ALIKE
    return {typed: words[:most_kept] for typed, words in found.items()}


def _exchanged(word: str) -> list[str]:
    """The word with two neighbours exchanged, wherever they are."""
    return [
        word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        for at in range(len(word) - 1)
        if word[at] != word[at + 1]
    ]


def _may_be(typed: str, word: str) -> bool:
    """Three letters are like four only: one was dropped. They are too many otherwise."""
    return len(typed) > SHORTEST_LIKENED or len(word) > len(typed)


def _rejoined(words: list[str], one: str, other: str, word: str) -> list[str]:
    """« bour goin » is « bourgoin »."""
    at = words.index(one)
    return [*words[:at], word, *words[words.index(other) + 1 :]]


def _parted(words: list[str], unknown: list[str]) -> Iterator[list[str]]:
    """« saintjean » is « saint jean »: the longest unknown word, cut wherever it may be."""
    for word in sorted(unknown, key=len)[-1:]:
        at = words.index(word)
        for cut in range(2, len(word) - 2):
            yield [*words[:at], *spelled(word[:cut]), word[cut:], *words[at + 1 :]]


def _rarest_first(words: list[str], counts: dict[str, int], alike: Alike) -> list[str]:
    """The words that mean something; the last are the first to be given up."""
    weights = {word: counts[word] or sum(n for _, n in alike.get(word, [])) for word in words}
    return sorted(filter(weights.get, words), key=lambda word: weights[word])


def _first_that_reaches(conditions: Iterable[tuple[str, int]]) -> tuple[str, int] | None:
    """The first condition that finds something, no more than its limit, and how much (301)."""
    tried = [one for one in dict.fromkeys(conditions) if one[0]]
    texts, limits = [text for text, _ in tried], [most for _, most in tried]
    for rank, reach in _rows(REACH, [texts, limits, MOST_RANKED + 1]):
        return texts[rank - 1], reach
    return None


def _rows(statement: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
