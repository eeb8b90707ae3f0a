"""Meetings in calendars: their hours in words, one event, the feed behind a secret address."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from coordination.crisis import clock
from coordination.crisis.models import Cell, Meeting, MeetingFeed
from coordination.oncall.agenda import Event
from portal.ui import moments

DOMAIN = "reunions.portail-renforts"
# How long what is over, or was cancelled, stays in the file; and how many at most.
KEPT = timedelta(days=56)
MOST_EVENTS = 500


def when(meeting: Meeting) -> str:
    """« samedi 28 mars, 20 h », by the clocks of the place of its cell (rule 28)."""
    zone = ZoneInfo(meeting.cell.territory.timezone)
    return moments.day_hour(meeting.starts_at, now=clock.now().astimezone(zone), zone=zone)


def digest_of(secret: str) -> str:
    """What the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def feed_by_secret(secret: str) -> MeetingFeed | None:
    """The calendar of that address, while its owner comes in and still reads that cell."""
    living = MeetingFeed.objects.filter(
        digest=digest_of(secret), revoked_at__isnull=True, owner__is_active=True
    )
    feed = living.select_related("owner", "cell__crisis", "cell__territory").first()
    if feed is None:
        return None
    seen = Cell.objects.with_log_for(feed.owner).filter(pk=feed.cell_id)
    return feed if seen.exists() else None


def events_of(cell: Cell) -> list[Event]:
    """The meetings of `cell`, those cancelled as such."""
    recent = Meeting.objects.filter(cell=cell, starts_at__gt=clock.now() - KEPT)
    rows = recent.select_related("cell__crisis", "cell__territory").order_by("-starts_at", "-pk")
    return events(rows[:MOST_EVENTS])


def events(meetings: Iterable[Meeting]) -> list[Event]:
    """Each as an event, whose revision grows with the meeting's."""
    return [_event(one) for one in meetings]


def _event(meeting: Meeting) -> Event:
    cell = meeting.cell
    prefix = "EXERCICE – " if cell.crisis.is_exercise else ""
    joined = [
        ("Visioconférence", meeting.video_url),
        ("Par téléphone", meeting.dial_in),
        ("En secours", meeting.fallback_phone),
    ]
    return Event(
        uid=f"{meeting.uuid}@{DOMAIN}",
        start=meeting.starts_at,
        end=meeting.ends_at,
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        summary=f"{prefix}{meeting}, {cell}",
        description="\n".join(f"{name} : {value}" for name, value in joined if value),
        location=meeting.place or meeting.video_url,
        url=f"{settings.PORTAL_BASE_URL}{meeting.get_absolute_url()}",
        is_cancelled=meeting.state == Meeting.State.CANCELLED,
    )
