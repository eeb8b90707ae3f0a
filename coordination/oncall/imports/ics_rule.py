"""The repetitions of an event (RRULE), within limits that no rule can exceed."""

from collections.abc import Iterator
from datetime import UTC, datetime

from dateutil.rrule import rrulestr

from coordination.oncall.imports.ics_dates import Moment, Unreadable

# Thirty years of days: whatever began before is left to another event.
MOST_STEPS = 12_000
# Rules that name impossible days make a search without end, day after day: refused there.
ADMITTED = {
    "DAILY": {"BYDAY", "BYMONTH"},
    "WEEKLY": {"BYDAY", "BYMONTH"},
    "MONTHLY": {"BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"},
}
COUNTED = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}


def occurrences(start: Moment, rule: str, *, horizon: datetime) -> Iterator[Moment]:
    """Each occurrence up to the horizon, on the wall clock of the start. Raises Unreadable."""
    parts = _parts(rule)
    until = _until(parts, start)
    last = min(until, horizon) if until else horizon
    text = ";".join(f"{key}={value}" for key, value in parts.items() if key != "UNTIL")
    try:
        steps = iter(rrulestr(text, dtstart=start.local))
        for rank, local in enumerate(steps):
            if rank >= MOST_STEPS:
                raise Unreadable(
                    "Cet événement se répète trop de fois avant aujourd’hui : il n’est pas lu."
                )
            moment = start.at(local)
            if moment.instant > last:
                return
            yield moment
    except (ValueError, TypeError, KeyError, IndexError, OverflowError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"La répétition « {rule[:60]} » n’est pas lisible.") from error


def _parts(rule: str) -> dict[str, str]:
    found = dict(one.partition("=")[::2] for one in rule.upper().strip(" ;").split(";"))
    frequency = found.get("FREQ", "")
    if frequency not in ADMITTED:
        raise Unreadable(
            "Cet événement se répète à l’heure, à la minute, ou selon une règle inconnue : "
            "il n’est pas lu."
        )
    strange = sorted(set(found) - COUNTED - ADMITTED[frequency])
    if strange:
        raise Unreadable(f"La répétition par « {strange[0][:20]} » n’est pas lue.")
    if not 0 < _number(found, "INTERVAL", 1) <= 1000:
        raise Unreadable("L’intervalle de répétition n’est pas lisible.")
    _number(found, "COUNT", 1)
    return found


def _number(parts: dict[str, str], name: str, default: int) -> int:
    value = parts.get(name, str(default))
    if not (value.isascii() and value.isdecimal() and len(value) <= 7):
        raise Unreadable(f"Le nombre « {value[:20]} » de la répétition n’est pas lisible.")
    return int(value)


def _until(parts: dict[str, str], start: Moment) -> datetime | None:
    """The last instant of the rule: UTC, or an hour or a day of the wall clock."""
    text = parts.get("UNTIL")
    if text is None:
        return None
    shape = {16: "%Y%m%dT%H%M%SZ", 15: "%Y%m%dT%H%M%S", 8: "%Y%m%d"}.get(len(text))
    try:
        found = datetime.strptime(text, shape or "")  # noqa: DTZ007 - zoned below
    except ValueError as error:
        raise Unreadable(f"La fin de répétition « {text[:20]} » n’est pas lisible.") from error
    if len(text) == 16:
        return found.replace(tzinfo=UTC)
    if len(text) == 8:
        found = found.replace(hour=23, minute=59, second=59)
    return found.replace(tzinfo=start.zone).astimezone(UTC)
