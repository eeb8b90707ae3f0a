"""What time it is for a cell: the real time, unless a story is being told.

The log is chained: its instants cannot be aged afterwards as the rest of the demonstration is.
Whoever plays a story says when each act happens; everybody else reads the real time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_told: ContextVar[datetime | None] = ContextVar("crisis_told_instant", default=None)


def now() -> datetime:
    """The instant of the act under way, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


def told() -> datetime | None:
    """The instant of the story being told; None in real life."""
    return _told.get()


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Acts done inside happen at `instant`. For the demonstration and for tests."""
    token = _told.set(instant)
    try:
        yield
    finally:
        _told.reset(token)


def here(instant: datetime, zone: str) -> datetime:
    """The same instant, as the clocks of a place show it (rule 28)."""
    return instant.astimezone(ZoneInfo(zone))
