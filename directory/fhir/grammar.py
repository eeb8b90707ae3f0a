"""What a client asks, read from the address or from a form: no table is known here."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from directory.fhir.outcome import Problem, invalid, unsupported

PARIS = ZoneInfo("Europe/Paris")
PAGE, MOST_COUNT = 50, 200
MOST_CRITERIA, MOST_VALUES, LONGEST = 60, 300, 4_000
PREFIXES = ("eq", "ne", "gt", "ge", "lt", "le", "sa", "eb")
CONTROLS = (
    *("_count", "_total", "_elements", "_summary", "_sort", "_include", "_revinclude", "_cursor"),
    *("_format", "_pretty"),
)
WHEN = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?"
    r"(Z|[+ -]\d\d:\d\d)?)?)?)?"
)


@dataclass(frozen=True)
class Criterion:
    """`name:modifier=value,value`, or `name.chain=…` for a reference that is followed."""

    name: str
    values: tuple[str, ...]
    modifier: str = ""
    chain: str = ""


@dataclass
class Asked:
    """What will be done: `applied` is what the self link says; the rest was ignored."""

    kind: str = ""
    criteria: list[Criterion] = field(default_factory=list)
    count: int = PAGE
    total: str = ""
    elements: tuple[str, ...] = ()
    only_count: bool = False
    sort: tuple[str, ...] = ()
    includes: list[str] = field(default_factory=list)
    revincludes: list[str] = field(default_factory=list)
    cursor: str = ""
    applied: list[tuple[str, str]] = field(default_factory=list)


def read_query(
    pairs: Iterable[tuple[str, str]],
    *,
    known: Mapping[str, tuple[str, ...]],
    sorts: Iterable[str],
    includes: Iterable[str],
    revincludes: Iterable[str],
    strict: bool,
) -> Asked:
    """What `pairs` ask of a resource whose parameters and their modifiers are `known`.

    Raises Problem: what cannot be read always, what is not known when `strict`.
    """
    asked = Asked()
    offered = {"_include": tuple(includes), "_revinclude": tuple(revincludes)}
    values = 0
    for key, value in pairs:
        if "\x00" in key + value or len(value) > LONGEST:
            raise invalid("Ce paramètre n’est pas lisible : il est trop long, ou contient un NUL.")
        if not value:
            continue
        name = re.split(r"[:.]", key, maxsplit=1)[0]
        if name in CONTROLS:
            said = _control(asked, name, value, sorts=tuple(sorts), offered=offered, strict=strict)
            if said:
                asked.applied.append((key, said))
        elif name in known:
            criterion = _criterion(key, value, known[name])
            asked.criteria.append(criterion)
            asked.applied.append((key, value))
            values += len(criterion.values)
        elif strict:
            raise unsupported(f"Le paramètre « {name[:60]} » n’est pas connu ici.", name=name[:60])
    if len(asked.criteria) > MOST_CRITERIA or values > MOST_VALUES:
        text = f"Au plus {MOST_CRITERIA} critères et {MOST_VALUES} valeurs par recherche."
        raise Problem(400, "too-costly", text)
    return asked


def split(value: str, sign: str = ",") -> list[str]:
    """The parts of `value` between the signs that no backslash protects."""
    return re.split(rf"(?<!\\){re.escape(sign)}", value)


def plain(value: str) -> str:
    """`value` without the backslashes that protect its signs."""
    return re.sub(r"\\([,|$\\])", r"\1", value).strip()


def token(value: str) -> tuple[str | None, str]:
    """`system|code`: the system is None when no bar is written, empty before a lone bar."""
    parts = split(value, "|")
    if len(parts) == 1:
        return None, plain(parts[0])
    return plain(parts[0]), plain(parts[-1])


@dataclass(frozen=True)
class When:
    """What a date means: `prefix`, and the instants from `start` to before `end`."""

    prefix: str
    start: datetime
    end: datetime


def when(value: str) -> When:
    """`ge2026-03` is from the 1st of March at midnight in Paris. Raises Problem."""
    prefix = value[:2] if value[:2] in PREFIXES else "eq"
    text = value[2:] if value[:2] in PREFIXES else value
    found = WHEN.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError(text)
        start, end = _span(*found.groups())
    except (ValueError, OverflowError) as error:
        raise invalid(f"« {text[:40]} » n’est pas une date : écrivez 2026-03-16.") from error
    return When(prefix, start, end)


def _span(
    year: str, month: str, day: str, hour: str, minute: str, second: str, part: str, zone: str
) -> tuple[datetime, datetime]:
    start = datetime(int(year), int(month or 1), int(day or 1), tzinfo=PARIS)
    if hour is None:
        return start, _midnight_after(start.date(), month is not None, day is not None)
    instant = start.replace(hour=int(hour), minute=int(minute), second=int(second or 0))
    step = timedelta(seconds=1) if second else timedelta(minutes=1)
    if part:
        digits = part[:6]
        instant += timedelta(microseconds=int(digits.ljust(6, "0")))
        step = timedelta(microseconds=10 ** (6 - len(digits)))
    if zone:
        sign = "+00:00" if zone == "Z" else zone.replace(" ", "+")
        instant = datetime.fromisoformat(instant.replace(tzinfo=None).isoformat() + sign)
    return instant, instant + step


def _midnight_after(first: date, has_month: bool, has_day: bool) -> datetime:
    if has_day:
        after = first + timedelta(days=1)
    elif has_month:
        after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    else:
        after = first.replace(year=first.year + 1)
    return datetime(after.year, after.month, after.day, tzinfo=PARIS)


def _criterion(key: str, value: str, modifiers: tuple[str, ...]) -> Criterion:
    head, _, chain = key.partition(".")
    name, _, modifier = head.partition(":")
    # `organization:Organization.identifier` names the type of what is followed.
    followed = bool(chain) and modifier in ("", "Organization", "Practitioner")
    if (chain and not followed) or (modifier and not chain and modifier not in modifiers):
        raise unsupported(f"« {key[:60]} » : ce modificateur n’est pas connu ici.", name=name)
    return Criterion(name, tuple(split(value)), "" if chain else modifier, chain)


def _control(
    asked: Asked,
    name: str,
    value: str,
    *,
    sorts: tuple[str, ...],
    offered: Mapping[str, tuple[str, ...]],
    strict: bool,
) -> str:
    """The control is noted; what the self link says of it, empty when it was ignored."""
    if name == "_count":
        return _count(asked, value)
    if name == "_cursor":
        asked.cursor = value
        return ""
    if name in ("_format", "_pretty"):
        return value
    if name in offered:
        found = list(offered[name]) if value == "*" else [":".join(value.split(":")[:2])]
        good = [one for one in found if one in offered[name]]
        (asked.includes if name == "_include" else asked.revincludes).extend(good)
    else:
        good = _choice(asked, name, split(value), sorts)
    if not good and strict:
        raise unsupported(f"« {name}={value[:60]} » n’est pas offert ici.", name=name)
    return value if good and value == "*" else ",".join(good)


def _count(asked: Asked, value: str) -> str:
    if not re.fullmatch(r"\d{1,12}", value):
        raise invalid("« _count » est un nombre entier, de 0 à 200.", name="_count")
    asked.count = min(int(value), MOST_COUNT)
    asked.only_count = asked.only_count or asked.count == 0
    return str(asked.count)


def _choice(asked: Asked, name: str, values: list[str], sorts: tuple[str, ...]) -> list[str]:
    """The values of `name` that are offered, once noted."""
    if name == "_sort":
        good = [one for one in values if one.removeprefix("-") in sorts]
        asked.sort = tuple(good)
    elif name == "_elements":
        good = [one for one in values if re.fullmatch(r"[A-Za-z]{1,40}", one)]
        asked.elements = tuple(good)
    elif name == "_total":
        good = [one for one in values[:1] if one in ("none", "estimate", "accurate")]
        asked.total = good[0] if good else ""
    else:
        good = [one for one in values[:1] if one in ("count", "false")]
        asked.only_count = asked.only_count or good == ["count"]
    return good
