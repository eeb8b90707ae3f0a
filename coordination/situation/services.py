"""Acts on grants that others must hear of: accounts decides, the notices leave from here."""

from django.db import transaction

from coordination.notifications.services import notify
from coordination.reinforcement.models import Need
from coordination.reinforcement.services.submission import forward_held_need
from coordination.situation.notices import GrantApproved, GrantAsked, GrantRefused
from directory.models import Structure
from portal.accounts import services as accounts
from portal.accounts.models import Grant, User


@transaction.atomic
def ask_to_manage(user: User, *, structure: Structure) -> Grant:
    """`user` waits for the ARS's answer about `structure`. Raises AlreadyAsked."""
    grant = accounts.request_grant(user, structure=structure)
    notify(GrantAsked, grant)
    return grant


@transaction.atomic
def approve(grant: Grant, *, by: User) -> int:
    """The person is told; needs kept back leave by themselves, and are counted.

    Raises AlreadyDecided.
    """
    accounts.approve_grant(grant, by=by)
    notify(GrantApproved, grant)
    held = Need.objects.filter(
        created_by=grant.user,
        structure=grant.structure_id,
        state=Need.State.SUBMITTED,
        submitted_at__isnull=True,
    )
    return sum(forward_held_need(need) for need in held.order_by("pk"))


@transaction.atomic
def refuse(grant: Grant, *, by: User, reason: str) -> None:
    """The person is told why. Raises ReasonMissing, AlreadyDecided."""
    accounts.refuse_grant(grant, by=by, reason=reason)
    notify(GrantRefused, grant)
