"""How a criterion keeps rows: one maker of clauses for each type of search parameter."""

import re
from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Expression, F, Func, Q, QuerySet, TextField, Value
from django.db.models.lookups import IContains, IStartsWith

from directory.fhir.canonical import is_table, table
from directory.fhir.grammar import Criterion, When, plain, token, when
from directory.fhir.outcome import invalid
from portal.lib.text import bare, search_key

Rows = QuerySet[Any]
Clause = Callable[[Rows, Criterion], Rows]
NEVER = Q(pk__in=[])
# A letter and what it is without its accent, sign for sign.
ACCENTS = ("àâäáãåçéèêëíîïìñóôöòõúûüùýÿ", "aaaaaaceeeeiiiinooooouuuuyy")
TEXT, TOKEN = ("contains", "exact", "missing"), ("not", "missing")


def any_of(conditions: Sequence[Q]) -> Q:
    """One of them holds; none of an empty list does."""
    return reduce(or_, conditions, NEVER)


def each(read: Callable[[str], Q], *, missing: Q | None = None) -> Clause:
    """A clause that keeps the rows of which `read` says yes to one of the values."""

    def keep(rows: Rows, criterion: Criterion) -> Rows:
        if criterion.modifier == "missing":
            return rows.filter(absent(criterion, missing))
        found = any_of([read(value) for value in criterion.values])
        return rows.exclude(found) if criterion.modifier == "not" else rows.filter(found)

    return keep


def never(rows: Rows, criterion: Criterion) -> Rows:
    """No row says it: the parameter is known, the data is not there."""
    absence = criterion.modifier == "missing" and criterion.values[0] == "true"
    return rows if absence or criterion.modifier == "not" else rows.filter(NEVER)


def accentless(column: str) -> Expression:
    """The column as compared in a `string` search: accents do not count (FHIR R4, search)."""
    signs = [Value(letters + letters.upper()) for letters in ACCENTS]
    return Func(F(column), *signs, function="translate", output_field=TextField())


def said(criterion: Criterion, *keys: str, exact: str, raw: Sequence[str | Expression] = ()) -> Q:
    """Begins with (or contains) a value; `keys` are normalised columns, `raw` plain ones."""
    how = "contains" if criterion.modifier == "contains" else "startswith"
    found = []
    for value in map(plain, criterion.values):
        if criterion.modifier == "exact":
            found.append(Q(**{exact: value}))
            continue
        if key := search_key(value):
            found += [Q(**{f"{one}__{how}": key}) for one in keys]
        look = IContains if how == "contains" else IStartsWith
        for one in raw:
            for way in dict.fromkeys((value, bare(value))):
                named = isinstance(one, str)
                found.append(Q(**{f"{one}__i{how}": way}) if named else Q(look(one, way)))
    return any_of(found)


def text(
    *keys: str,
    exact: str,
    raw: Sequence[str | Expression] = (),
    missing: Q | None = None,
) -> Clause:
    """A clause of `said`, or of what is missing."""

    def keep(rows: Rows, criterion: Criterion) -> Rows:
        if criterion.modifier == "missing":
            return rows.filter(absent(criterion, missing))
        return rows.filter(said(criterion, *keys, exact=exact, raw=raw))

    return keep


def truth(yes: Q) -> Clause:
    """`true` or `false`."""

    def read(value: str) -> Q:
        said = token(value)[1].lower()
        if said not in ("true", "false"):
            raise invalid("Ce paramètre vaut true ou false.")
        return yes if said == "true" else ~yes

    return each(read)


def codes(column: str, *tables: str, system: str = "", also: str = "") -> Clause:
    """The code held by `column`, of one of the NOS `tables`, or of our own `system` (its end)."""

    def read(value: str) -> Q:
        given, code = token(value)
        if given and not (is_table(given, *tables) or (system and given.endswith(system))):
            return NEVER
        found = Q(**{column: code}) if code else ~Q(**{column: ""})
        return found | Q(**{also: code}) if also and code else found

    return each(read, missing=Q(**{column: ""}))


