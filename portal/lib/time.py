"""Wall-clock time and instants: half-open periods, UTC inside, local for people."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Period = tuple[datetime, datetime]

PARIS = ZoneInfo("Europe/Paris")


def local_instant(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, of a wall-clock hour of `zone`.

    An hour that the spring change skips is moved after the gap; of the two that the
    autumn change repeats, the first is meant.
    """
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)


def hours_between(start: datetime, end: datetime) -> float:
    """Elapsed hours, exact across a change of hour because instants are compared in UTC."""
    return (end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() / 3600


def merged(periods: Iterable[Period]) -> list[Period]:
    """The same instants as few half-open periods as possible, in order."""
    found: list[Period] = []
    for start, end in sorted(periods):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def week_start(instant: datetime, zone: ZoneInfo) -> date:
    """The Monday, in `zone`, of the week that holds `instant`."""
    day = instant.astimezone(zone).date()
    return day - timedelta(days=day.weekday())
