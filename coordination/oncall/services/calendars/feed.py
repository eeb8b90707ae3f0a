"""Calendars by subscription: an address is given once, and taken back."""

import secrets

from django.db import transaction
from django.utils import timezone

from coordination.oncall.models import CalendarFeed, Line, Person, Sector
from coordination.oncall.refusals.files import FeedRevoked, TooManyFeeds
from coordination.oncall.selectors.calendars.feed import digest_of
from portal.accounts.models import User
from portal.audit.services import record

# 192 bits, 32 characters: as long as every other personal link, and masked in logs like them.
SECRET_BYTES = 24
MOST_FEEDS = 20


@transaction.atomic
def open_feed(subject: Person | Line | Sector, *, by: User) -> str:
    """`by` may subscribe to the duties of the subject; the secret, said this once.

    Raises TooManyFeeds.
    """
    owner = User.objects.select_for_update().get(pk=by.pk)
    if CalendarFeed.objects.filter(owner=owner).living().count() >= MOST_FEEDS:
        raise TooManyFeeds(most=MOST_FEEDS)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = CalendarFeed.objects.create(
        owner=owner,
        digest=digest_of(secret),
        person=subject if isinstance(subject, Person) else None,
        line=subject if isinstance(subject, Line) else None,
        sector=subject if isinstance(subject, Sector) else None,
    )
    record(by, "feed.opened", feed, of=f"{subject._meta.model_name} {subject.pk}")
    return secret


@transaction.atomic
def revoke_feed(feed: CalendarFeed, *, by: User) -> None:
    """The address gives nothing any more, for good. Raises FeedRevoked."""
    living = CalendarFeed.objects.filter(pk=feed.pk).living()
    if living.update(revoked_at=timezone.now()) != 1:
        raise FeedRevoked
    record(by, "feed.revoked", feed)