def coded(tables: dict[str, str]) -> Clause:
    """The code held by one of the columns, each of its own NOS table."""

    def read(value: str) -> Q:
        given, code = token(value)
        asked = [one for one, name in tables.items() if not given or is_table(given, name)]
        return any_of([Q(**{one: code}) if code else ~Q(**{one: ""}) for one in asked])

    return each(read, missing=Q(**dict.fromkeys(tables, "")))


def uuids(*columns: str, kind: str, missing: Q | None = None) -> Clause:
    """`kind/uuid`, a bare uuid, or the whole address of one of our resources."""

    def read(value: str) -> Q:
        key = reference(value, kind)
        try:
            found = UUID(key)
        except ValueError:
            return NEVER
        return any_of([Q(**{column: found}) for column in columns])

    return each(read, missing=missing)


def numbers(column: str, kind: str, *, missing: Q | None = None) -> Clause:
    """The same for resources that are known by a number."""

    def read(value: str) -> Q:
        key = reference(value, kind)
        return Q(**{column: int(key)}) if re.fullmatch(r"\d{1,18}", key) else NEVER

    return each(read, missing=missing)


def reference(value: str, kind: str) -> str:
    """The id in `Organization/x`, `https://…/Organization/x` or `x`; empty for another type."""
    *before, key = plain(value).split("/")
    return key if not before or before[-1] == kind else ""


def instants(column: str = "changed_at") -> Clause:
    """Compared with an instant."""

    def read(value: str) -> Q:
        asked = when(value)
        start, end = asked.start, asked.end
        during = Q(**{f"{column}__gte": start, f"{column}__lt": end})
        later, earlier = Q(**{f"{column}__gte": end}), Q(**{f"{column}__lt": start})
        return {
            "eq": during, "ne": ~during, "gt": later, "sa": later, "lt": earlier, "eb": earlier,
            "ge": Q(**{f"{column}__gte": start}), "le": Q(**{f"{column}__lt": end}),
        }[asked.prefix]  # fmt: skip

    return each(read)


def periods(start: str, end: str) -> Clause:
    """Compared with the days from `start` to `end`; an unknown bound is open.

    https://hl7.org/fhir/R4/search.html#prefix: gt when the days after what is asked meet the
    period, eq when what is asked holds the whole of it.
    """
    known = Q(**{f"{start}__isnull": False}) | Q(**{f"{end}__isnull": False})

    def read(value: str) -> Q:
        asked = when(value)
        first, last = _days(asked)
        inside = Q(**{f"{start}__gte": first, f"{end}__lte": last})
        later = known & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": last}))
        earlier = known & (Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lt": first}))
        return {
            "eq": inside, "ne": ~inside, "gt": later, "lt": earlier,
            "ge": later | inside, "le": earlier | inside,
            "sa": Q(**{f"{start}__gt": last}), "eb": Q(**{f"{end}__lt": first}),
        }[asked.prefix]  # fmt: skip

    return each(read, missing=~known)


def sources(column: str = "source") -> Clause:
    """The information system that a row comes from: FINESS, RPPS."""
    return each(lambda value: Q(**{column: token(value)[1]}), missing=Q(**{column: ""}))


def profiles(addresses: Sequence[str]) -> Clause:
    """All the rows follow the same profiles."""
    every = Q(pk__isnull=False)
    return each(lambda value: every if plain(value).split("|")[0] in addresses else NEVER)


def commune_codes(column: str) -> Clause:
    """An INSEE code, with or without the address of its table."""

    def read(value: str) -> Q:
        given, code = token(value)
        right = not given or is_table(given, "R13") or given == table("R13")
        return Q(**{column: code.upper()}) if right and code else NEVER

    return each(read)


def absent(criterion: Criterion, missing: Q | None) -> Q:
    """`:missing=true`: what nobody knows; without `missing`, every row says it."""
    if missing is None:
        return Q(pk__isnull=False) if criterion.values[0] == "false" else NEVER
    return missing if criterion.values[0] == "true" else ~missing


def _days(asked: When) -> tuple[Any, Any]:
    return asked.start.date(), (asked.end - asked.end.resolution).date()
