"""A sector ends on a day, and its communes pass to another one, or wait for one."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from coordination.oncall.models import Line, Roster, Sector, SectorCommune
from coordination.oncall.refusals import CommunesTaken
from coordination.oncall.refusals.settings import SectorEnds, SectorNotEnding, SectorServes
from coordination.oncall.services.lines.sectors import end_rows
from portal.accounts.models import User
from portal.audit.services import record


@transaction.atomic
def end_sector(
    sector: Sector, *, on: date, by: User | None, heir: Sector | None = None, leave: bool = False
) -> int:
    """The sector serves until the eve of `on`; how many communes pass to `heir` that day.

    `leave`: nobody takes them, and the map says so. Raises SectorServes while it has communes
    then that nobody takes, or a published roster; SectorEnds when the heir ends before;
    CommunesTaken when somebody else draws at the same instant.
    """
    # One drawing of a line at a time: the second sees what the first one left.
    Line.objects.select_for_update().get(pk=sector.line_id)
    rosters = Roster.objects.public().filter(
        line=sector.line, slots__sector=sector, slots__local_day__gte=on
    )
    if rosters.exists():
        raise SectorServes(sector=sector, what="est encore dans un tableau publié")
    served = SectorCommune.objects.filter(sector=sector, validity__overlap=DateRange(on, None))
    found = list(served.select_for_update())
    if found and heir is None and not leave:
        raise SectorServes(sector=sector, what="sert encore des communes")
    if heir is not None:
        _check_heir(heir, on)
    end_rows(SectorCommune.objects.filter(sector=sector), since=on)
    if heir is not None:
        _pass_on(found, heir, on)
    Sector.objects.filter(pk=sector.pk).update(closed_on=on)
    record(
        by, "sector.closed", sector, on=on.isoformat(), communes=len(found),
        heir=heir.code if heir else "",
    )  # fmt: skip
    return len(found)


@transaction.atomic
def keep_sector(sector: Sector, *, by: User | None) -> None:
    """The sector has no end any more; the communes that left it do not come back by themselves.

    Raises SectorNotEnding.
    """
    ending = Sector.objects.filter(pk=sector.pk, closed_on__isnull=False)
    if ending.update(closed_on=None) != 1:
        raise SectorNotEnding(sector=sector)
    record(by, "sector.reopened", sector)


def _check_heir(heir: Sector, on: date) -> None:
    fresh = Sector.objects.get(pk=heir.pk)
    if fresh.closed_on is not None:
        raise SectorEnds(sector=fresh, day=f"{fresh.closed_on:%d/%m/%Y}")


def _pass_on(rows: list[SectorCommune], heir: Sector, on: date) -> None:
    """The same communes, at the same hours, from that day or from when they were due."""
    passed = [
        SectorCommune(
            line_id=row.line_id,
            sector=heir,
            commune_id=row.commune_id,
            band=row.band,
            validity=DateRange(max(row.validity.lower, on), row.validity.upper),
        )
        for row in rows
    ]
    try:
        with transaction.atomic():
            SectorCommune.objects.bulk_create(passed)
    except IntegrityError as error:
        raise CommunesTaken from error
