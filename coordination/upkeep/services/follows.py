"""What people follow in the directory, and the digests of what changed: nothing lost nor doubled.

Each person is claimed (SKIP LOCKED) in the transaction that writes their digest and the next
instant. After an outage, all that changed since makes one digest.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from coordination.notifications.services import notify
from coordination.upkeep.models import ChangeDigest, Follow, next_due
from coordination.upkeep.notices.watch import DirectoryChanged
from coordination.upkeep.refusals import NoLongerFollowed, TooManyFollows
from coordination.upkeep.selectors.watch import changed_for
from directory.models import Category, Structure
from directory.selectors.settled import settled_until
from portal.accounts.models import User
from portal.territories.models import Territory

MOST_FOLLOWS = 30
MOST_TOLD = 200  # a tick: the others at the next one
# Between the clock of this machine and that of the database.
CLOCKS_APART = timedelta(minutes=1)


@dataclass(frozen=True)
class Subject:
    """A structure, or the structures of a territory, of a category, or of both."""

    structure: Structure | None = None
    territory: Territory | None = None
    category: Category | None = None


@transaction.atomic
def follow(subject: Subject, *, cadence: str, by: User) -> Follow:
    """`by` hears of what changes from now on, at that pace; asked again, only the pace changes.

    Raises TooManyFollows beyond thirty.
    """
    User.objects.select_for_update().get(pk=by.pk)
    about = vars(subject)
    due = next_due(cadence, timezone.now())
    known = Follow.objects.visible_to(by)
    if known.filter(**about).update(cadence=cadence, next_due_at=due):
        return known.get(**about)
    if known.count() >= MOST_FOLLOWS:
        raise TooManyFollows(most=MOST_FOLLOWS)
    return Follow.objects.create(user=by, cadence=cadence, next_due_at=due, **about)


@transaction.atomic
def stop_following(one: Follow, *, by: User) -> None:
    """Nothing more is told of it. Raises NoLongerFollowed."""
    if Follow.objects.visible_to(by).filter(pk=one.pk).delete()[0] != 1:
        raise NoLongerFollowed


def tell_changes(now: datetime) -> int:
    """Whoever follows something that changed hears of it, all in one message; how many people.

    A change bears the instant at which its transaction began: while one is under way, whatever
    its length, what came after waits for the next message. Safe to run twice, and in two
    processes at once.
    """
    until = settled_until(now - CLOCKS_APART)
    due = Follow.objects.filter(next_due_at__lte=now)
    people = due.order_by("user").values_list("user", flat=True).distinct()[:MOST_TOLD]
    return sum(_tell(user, now, until) for user in people)


@transaction.atomic
def _tell(user: int, now: datetime, settled: datetime) -> bool:
    # The person rather than their follows, that two processes would share between them.
    person = User.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=user).first()
    rows = list(Follow.objects.filter(user=user, next_due_at__lte=now).order_by("pk"))
    if person is None or not rows:
        return False
    since = min(one.told_until for one in rows)
    until = max(settled, since)
    found = list(changed_for(person, rows, until).values_list("pk", flat=True))
    for one in rows:
        one.told_until = max(one.told_until, until)
        one.next_due_at = next_due(one.cadence, now)
    Follow.objects.bulk_update(rows, ["told_until", "next_due_at"])
    if not found or not person.is_active:
        return False
    digest = ChangeDigest.objects.create(
        user=person, since=since, until=until, structures=found, count=len(found)
    )
    notify(DirectoryChanged, digest)
    return True
