"""Days and hours as French people type them."""

import re
from datetime import date, time

MONTHS = {
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7,
    "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
}  # fmt: skip
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
NUMERIC = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})")
WORDS = re.compile(r"(?:[a-zé]+\s+)?(\d{1,2})(?:er)?\s+([a-zéû]+)\s+(\d{4})", re.IGNORECASE)
HOUR = re.compile(r"(\d{1,2})\s*(?:h(?:eures?)?|:|\.)?\s*(\d{2})?\s*(?:min|mn)?", re.IGNORECASE)
NAMED = {"minuit": time(0), "midi": time(12)}


def parse_day(text: str) -> date:
    """`28/03/2020`, `28.3.20`, ISO, `samedi 28 mars 2020`. Raises ValueError, in French."""
    text = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
    if found := ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := NUMERIC.fullmatch(text):
        day, month, year = map(int, found.groups())
        year += 2000 if year < 100 else 0
    elif (found := WORDS.fullmatch(text)) and _month(found[2]):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    else:
        raise ValueError("Cette date n’est pas lisible : écrivez-la comme 28/03/2026.")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError("Cette date n’existe pas dans le calendrier.") from error


def parse_hour(text: str) -> time:
    """`20h`, `20:00`, `20 h 00`, `8h30`, `midi`. Raises ValueError, with a French sentence."""
    text = text.replace("\u00a0", " ").replace("\u202f", " ").strip().lower()
    if text in NAMED:
        return NAMED[text]
    found = HOUR.fullmatch(text)
    if not found:
        raise ValueError("Cette heure n’est pas lisible : écrivez-la comme 20h ou 20:30.")
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour == 24 and minute == 0:
        raise ValueError("Pour minuit, choisissez le jour suivant et écrivez 0h.")
    if hour > 23 or minute > 59:
        raise ValueError("Cette heure n’existe pas : les heures vont de 0h à 23h59.")
    return time(hour, minute)


def _month(word: str) -> int:
    plain = word.lower().replace("é", "e").replace("û", "u")
    return MONTHS.get(plain, 0)
