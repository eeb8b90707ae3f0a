"""A version of a roster goes to its recipients, once each; corrections follow the same way."""

from collections.abc import Iterable

from django.utils import timezone

from coordination.notifications.services import notify
from coordination.oncall.models import Recipient, Roster, RosterVersion, Transmission
from coordination.oncall.notices import RosterSent
from portal.accounts.models import User

Channel = Transmission.Channel


def send_version(
    version: RosterVersion, recipients: Iterable[Recipient], *, by: User | None
) -> list[Transmission]:
    """Each recipient has the version, by e-mail or to be handed on paper; once each, even asked
    twice at the same instant. In the caller's transaction."""
    rows = [
        Transmission(
            version=version,
            recipient=one,
            channel=Channel.EMAIL if one.email else Channel.PAPER,
            sent_at=timezone.now(),
            sent_by=by,
        )
        for one in recipients
    ]
    known = set(Transmission.objects.filter(version=version).values_list("recipient", flat=True))
    Transmission.objects.bulk_create(rows, ignore_conflicts=True)
    sent = Transmission.objects.filter(version=version).exclude(recipient__in=known)
    found = list(sent.select_related("recipient", "version__roster__line").order_by("pk"))
    for one in found:
        notify(RosterSent, one)
    return found


def send_correction(version: RosterVersion, *, by: User | None) -> list[Transmission]:
    """Whoever had a former version of the roster has this one, with its differences
    (R.6315-2: every later change goes, without delay, to the same recipients)."""
    earlier = Transmission.objects.filter(version__roster=version.roster_id)
    former = Recipient.objects.filter(
        pk__in=earlier.exclude(version=version).values("recipient"), is_active=True
    )
    return send_version(version, former.order_by("pk"), by=by)


def newest_version(roster: Roster) -> RosterVersion:
    """The version in force. Raises RosterVersion.DoesNotExist for a working roster."""
    return roster.versions.select_related("roster__line").order_by("-number")[:1].get()
