"""Text made comparable: accents, case, hyphens, ligatures and articles out of the way; counts."""

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'"})
# Characters that turn the reading order of what follows; right-to-left letters need none.
TURNING = {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def is_unseen(char: str) -> bool:
    """True for a control character, and for one that turns the reading order."""
    return unicodedata.category(char) == "Cc" or char in TURNING


def search_key(text: str) -> str:
    """`text` in lower-case ASCII words separated by one blank.

    The database has no French collation (embedded server without ICU), so that sorting
    and searching go through this key, stored beside the text.
    """
    return NOT_A_WORD.sub(" ", bare(text).lower()).strip()


def bare(text: str) -> str:
    """`text` without its accents nor ligatures, otherwise as it was."""
    decomposed = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def counted(count: int, one: str, several: str) -> str:
    """`1 candidat attend`, `2 candidats attendent`; nothing is singular, as French has it."""
    return f"{count}\u00a0{several if count > 1 else one}"
