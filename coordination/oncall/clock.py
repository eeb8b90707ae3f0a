"""Wall clock and instants: what people say in local time, what the database keeps in UTC.

A computed hour that does not exist moves past the hole, a repeated one is the first
(portal.lib.time.local_instant); an hour that somebody typed is never guessed: `read_instant`.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.lib.time import Period, local_instant, merged

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


class ImpossibleHour(ValueError):
    """A local hour that does not exist, or exists twice; `str()` is French."""


class UnreadableInstant(ValueError):
    """A text that is no instant; `str()` is French."""


def span(day: date, starts_at: time, ends_at: time, zone: ZoneInfo) -> Period:
    """The instants between two hours of the wall clock; an end not after its start is next day."""
    last = day if ends_at > starts_at else day + DAY
    return local_instant(day, starts_at, zone), local_instant(last, ends_at, zone)


def days_between(first: date, end: date) -> Iterator[date]:
    """Each day from `first` to the eve of `end`."""
    for rank in range((end - first).days):
        yield first + rank * DAY


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day: the 31st does not drift to the 28th."""
    rank = day.year * 12 + day.month - 1 + months
    year, month = divmod(rank, 12)
    last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - DAY).day
    return date(year, month + 1, min(day.day, last))


def local_minute(instant: datetime, zone: ZoneInfo) -> tuple[date, int]:
    """The local day, and the minute of the wall clock since midnight."""
    local = instant.astimezone(zone)
    return local.date(), local.hour * 60 + local.minute


def read_instant(text: str, zone: ZoneInfo, *, fold: int | None = None) -> datetime:
    """The instant, in UTC, of an ISO text; without offset it is an hour of `zone`.

    Raises UnreadableInstant; ImpossibleHour for an hour that the spring change skips, or that
    the autumn change repeats when neither offset nor `fold` says which of the two is meant.
    """
    try:
        found = datetime.fromisoformat(text.strip().replace(" ", "+"))
    except ValueError as error:
        raise UnreadableInstant(
            "Cet instant n’est pas lisible : écrivez-le comme 2026-03-28T20:00:00+01:00."
        ) from error
    if not 1900 < found.year < 2200:
        raise UnreadableInstant("Cet instant est hors du calendrier du portail.")
    if found.tzinfo is not None:
        return found.astimezone(UTC)
    return check_local(found, zone, fold=fold)


def instant_or_none(text: str) -> datetime | None:
    """The instant of an ISO text that bears its offset; nothing for any other text."""
    try:
        found = datetime.fromisoformat(text.strip().replace(" ", "+"))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo is not None else None


def check_local(local: datetime, zone: ZoneInfo, *, fold: int | None = None) -> datetime:
    """The instant, in UTC, of a naive local hour. Raises ImpossibleHour."""
    first, second = (local.replace(tzinfo=zone, fold=one).astimezone(UTC) for one in (0, 1))
    words = f"{local:%H h %M} le {local:%d/%m/%Y}"
    if first.astimezone(zone).replace(tzinfo=None) != local:
        raise ImpossibleHour(
            f"{words} n’existe pas : cette nuit-là on passe à l’heure d’été, "
            "de 2 h à 3 h. Choisissez une autre heure."
        )
    if first != second and fold is None:
        raise ImpossibleHour(
            f"{words} existe deux fois : cette nuit-là on passe à l’heure d’hiver. "
            "Précisez le décalage (+02:00 pour la première, +01:00 pour la seconde) ou « fold »."
        )
    return second if fold else first


def instants_of(
    hour: time, within: Period, zone: ZoneInfo, *, fold: int | None = None
) -> list[datetime]:
    """The instants of `within` at which the wall clock shows `hour`, in UTC.

    Raises ImpossibleHour when only an hour that does not exist, or that exists twice and for
    which `fold` does not say which, could be meant.
    """
    found: list[datetime] = []
    impossible = None
    first, last = (mark.astimezone(zone).date() for mark in within)
    for day in days_between(first, last + DAY):
        around = local_instant(day, hour, zone)
        try:
            at = check_local(datetime.combine(day, hour), zone, fold=fold)
        except ImpossibleHour as error:
            near = within[0] - HOUR <= around < within[1] + HOUR
            impossible = error if near else impossible
            continue
        if within[0] <= at < within[1]:
            found.append(at)
    if impossible and not found:
        raise impossible
    return found


def minus(period: Period, taken: Iterable[Period]) -> list[Period]:
    """The parts of `period` that none of `taken` covers, in order. Periods are [start, end[."""
    left, cursor = [], period[0]
    for start, end in merged(taken):
        if cursor < min(start, period[1]):
            left.append((cursor, min(start, period[1])))
        cursor = max(cursor, end)
    if cursor < period[1]:
        left.append((cursor, period[1]))
    return left


def common(one: Period, other: Period) -> Period | None:
    """What two periods share, if anything."""
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start < end else None


def elapsed(periods: Iterable[Period]) -> timedelta:
    """The time really lived over these periods, each counted once."""
    whole = timedelta()
    for start, end in merged(periods):
        whole += end.astimezone(UTC) - start.astimezone(UTC)
    return whole


def night_ends(instant: datetime, zone: ZoneInfo) -> datetime:
    """The noon after the night that `instant` belongs to: today's for who reads before six in
    the morning, tomorrow's for everybody else."""
    local = instant.astimezone(zone)
    day = local.date() if local.hour < 6 else local.date() + DAY
    return local_instant(day, time(12), zone)
