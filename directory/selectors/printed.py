"""A search on paper: structures by commune then kind, the numbers that anyone may read."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import Prefetch

from directory.models import ContactPoint, Structure, StructureQuerySet
from directory.refusals import TooLongForPaper
from portal.lib.phone import national

# What a binder holds: the compiler takes three seconds and 250 MB, both double with the rows.
MOST_ON_PAPER = 1_500
MOST_LINES = 4


def printed_rows(structures: StructureQuerySet) -> list[Structure]:
    """Those found, by commune then kind then name, each with its public lines in `printed`.

    Two statements. Raises TooLongForPaper beyond 1,500.
    """
    lines = ContactPoint.objects.public().current()
    rows = structures.for_list().prefetch_related(
        Prefetch("contacts", queryset=lines, to_attr="printed")
    )
    by_place = ("commune__search_key", "commune", "category__label", "name_key", "pk")
    found: list[Structure] = list(rows.order_by(*by_place)[: MOST_ON_PAPER + 1])
    _refuse_beyond(len(found))
    return found


def count_printed(structures: StructureQuerySet) -> int:
    """How many would be printed; one statement. Raises TooLongForPaper beyond 1,500."""
    count = structures.order_by()[: MOST_ON_PAPER + 1].count()
    _refuse_beyond(count)
    return count


def _refuse_beyond(count: int) -> None:
    if count > MOST_ON_PAPER:
        raise TooLongForPaper(most=f"{MOST_ON_PAPER:,}".replace(",", "\u202f"))


def by_commune(structures: Iterable[Structure]) -> list[dict[str, Any]]:
    """The same as the template reads them, under the name of each commune."""
    return [
        {"name": f"{commune.name} ({commune.code})", "rows": [_row(one) for one in there]}
        for commune, there in groupby(structures, key=lambda one: one.commune)
    ]


def index(structures: Iterable[Structure]) -> list[tuple[str, str]]:
    """Name and commune of each, in the order of the alphabet, with the key of its row."""
    named = sorted(structures, key=lambda one: (one.name_key, one.pk))
    return [(f"{one} ({one.commune.name})", _key(one)) for one in named]


def _key(one: Structure) -> str:
    return f"s{one.pk}"


def _row(one: Structure) -> dict[str, Any]:
    address = ", ".join(part for part in (one.street, one.postal_line) if part)
    origin = [f"FINESS {one.finess}"] if one.finess else []
    if one.source_on:
        origin.append(f"{one.source or 'fiche'} du {one.source_on:%d/%m/%Y}")
    about = [f"{one.category}. {address}", ", ".join(origin)]
    return {
        "key": _key(one),
        "name": str(one),
        "about": [part.removesuffix(". ") for part in about if part],
        "lines": public_lines(one),
    }


def public_lines(one: Structure) -> list[tuple[str, str]]:
    """Number or address, and what it is; the switchboard too when no line repeats it."""
    rows: list[ContactPoint] = getattr(one, "printed", [])
    said = [(_written(line), _what(line)) for line in rows[:MOST_LINES]]
    if one.phone and one.phone not in {line.value for line in rows}:
        said.append((national(one.phone), "standard"))
    return said


def _written(line: ContactPoint) -> str:
    return national(line.value) if line.value.startswith("+") else line.value


def _what(line: ContactPoint) -> str:
    words = [line.get_function_display()]
    if line.channel == ContactPoint.Channel.FAX:
        words.append(line.get_channel_display())
    if line.usage != ContactPoint.Usage.UNKNOWN:
        words.append(line.get_usage_display())
    if line.tested_on:
        words.append(f"essayé le {line.tested_on:%d/%m/%Y}")
    return ", ".join(words)
