"""Another set of noisy queries, with other rules than `establishments`: what people also type.

One change in any letter of a word of four letters or more, the first included; a phrase written
in full or short, with dots or blanks between its letters; words in another order, joined, cut,
not finished, one too many; the postal code instead of the town; two of these at once.
"""

import random
from collections import defaultdict
from collections.abc import Callable

from directory.models import Structure
from directory.models.words import canonical
from portal.lib.text import search_key

LETTERS = "abcdefghijklmnopqrstuvwxyz"
FORMS = {
    "ehpad": ("maison de retraite", "mdr", "e h p a d", "e.h.p.a.d."),
    "ch": ("centre hospitalier", "c.h.", "hopital", "ctre hosp"),
    "pharmacie": ("phie", "pharma"), "cmp": ("centre medico psychologique", "c.m.p."),
    "ssiad": ("soins infirmiers a domicile", "s s i a d"), "ime": ("institut medico educatif",),
    "esat": ("e.s.a.t.", "etablissement et service d aide par le travail"),
    "mas": ("maison d accueil specialisee",), "msp": ("maison de sante", "m s p"),
    "centre hospitalier": ("ch", "c h", "ctre hospitalier"), "clinique": ("cl", "clin"),
    "maison de sante": ("msp",), "saint": ("st", "st."), "sainte": ("ste",), "notre dame": ("nd",),
    "labo": ("laboratoire",), "residence": ("res", "rdce"), "had": ("hospitalisation a domicile",),
}  # fmt: skip
TOO_MANY = ("telephone", "adresse", "urgent", "accueil", "standard")


def queries_otherwise(count: int, chance: random.Random) -> list[tuple[str, frozenset[str]]]:
    """What would be typed for `count` structures, with the FINESS of those equally right."""
    rows = list(Structure.objects.select_related("commune").order_by("finess"))
    same = defaultdict(set)
    for row in rows:
        same[_meant(row)].add(row.finess)
    found: list[tuple[str, frozenset[str]]] = []
    for row in chance.sample(rows, count):
        text = f"{search_key(row.name)} {search_key(row.commune.name)}"
        for noise in chance.sample(NOISES, chance.choice((1, 1, 2))):
            text = noise(text, chance)
        if chance.random() < 0.1 and row.commune.postal_codes:
            text = f"{search_key(row.name)} {row.commune.postal_codes[0]}"
        found.append((text, frozenset(same[_meant(row)])))
    return found


def _meant(row: Structure) -> tuple[frozenset[str], int]:
    return frozenset(canonical(row.name)), row.commune_id


def _changed(text: str, chance: random.Random) -> str:
    words = text.split()
    ranks = [rank for rank, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    if not ranks:
        return text
    rank = chance.choice(ranks)
    word, letter = words[rank], chance.choice(LETTERS)
    at = chance.randrange(len(word) - 1)
    ways = (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    return " ".join([*words[:rank], chance.choice(ways), *words[rank + 1 :]])


def _formed(text: str, chance: random.Random) -> str:
    held = [form for form in FORMS if f" {form} " in f" {text} "]
    if not held:
        return text
    form = max(held, key=len)
    return f" {text} ".replace(f" {form} ", f" {chance.choice(FORMS[form])} ", 1).strip()


def _shuffled(text: str, chance: random.Random) -> str:
    words = text.split()
    return " ".join(chance.sample(words, len(words)))


def _joined(text: str, chance: random.Random) -> str:
    words = text.split()
    at = chance.randrange(len(words) - 1) if len(words) > 1 else 0
    return " ".join([*words[:at], "".join(words[at : at + 2]), *words[at + 2 :]])


def _cut(text: str, chance: random.Random) -> str:
    words = text.split()
    rank = max(range(len(words)), key=lambda one: len(words[one]))
    at = len(words[rank]) // 2
    return " ".join([*words[:rank], words[rank][:at], words[rank][at:], *words[rank + 1 :]])


def _unfinished(text: str, chance: random.Random) -> str:
    *words, last = text.split()
    return " ".join([*words, last[: max(4, len(last) - chance.randrange(1, 4))]])


def _lengthened(text: str, chance: random.Random) -> str:
    return f"{text} {chance.choice(TOO_MANY)}"


NOISES: tuple[Callable[[str, random.Random], str], ...] = (
    *(_changed, _changed, _changed, _formed, _formed, _shuffled),
    *(_joined, _cut, _unfinished, _lengthened),
)
