"""Communes merge on a day: in each line the new one goes where it was, or where they were."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange, NumericRange

from coordination.oncall.models import Line, SectorCommune
from coordination.oncall.refusals import NotMerged
from coordination.oncall.refusals.settings import MergedAlready
from coordination.oncall.services.lines.sectors import end_rows
from portal.accounts.models import User
from portal.audit.services import record
from portal.territories.models import Territory

# Days as ordinals, then minutes of the day: [first, end[ and [from, to[.
Block = tuple[int, int, int, int]
FOREVER = date.max.toordinal()


@transaction.atomic
def merge_communes(
    olds: Collection[Territory], *, into: Territory, on: date, by: User | None
) -> int:
    """`olds` are part of `into` from `on`: in each line, it serves their hours where they were.

    Where `into` is served already it stays; what was true before that day stays too. Returns
    how many lines changed. Raises NotMerged, MergedAlready, even for two at the same instant.
    """
    places = [*olds, into]
    locked = Territory.objects.select_for_update().filter(pk__in=[one.pk for one in places])
    fresh = {one.pk: one for one in locked.order_by("pk")}
    _check(olds, into, fresh, on)
    rows = SectorCommune.objects.filter(
        commune__in=[one.pk for one in olds], validity__overlap=DateRange(on, None)
    )
    lines = sorted(set(rows.values_list("line", flat=True)))
    # One drawing of a line at a time: the second sees what the first one left.
    list(Line.objects.select_for_update().filter(pk__in=lines).order_by("pk"))
    for line in lines:
        _inherit(line, rows.filter(line=line).order_by("commune", "validity", "band"), into, on)
    end_rows(SectorCommune.objects.filter(commune__in=[one.pk for one in olds]), since=on)
    for old in olds:
        Territory.objects.filter(pk=old.pk).update(closed_on=on, successor=into)
        record(by, "commune.merged", old, new=into.code, on=on.isoformat(), lines=len(lines))
    return len(lines)


def _check(
    olds: Collection[Territory], into: Territory, fresh: dict[int, Territory], on: date
) -> None:
    """Different communes, none of which has merged before. Raises NotMerged, MergedAlready."""
    if not olds or into.pk in {one.pk for one in olds}:
        raise NotMerged(old=", ".join(map(str, olds)) or "Rien", new=into.name)
    for place in fresh.values():
        is_old = place.pk != into.pk
        if place.closed_on is not None and (is_old or place.closed_on <= on):
            raise MergedAlready(commune=place, day=f"{place.closed_on:%d/%m/%Y}")


def _inherit(line: int, rows: Iterable[SectorCommune], into: Territory, on: date) -> None:
    """`into` is served at the days and hours when nobody served it and one of them was."""
    there = SectorCommune.objects.filter(
        line=line, commune=into, validity__overlap=DateRange(on, None)
    )
    taken = [_block(row, on) for row in there]
    for row in rows:
        for block in _without(_block(row, on), taken):
            taken.append(block)
            first, end, starts, ends = block
            SectorCommune.objects.create(
                line_id=line,
                sector_id=row.sector_id,
                commune=into,
                band=NumericRange(starts, ends),
                validity=DateRange(
                    date.fromordinal(first), None if end == FOREVER else date.fromordinal(end)
                ),
                reason=row.reason,
                reference=row.reference,
            )


def _block(row: SectorCommune, on: date) -> Block:
    upper = row.validity.upper
    first = max(row.validity.lower, on).toordinal()
    return first, upper.toordinal() if upper else FOREVER, row.band.lower, row.band.upper


def _without(block: Block, taken: list[Block]) -> list[Block]:
    """What is left of a block of days and hours once those taken are cut out of it."""
    left = [block]
    for first, end, starts, ends in taken:
        pieces: list[Block] = []
        for a, b, low, high in left:
            inner = (max(a, first), min(b, end), max(low, starts), min(high, ends))
            if inner[0] >= inner[1] or inner[2] >= inner[3]:
                pieces.append((a, b, low, high))
                continue
            pieces += [
                (a, inner[0], low, high),
                (inner[1], b, low, high),
                (inner[0], inner[1], low, inner[2]),
                (inner[0], inner[1], inner[3], high),
            ]
        left = [one for one in pieces if one[0] < one[1] and one[2] < one[3]]
    return left
