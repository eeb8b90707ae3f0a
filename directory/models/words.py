"""The words by which structures are looked for. Pure: text in, words out.

What is stored and what is typed go through `canonical`, so that « CH ST-JEAN », « Centre
hospitalier Saint Jean » and « C.H. St Jean » are the same three words.
"""

import re
from functools import lru_cache
from itertools import groupby

from portal.lib.text import search_key

MOST_WORDS = 8  # nobody types more; a pasted page must not become a query

STOP_WORDS = frozenset(
    {"a", "au", "aux", "ce", "ces", "chez", "d", "dans", "de", "des", "du", "en", "et", "l"}
    | {"la", "le", "les", "ou", "par", "pour", "s", "sous", "sur", "un", "une"}
)
# A phrase people write in full and files abbreviate: both become the short form. Its words
# are in the form that `canonical` gives them.
PHRASES = {
    "etablissement hebergement personne agee dependante": "ehpad",
    "hebergement personne agee dependante": "ehpad",
    "maison retraite": "ehpad",
    "maison sante pluriprofessionnelle": "msp",
    "maison sante pluridisciplinaire": "msp",
    "maison sante": "msp",
    "service soin infirmier domicile": "ssiad",
    "soin infirmier domicile": "ssiad",
    "hospitalisation domicile": "had",
    "unite soin longue duree": "usld",
    "soin longue duree": "usld",
    "soin suite readaptation": "ssr",
    "soin suite": "ssr",
    "moyen sejour": "ssr",
    "long sejour": "usld",
    "soin medical readaptation": "ssr",
    "centre medico psychologique": "cmp",
    "centre accueil therapeutique temp partiel": "cattp",
    "accueil therapeutique temp partiel": "cattp",
    "hopital jour": "hdj",
    "h jour": "hdj",
    "communaute professionnelle territoriale sante": "cpts",
    "centre hospitalier": "ch",
    "centre hospitalier regional universitaire": "ch universitaire",
    "centre hospitalier regional": "ch regional",
    "hopital local": "ch local",
    "assistance publique hopital": "ap",
}
# A short form of one word, or of several.
ABBREVIATIONS = {
    "st": "saint", "ste": "sainte", "sts": "saint", "stes": "sainte",
    "ctre": "centre", "ctres": "centre", "cent": "centre", "ctr": "centre", "cre": "centre",
    "hosp": "hospitalier", "hospit": "hospitalier", "hospitaliere": "hospitalier",
    "hop": "hopital", "hopit": "hopital", "hopitaux": "hopital", "hpx": "hopital",
    "chu": "ch universitaire", "chru": "ch universitaire", "chr": "ch regional",
    "chi": "ch intercommunal", "chic": "ch intercommunal", "chs": "ch specialise",
    "chd": "ch departemental", "chg": "ch", "hl": "ch local",
    "cl": "clinique", "clin": "clinique", "cliniq": "clinique", "polycl": "polyclinique",
    "res": "residence", "resid": "residence", "mais": "maison", "mr": "ehpad",
    "mapad": "ehpad", "fam": "foyer accueil medicalise",
    "sld": "usld", "smr": "ssr", "hj": "hdj",
    "grp": "groupe", "gpe": "groupe", "group": "groupe", "ght": "groupement hospitalier",
    "dr": "docteur", "pr": "professeur", "gal": "general", "gral": "general",
    "etab": "etablissement", "ets": "etablissement", "etabl": "etablissement",
    "inst": "institut", "fond": "fondation", "asso": "association", "assoc": "association",
    "reeduc": "reeducation", "readapt": "readaptation", "fonct": "fonctionnelle",
    "pers": "personne", "medic": "medical", "med": "medical", "medicale": "medical",
    "dom": "domicile", "univ": "universitaire", "region": "regional",
    "psy": "psychiatrie", "psych": "psychiatrie", "psychiatrique": "psychiatrie",
    "pharm": "pharmacie", "pharma": "pharmacie", "labo": "laboratoire", "lab": "laboratoire",
    "phie": "pharmacie", "phcie": "pharmacie", "lbm": "laboratoire", "labm": "laboratoire",
    "mdr": "ehpad", "cds": "centre sante", "gh": "groupe hospitalier", "hosto": "hopital",
    "rdce": "residence", "nd": "notre dame", "ger": "geriatrique", "serv": "service",
    "convales": "convalescence", "consult": "consultation", "ndame": "notre dame",
}  # fmt: skip
# Words that a category brings to each of its structures, beside its labels.
SYNONYMS = {
    "101": "hopital chu chr", "106": "hopital", "292": "hopital psychiatrie asile",
    "355": "hopital", "109": "ssr clinique", "128": "clinique", "129": "clinique",
    "365": "clinique polyclinique", "122": "clinique maternite", "362": "usld hopital",
    "500": "ehpad maison de retraite", "501": "maison de retraite", "502": "maison de retraite",
    "202": "foyer logement residence personnes agees", "354": "ssiad soins a domicile",
    "127": "had", "603": "maison medicale", "611": "labo analyses", "620": "officine",
    "131": "clcc hopital cancer", "114": "hopital militaire hia", "246": "cat",
    "460": "saad aide a domicile",
}  # fmt: skip
SPELLINGS = (("ph", "f"), ("qu", "c"), ("k", "c"), ("y", "i"), ("th", "t"))
DOUBLE_LETTER = re.compile(r"([^a])\1")  # « SAA » is not « SA… »
INITIALS = re.compile(r"\b(?:[A-Za-zÀ-ÿ]\.){2,}[A-Za-zÀ-ÿ]?")
TWO_INITIALS = {"ch"} | {short for short in ABBREVIATIONS if len(short) == 2}
LONGEST_PHRASE = max(len(phrase.split()) for phrase in PHRASES)


