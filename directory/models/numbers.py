"""A number typed in the search box, in any of the ways people write it: text in, values out."""

import re

from portal.lib.text import search_key

LONGEST_NUMBER = 60  # « n° FINESS géographique : 10 000 009 0 »; longer is a text that holds one
COUNTRY_CODES = ("33", "262", "508", "590", "594", "596")
# 1 + FINESS, 2 + SIREN, 3 + SIRET, 8 + RPPS, F + FINESS, C + SIRET.
PREFIXED = re.compile(r"(1\d[\dAB]\d{7}|2\d{9}|3\d{14}|8\d{11}|F\d[\dAB]\d{7}|C\d{14})")
# 00 33 3 25 49 49 49, +33 (0)3 25 49 49 49, 33 3 25 49 49 49.
ABROAD = re.compile(rf"(?:00)?({'|'.join(COUNTRY_CODES)})0?([1-9]\d{{8}})")
# What people write or paste before a number: it says which one it is, which its shape says too.
LABELS = re.compile(
    r"\b(?:n|no|num|numero|tel|telephone|fixe|mobile|portable|fax|standard|finess|siret|siren|rpps"
    r"|geographique|juridique|geo|et|eg|ej)\b"
)


def typed_number(text: str) -> str:
    """The number that is all of `text`, without label nor separator; empty when there is none.

    >>> typed_number("Tél. : +33 (0)3 25 49 49 49")
    '+33325494949'
    >>> typed_number("N° FINESS 10 000 009 0")
    '100000090'
    """
    if len(text) > LONGEST_NUMBER:
        return ""
    number = "".join(LABELS.sub(" ", search_key(text)).split()).upper()
    if not number or not re.fullmatch(r"[FC]?\d[\dAB]?\d{6,}", number):
        return ""
    abroad = ABROAD.fullmatch(number)
    if abroad and len(number) != len("26100001200012"):
        return f"+{abroad[1]}{abroad[2]}"
    if "+" in text:
        return f"+{number}"
    return number[1:] if PREFIXED.fullmatch(number) else number


def as_phones(number: str) -> list[str]:
    """The lines, in E.164, that a `typed_number` may be; none when it is no telephone."""
    if re.fullmatch(r"0\d{9}", number):
        return [f"+{code}{number[1:]}" for code in COUNTRY_CODES]
    if abroad := ABROAD.fullmatch(number):
        return [f"+{abroad[1]}{abroad[2]}"]
    return [number] if re.fullmatch(r"\+\d{8,12}", number) else []


def number_filters(text: str) -> list[dict[str, object]]:
    """What a typed number may mean, each a condition on structures; empty when it is none.

    FINESS of a site, of its legal entity, or a former one; SIRET, SIREN, RPPS of somebody who
    practises there; the national identifiers that put a digit or a letter before them (1 FINESS,
    2 SIREN, 3 SIRET, 8 RPPS; F, C: technical identifiers of the RPPS); a public phone.
    """
    number = typed_number(text)
    meanings: list[dict[str, object]] = []
    if phones := as_phones(number):
        line = {"contacts__value__in": phones, "contacts__audience": "public"}
        meanings += [{"phone__in": phones}, line | {"contacts__ends_on": None}]
    if re.fullmatch(r"\d[\dAB]\d{7}", number):
        meanings += [{name: number} for name in ("finess", "legal_finess", "identifiers__value")]
    if re.fullmatch(r"\d{14}", number):
        meanings += [{"siret": number}, {"identifiers__value": number}]
    if re.fullmatch(r"\d{11}", number):
        meanings.append({"practices__professional__rpps": number})
    return meanings
