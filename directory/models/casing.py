"""Names that files shout, written as people read them. What has lower case is left alone."""

import re

SMALL_WORDS = frozenset(
    {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sous", "sur"}
)
ACRONYMS = frozenset(
    {"ap", "bp", "cs", "tsa", "za", "zi", "zac", "ehpad", "msp", "ssiad", "had", "chu", "chi"}
    | {"cattp", "usld", "ssr", "smr", "uhcd", "epsm", "hia", "ime", "itep", "cpts", "smur", "sos"}
    | {"samu", "mgen", "aphp", "aphm", "hcl", "sa", "sas", "sarl", "irm", "ii", "iii", "iv", "vi"}
    | {"cegidd", "csapa", "camsp", "epsan", "epsmr", "mco", "ugecam", "unapei", "adapei", "apf"}
)
WORD = re.compile(r"[^\W\d_]+")
VOWELS = frozenset("aeiouyàâäéèêëîïôöùûüœ")


def soft_case(text: str) -> str:
    """« CENTRE HOSPITALIER DE TROYES (CH) » becomes « Centre Hospitalier de Troyes (CH) ».

    Words without a vowel are taken for acronyms, besides those we know.
    """
    if text != text.upper():
        return text
    return WORD.sub(lambda found: _soft_word(found[0], is_first=found.start() == 0), text)


def _soft_word(word: str, *, is_first: bool) -> str:
    lower = word.lower()
    if lower in ACRONYMS or (len(word) > 1 and not VOWELS & set(lower)):
        return word
    if lower in SMALL_WORDS:
        return lower.capitalize() if is_first and lower != "d" else lower
    return lower.capitalize()
