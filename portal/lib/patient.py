"""Traces of a patient in a free text: the portal never holds any."""

import re

# Thirteen figures in a row within a digest are none: one in 800 stopped what bears it.
BEFORE, AFTER = r"(?<![\da-fA-F])", r"(?![\da-fA-F])"
# Sex, year, month (with the special ones), department, commune, rank, then maybe the key.
NIR = re.compile(
    BEFORE + r"([1-478])[\s.\u00a0-]?(\d{2})[\s.\u00a0-]?(0[1-9]|1[0-2]|[2-9]\d)[\s.\u00a0-]?"
    r"(\d{2}|2[AB])[\s.\u00a0-]?(\d{3})[\s.\u00a0-]?(\d{3})(?:[\s.\u00a0-]?(\d{2}))?" + AFTER,
    re.IGNORECASE,
)
# The same behind other gaps: two blanks, a bar, the dashes that word processors write, or three
# digits at a time as spreadsheets show them. The key is then required.
GAP = r"[\s./|\u2010-\u2015-]{0,3}"
LOOSE = re.compile(
    rf"{BEFORE}[1-478]{GAP}\d{{2}}{GAP}\d{{2}}{GAP}(?:\d{{2}}|2[AB]){GAP}\d{{3}}{GAP}\d{{3}}{GAP}"
    rf"\d{{2}}{AFTER}|{BEFORE}\d{{3}}(?:[\s.,'’]\d{{3}}){{4}}{AFTER}",
    re.IGNORECASE,
)
# The identifier of the national health identity, in letters or by its registered number.
INS = re.compile(
    r"1\.2\.250\.1\.213\.1\.4\.(?:8|9|10|11)\b|\bINS(?:-[CA])?[\s:n°]{1,4}\d{13,22}\b",
    re.IGNORECASE,
)
BORN = re.compile(r"\bn[ée]e?(?:\(e\))?\s+le\b|\bdate\s+de\s+naissance\b|\bDDN\b", re.IGNORECASE)
CIVILITY_AND_AGE = re.compile(
    r"\b(?:M\.|Mr|Mme|Mlle|Monsieur|Madame|Mademoiselle|patiente?|résidente?)\s"
    r"[^.\n]{0,60}?\b\d{1,3}\s?ans\b",
    re.IGNORECASE,
)
# A few people, of whom one alone might be known: never said to partners or to the public.
FEW = re.compile(
    r"\b(?:(?:[1-4]|une?|deux|trois|quatre)\s(?:seule?s?\s|nouveaux?\s|nouvelles?\s)?"
    r"(?:cas|décès|morte?s?|malades?|patiente?s?|résidente?s?|usag(?:er|ère)s?|victimes?|"
    r"blessée?s?|hospitalisée?s?|hospitalisations?|contaminations?|personnes?\s(?:malades?|"
    r"positives?|atteintes?|contaminées?|hospitalisées?)|(?:soignante?s?|agente?s?)\s"
    r"(?:malades?|positi(?:f|ve)s?|atteinte?s?|contaminée?s?)))\b",
    re.IGNORECASE,
)


def holds_patient_number(text: str) -> bool:
    """True when `text` holds what identifies a patient for sure: it is then refused."""
    return holds_nir(text) or INS.search(text) is not None


def doubts(text: str) -> list[str]:
    """What in `text` may be about a patient: its writer is asked to read it again first.

    A date of birth, a civility followed by an age. The passages, as they were typed.
    """
    return [
        found.group().strip() for rule in (BORN, CIVILITY_AND_AGE) for found in rule.finditer(text)
    ]


def small_counts(text: str) -> list[str]:
    """The counts below five of sick people in `text`, as they were typed."""
    return [found.group() for found in FEW.finditer(text)]


def holds_nir(text: str) -> bool:
    """True when `text` holds what looks like a French social security number.

    With its key (15 characters) the key is checked: 97 minus the number modulo 97, the
    Corsican 2A and 2B reading 19 and 18. Without it (13 characters) the shape is enough.
    """
    loose = (re.sub(r"[^\dAB]", "", found.upper()) for found in LOOSE.findall(text))
    return any(_plausible(found) for one in (text, *loose) for found in NIR.finditer(one))


def _plausible(found: re.Match[str]) -> bool:
    body = "".join(found.groups()[:6]).upper()
    key = found.group(7)
    if key is None:
        return True
    number = int(body.replace("2A", "19").replace("2B", "18") if not body.isdigit() else body)
    return 97 - number % 97 == int(key)
