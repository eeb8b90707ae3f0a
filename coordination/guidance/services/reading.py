"""« J’ai lu et compris »: once, and for good."""

from django.db import transaction

from coordination.crisis import clock
from coordination.guidance.models import Acknowledgment, Addressee, Version
from coordination.guidance.refusals import NotInForce
from portal.accounts.models import User
from portal.audit.services import record

Method = Acknowledgment.Method


@transaction.atomic
def acknowledge(version: Version, *, by: User, method: str = Method.PAGE) -> bool:
    """`by` has read that version; they are not reminded of it. False when it was known already.

    Raises NotInForce when another version counts today.
    """
    # A publication that replaces it waits for us, or we read that it was replaced.
    now = Version.objects.select_for_update(no_key=True).get(pk=version.pk)
    if not now.is_in_force:
        raise NotInForce(number=now.n, state=now.get_state_display())
    _row, created = Acknowledgment.objects.get_or_create(
        version=now, user=by, defaults={"at": clock.now(), "method": method}
    )
    if created:
        Addressee.objects.filter(version=now, user=by).update(next_due_at=None)
        record(by, "recommendation.read", now)
    return created
