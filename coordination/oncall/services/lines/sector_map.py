"""A sector is drawn on the map: it takes communes from others, at all hours or at some."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, NumericRange

from coordination.oncall.models import Line, Sector, SectorCommune
from coordination.oncall.refusals import CommunesTaken
from coordination.oncall.services.lines.sectors import WHOLE_DAY, set_communes
from portal.accounts.models import User

Band = tuple[int, int]


@transaction.atomic
def draw_sector(
    sector: Sector,
    codes: Iterable[str],
    *,
    since: date,
    by: User | None,
    bands: Iterable[Band] = (WHOLE_DAY,),
    take: bool = False,
) -> None:
    """From `since` on, the sector serves exactly these communes at these minutes of the day.

    `take`: it takes them from the sectors and decisions that had them at these minutes; at the
    other minutes of the day they stay where they were (four sectors until midnight, one after).
    Raises UnknownCommune, NoCommune, CommuneTaken without `take`, CommunesTaken when somebody
    else draws at the same instant.
    """
    asked = list(codes)
    # One drawing of a line at a time: the second sees what the first one left.
    Line.objects.select_for_update().get(pk=sector.line_id)
    for band in bands:
        _make_room(sector, asked, since=since, band=band, take=take)
        set_communes(sector, asked, since=since, by=by, band=band)


def _make_room(sector: Sector, codes: list[str], *, since: date, band: Band, take: bool) -> None:
    """What stands in the way at these minutes goes from `since` on; the other minutes stay."""
    wanted = NumericRange(*band)
    rows = SectorCommune.objects.filter(
        line=sector.line,
        commune__code__in=codes,
        validity__overlap=DateRange(since, None),
        band__overlap=wanted,
    ).exclude(sector=sector, band=wanted)
    if not take:
        rows = rows.filter(sector=sector)
    left: list[SectorCommune] = []
    for row in rows.select_for_update():
        begins = max(row.validity.lower, since)
        left += [
            SectorCommune(
                line_id=row.line_id,
                sector_id=row.sector_id,
                commune_id=row.commune_id,
                band=NumericRange(*piece),
                validity=DateRange(begins, row.validity.upper),
                reason=row.reason,
                reference=row.reference,
            )
            for piece in _around((row.band.lower, row.band.upper), band)
        ]
        if row.validity.lower < since:
            row.validity = DateRange(row.validity.lower, since)
            row.save(update_fields=["validity"])
        else:
            row.delete()
    try:
        with transaction.atomic():
            SectorCommune.objects.bulk_create(left)
    except IntegrityError as error:
        raise CommunesTaken from error


def _around(whole: Band, taken: Band) -> list[Band]:
    """What is left of `whole` before and after `taken`."""
    pieces = [(whole[0], min(whole[1], taken[0])), (max(whole[0], taken[1]), whole[1])]
    return [piece for piece in pieces if piece[0] < piece[1]]
