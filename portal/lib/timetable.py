"""Opening hours as people type them: « lundi à vendredi 8h30-12h, 14h-18h », « 24h/24 ».

Minutes count from midnight; a span that ends after midnight goes past 1440. Public holidays are
an eighth day (« jours fériés 9h-12h », « sauf jours fériés »): without spans, closed; absent from
the week, nobody said.
"""

import re
import unicodedata

Span = tuple[int, int]
Week = dict[int, list[Span]]

MIDNIGHT = 1440
HOLIDAY = 8
WHOLE_DAY: Span = (0, MIDNIGHT)
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
NAMES = (*DAYS, "jour férié")
SHORT = {day[:3]: rank for rank, day in enumerate(DAYS, start=1)}
EVERY_DAY = r"tous les jours|7\s?j?\s?/\s?7\s?j?|7 jours sur 7|chaque jour"
DAY = r"(?:lun|mar|mer|jeu|ven|sam|dim)[a-z]*\.?"
NAMED_DAYS = re.compile(rf"^(?:le|la|les|du|de|en)?\s*({EVERY_DAY}|semaine|week-?end)\s*:?\s*")
FIRST_DAY = re.compile(rf"^(?:le|les|du)?\s*({DAY})\s*")
NEXT_DAY = re.compile(rf"^(-|–|a|au|et|,)\s*(?:le|les)?\s*({DAY})\s*")
FERIES = r"(?:les\s+)?(?:jours?\s+)?feries?(?:\s+(?:compris|inclus))?(?![a-z])"
ON_HOLIDAYS = re.compile(rf"^(?:,|et|y compris)?\s*{FERIES}\s*:?\s*")
NOT_ON_HOLIDAYS = re.compile(rf"[\s,(]*\b(?:sauf|hors)\s+{FERIES}\)?")
CLOSED_ON_HOLIDAYS = re.compile(rf"^ferme[es]*\s+{FERIES}$")
WHOLE = re.compile(
    r"^(?:24\s?h?\s?(?:/|sur)\s?24\s?h?|toute la journee|jour et nuit|non[- ]stop|en continu)"
    r"(?:[\s,]*(?:7\s?j?\s?/\s?7\s?j?|tous les jours))?$"
)
CLOSED = re.compile(r"^ferme[es]*$")
HOUR = r"(minuit|midi|\d{1,2}\s*(?:heures?|h|:)?\s*(?:\d{2})?)"
SPAN = re.compile(rf"^(?:de\s+)?{HOUR}\s*(?:-|–|a|jusqu'a)\s*{HOUR}(?:\s+le lendemain)?$")
CLOCK = re.compile(r"(\d{1,2})\s*(?:heures?|h|:)?\s*(\d{2})?")
BETWEEN = re.compile(r"\s*(?:,|;|\bet\b|\bpuis\b|/)\s*")
WHY = "écrivez par exemple « lundi à vendredi 8h30-12h, 14h-18h » ou « 24h/24 »."


def parse_week(text: str) -> Week:
    """The spans of each day (1 is Monday) that `text` names, one line or one « ; » after another.

    Closed, a day is left out, but public holidays: closed is not unknown. A line without a day
    speaks of all seven. Raises ValueError, with a French sentence, for what is not read, for a
    day named twice and for hours that overlap.
    """
    week: Week = {}
    for line in re.split(r"[\n;]", text):
        typed = _plain(line)
        if not typed:
            continue
        asked, but_holidays = NOT_ON_HOLIDAYS.subn("", typed)
        days, rest = _days(asked.strip())
        spans = _spans(rest, line.strip())
        if again := [NAMES[day - 1] for day in days if day in week]:
            raise ValueError(f"Le {again[0]} est écrit deux fois : gardez une ligne par jour.")
        week |= dict.fromkeys(days, spans)
        if but_holidays:
            week[HOLIDAY] = []
    _check_week(week)
    return {day: week[day] for day in sorted(week) if week[day] or day == HOLIDAY}


def parse_spans(text: str) -> list[Span]:
    """The spans of one day, in order: « 8h-12h, 14h-18h »; none for « fermé » or nothing.

    Raises ValueError, with a French sentence.
    """
    typed = _plain(text)
    spans = _spans(typed, text.strip()) if typed else []
    _check_day(spans, "ce jour-là")
    return spans


