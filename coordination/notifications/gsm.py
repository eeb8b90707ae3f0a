"""The alphabet of SMS (GSM 03.38): 160 characters a message, 70 as soon as one is outside."""

import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# These take two places: an escape, then the character.
EXTENDED = frozenset("^{}\\[~]|€\f")
ALPHABET = BASIC | EXTENDED
REPLACED = {
    "’": "'", "‘": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‑": "-", "−": "-", "…": "...", "•": "-", "œ": "oe", "Œ": "OE",
    "ç": "c", "\t": " ", "`": "'", "´": "'", "·": ".", "°": "o", "²": "2", "³": "3",
    "×": "x", "→": "->", "½": "1/2",
}  # fmt: skip
SINGLE, JOINED = 160, 153
UCS_SINGLE, UCS_JOINED = 70, 67
ELLIPSIS = "..."


def transliterate(text: str) -> str:
    """`text` with only characters of the alphabet; what has no equivalent is left out."""
    if ALPHABET.issuperset(text):
        return text
    return "".join(_closest(char) for char in unicodedata.normalize("NFC", text))


def length(text: str) -> int:
    """How many places the text takes in the alphabet."""
    return len(text) + sum(text.count(char) for char in EXTENDED)


def is_gsm(text: str) -> bool:
    """True when every character is in the alphabet."""
    return ALPHABET.issuperset(text)


def segments(text: str) -> int:
    """How many SMS, hence credits, the text costs."""
    if not text:
        return 0
    if is_gsm(text):
        places, single, joined = length(text), SINGLE, JOINED
    else:
        places, single, joined = len(text.encode("utf-16-be")) // 2, UCS_SINGLE, UCS_JOINED
    return 1 if places <= single else -(-places // joined)


def fit(text: str, *, link: str = "", at_most: int = 2) -> str:
    """`text` transliterated, in `at_most` SMS: the words are cut, never the link."""
    short = transliterate(text)
    if segments(short) <= at_most:
        return short
    room = SINGLE if at_most == 1 else JOINED * at_most
    tail = f"{ELLIPSIS} {link}" if link and link in short else ELLIPSIS
    words = short.replace(link, "").strip() if link else short
    kept = words[:room]
    while kept and length(kept) + length(tail) > room:
        kept = kept[:-1]
    return kept.rstrip(" ,;:.-") + tail


def _closest(char: str) -> str:
    if char in ALPHABET:
        return char
    if char in REPLACED:
        return REPLACED[char]
    if unicodedata.category(char).startswith("Z"):
        return " "
    decomposed = unicodedata.normalize("NFKD", char)
    return "".join(part for part in decomposed if part in BASIC)