def canonical(text: str) -> list[str]:
    """The words of `text`, in order: no accent, plural, article, abbreviation nor double letter.

    >>> canonical("C.H. de Saint-Julien")
    ['ch', 'saint', 'julien']
    >>> canonical("Maison de retraite les Tilleuls")
    ['ehpad', 'tileul']
    """
    return _phrases_shortened(spelled(text))


def spelled(text: str) -> list[str]:
    """The words of `text` as `canonical` gives them, each phrase in all its words.

    >>> spelled("C H de Troyes, maison de retraite")
    ['ch', 'troie', 'maison', 'retraite']
    """
    joined = INITIALS.sub(lambda found: found[0].replace(".", ""), text)
    words: list[str] = []
    for word in _initials_joined(search_key(joined).split()):
        if word not in STOP_WORDS:
            meant = ABBREVIATIONS.get(word) or HEARD_ABBREVIATIONS.get(_as_heard(word), word)
            words.extend(_as_heard(_singular(part)) for part in meant.split())
    return words


def beginnings(text: str) -> dict[str, str]:
    """By the word that an abbreviation of `text` stands for, what it may begin instead.

    >>> beginnings("pharmacie cent")
    {'centre': 'cent'}
    """
    found: dict[str, str] = {}
    for word in search_key(text).split():
        meant = ABBREVIATIONS.get(word, "")
        if len(word) > 2 and meant.isalpha():
            found[_as_heard(_singular(meant))] = _as_heard(word)
    return found


def document_key(
    *, name: str, names: tuple[str, ...], category: tuple[str, ...], commune: str, postal_line: str
) -> str:
    """What the search box looks into for one structure; the words of its name come first.

    A phrase is held in its short form and in its words: « centre hospi » and « hospitalier
    centre » find what « CH » finds.
    """
    names_spelled = [spelled(one) for one in (name, *names) if one]
    labels = [_cached(label) for label in category]
    words = [word for one in names_spelled for word in _phrases_shortened(one)]
    words += [word for short, _ in labels for word in short]
    words += _cached(commune)[0]
    words += [word for word in canonical(postal_line) if word != "cedex"]
    words += [word for one in names_spelled for word in one]
    words += [word for _, full in labels for word in full]
    return " ".join(dict.fromkeys(words))


@lru_cache(maxsize=4096)
def _cached(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Both forms; the same few categories and communes come back thousands of times."""
    full = spelled(text)
    return tuple(_phrases_shortened(full)), tuple(full)


def _singular(word: str) -> str:
    """Without its final s: « soins » and « soin », « Troye » and « Troyes » are one word."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.isdigit() else word


def _as_heard(word: str) -> str:
    """The spellings that people mix up, made one: « clinik », « Villenave » and « Vilenave »."""
    if not word.isalpha():
        return word
    for written, heard in SPELLINGS:
        word = word.replace(written, heard)
    return DOUBLE_LETTER.sub(r"\1", word)


def changes_between(one: str, other: str) -> int:
    """Letters added, dropped, replaced or exchanged with their neighbour, from one to the other.

    >>> changes_between("troie", "torie")
    1
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        above, row = row, [i]
        for j, target in enumerate(other, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != target))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == target:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]


def _phrases_shortened(words: list[str]) -> list[str]:
    found: list[str] = []
    start = 0
    while start < len(words):
        for size in range(min(LONGEST_PHRASE, len(words) - start), 1, -1):
            short = HEARD_PHRASES.get(" ".join(words[start : start + size]))
            if short is not None:
                found.extend(short.split())
                start += size
                break
        else:
            found.append(words[start])
            start += 1
    return found


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isalpha()


def _initials_joined(words: list[str]) -> list[str]:
    """« E H P A D », « C-H » are one word; « F A M l’Or » is « FAM » and « Or »."""
    if not any(map(_is_letter, words)):
        return words
    found: list[str] = []
    runs: list[list[str]] = [list(run) for _, run in groupby(words, key=_is_letter)]
    for run, after in zip(runs, [*runs, []][1:], strict=True):
        elided = run[-1:] if after and run[-1] in "dl" and after[0][0] in "aeiouh" else []
        joined = "".join(run[: len(run) - len(elided)])
        is_one = _is_letter(run[0]) and (len(joined) > 2 or joined in TWO_INITIALS)
        found.extend([joined] if is_one else run)
    return found


# « psikiatrique » is « psychiatrique », hence « psychiatrie ».
HEARD_ABBREVIATIONS = {
    _as_heard(short): long for short, long in ABBREVIATIONS.items() if len(short) > 5
}
HEARD_PHRASES = {
    " ".join(_as_heard(word) for word in phrase.split()): short for phrase, short in PHRASES.items()
}