def write_week(week: Week) -> str:
    """The lines that `parse_week` reads back as the same week."""
    groups: list[tuple[list[int], str]] = []
    for day in sorted(week):
        said = write_spans(week[day]) or "fermé"
        if groups and groups[-1][1] == said and groups[-1][0][-1] == day - 1 < HOLIDAY - 1:
            groups[-1][0].append(day)
        else:
            groups.append(([day], said))
    return "\n".join(f"{_named(days)} {said}" for days, said in groups)


def write_spans(spans: list[Span]) -> str:
    """« 8h30-12h, 14h-18h », « 24h/24 »."""
    if spans == [WHOLE_DAY]:
        return "24h/24"
    return ", ".join(f"{_clock(opens)}-{_clock(closes)}" for opens, closes in sorted(spans))


def _plain(text: str) -> str:
    """Lower case, without accents, with plain spaces, dashes and apostrophes."""
    for odd, plain in (("\u00a0", " "), ("\u202f", " "), ("’", "'"), ("—", "-"), ("→", "-")):
        text = text.replace(odd, plain)
    split = unicodedata.normalize("NFD", text.lower())
    return " ".join("".join(char for char in split if not unicodedata.combining(char)).split())


def _days(line: str) -> tuple[list[int], str]:
    """The days that `line` begins with, public holidays too, and what follows them."""
    if CLOSED_ON_HOLIDAYS.match(line):
        return [HOLIDAY], "ferme"
    if only := ON_HOLIDAYS.match(line):
        return [HOLIDAY], line[only.end() :]
    days, rest = _weekdays(line)
    also = ON_HOLIDAYS.match(rest)
    return ([*days, HOLIDAY], rest[also.end() :]) if also else (days, rest)


def _weekdays(line: str) -> tuple[list[int], str]:
    if named := NAMED_DAYS.match(line):
        word = named[1]
        days = [6, 7] if word.startswith("week") else list(range(1, 8))
        return (list(range(1, 6)) if word == "semaine" else days), line[named.end() :]
    first = FIRST_DAY.match(line)
    if first is None:
        return list(range(1, 8)), line
    days, rest = [_rank(first[1])], line[first.end() :]
    while following := NEXT_DAY.match(rest):
        day = _rank(following[2])
        if following[1] in ("et", ","):
            days.append(day)
        else:
            # « vendredi au lundi » goes round the week.
            days += [(days[-1] + step) % 7 or 7 for step in range(1, (day - days[-1]) % 7 + 1)]
        rest = rest[following.end() :]
    return list(dict.fromkeys(days)), rest.lstrip(" :")


def _rank(word: str) -> int:
    return SHORT[word[:3]]


def _spans(text: str, typed: str) -> list[Span]:
    text = text.strip(" .,:")
    if WHOLE.match(text):
        return [WHOLE_DAY]
    if CLOSED.match(text):
        return []
    return sorted(_span(part, typed) for part in BETWEEN.split(text))


def _span(text: str, typed: str) -> Span:
    found = SPAN.match(text)
    if found is None:
        raise ValueError(f"« {typed[:80]} » n’est pas lisible : {WHY}")
    opens, closes = _minutes(found[1], typed), _minutes(found[2], typed)
    if opens == MIDNIGHT:
        opens = 0
    return opens, closes if closes > opens else closes + MIDNIGHT


def _minutes(text: str, typed: str) -> int:
    if text in ("minuit", "midi"):
        return 0 if text == "minuit" else MIDNIGHT // 2
    found = CLOCK.fullmatch(text.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise ValueError(f"« {typed[:80]} » : les heures vont de 0h à 24h.")
    return hour * 60 + minute


def _check_day(spans: list[Span], named: str) -> None:
    for before, after in zip(spans, spans[1:], strict=False):
        if after[0] < before[1]:
            raise ValueError(f"Deux horaires se chevauchent {named} : corrigez l’un des deux.")


def _check_week(week: Week) -> None:
    for day, spans in week.items():
        _check_day(spans, f"le {NAMES[day - 1]}")


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes % MIDNIGHT, 60)
    if minutes == MIDNIGHT:
        hour = 24
    return f"{hour}h{minute:02}" if minute else f"{hour}h"


def _named(days: list[int]) -> str:
    if len(days) == 7:
        return "tous les jours"
    first, last = NAMES[days[0] - 1], NAMES[days[-1] - 1]
    if len(days) == 1:
        return "jours fériés" if days == [HOLIDAY] else first
    return f"{first} et {last}" if len(days) == 2 else f"{first} à {last}"
