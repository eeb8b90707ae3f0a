"""Quiet hours: no SMS at night, on the person's own clock, unless it is urgent."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from coordination.notifications.models import Channel, Notification, Queue
from portal.lib.time import PARIS, local_instant

# For who has no account, and so never said when they sleep.
ORDINARY_NIGHT = (time(22), time(7))


def ends_at(message: Notification, now: datetime) -> datetime | None:
    """When the message may leave; None when it may now."""
    if message.channel != Channel.SMS or message.queue == Queue.URGENT:
        return None
    if message.user is None:
        return quiet_until(now, *ORDINARY_NIGHT, PARIS)
    preference = getattr(message.user, "preference", None)
    if preference is None:
        return None
    if preference.quiet_from is None or preference.quiet_until is None:
        return None
    zone = ZoneInfo(preference.zone)
    return quiet_until(now, preference.quiet_from, preference.quiet_until, zone)


def quiet_until(now: datetime, begins: time, ends: time, zone: ZoneInfo) -> datetime | None:
    """The end of the quiet period [begins, ends[ that holds `now`; None outside of it.

    A period that ends before it begins crosses midnight. Hours are those of the wall clock:
    a night of 23 or 25 hours still ends at `ends`.
    """
    clock = now.astimezone(zone)
    hour = clock.time().replace(tzinfo=None)
    if begins <= ends:
        inside, day = begins <= hour < ends, clock.date()
    else:
        inside = hour >= begins or hour < ends
        day = clock.date() + timedelta(days=1 if hour >= begins else 0)
    return local_instant(day, ends, zone) if inside else None
