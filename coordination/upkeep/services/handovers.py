"""A structure goes from one manager to another, who accepts."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from coordination.notifications.services import cancel, notify
from coordination.upkeep.models import Succession
from coordination.upkeep.notices.claims import HandoverProposed
from coordination.upkeep.refusals import (
    AlreadyProposed,
    NoLongerProposed,
    NotAMember,
    NotTheManager,
)
from coordination.upkeep.selectors.claims import managers_of, members_of
from directory.models import Structure
from portal.accounts.models import OF_A_STRUCTURE, Grant, Role, User
from portal.accounts.services import give_grant, revoke_grant
from portal.audit.services import record

State = Succession.State


@transaction.atomic
def propose_handover(structure: Structure, *, to: User, by: User) -> Succession:
    """`to` is asked whether they take over. Raises NotAMember, AlreadyProposed."""
    if not members_of(structure).filter(pk=to.pk).exists() or to.pk == by.pk:
        raise NotAMember
    try:
        with transaction.atomic():
            handover = Succession.objects.create(structure=structure, giver=by, taker=to)
    except IntegrityError as error:
        raise AlreadyProposed from error
    record(by, "handover.proposed", handover, structure=str(structure.uuid))
    notify(HandoverProposed, handover)
    return handover


@transaction.atomic
def accept_handover(handover: Succession, *, by: User) -> None:
    """`by`, still of the structure, manages it; the giver is a member of it.

    Raises NoLongerProposed, NotTheManager, NotAMember, AlreadyAsked.
    """
    _answer(handover, State.ACCEPTED, by=by)
    structure = handover.structure
    held = managers_of(structure).filter(user=handover.giver_id).select_for_update().first()
    if held is None:
        raise NotTheManager
    # The membership may have been withdrawn since the proposal.
    of_it = Grant.objects.filter(user=by, structure=structure, role__in=OF_A_STRUCTURE)
    if not of_it.in_force().exists():
        raise NotAMember
    asked = Grant.objects.filter(user=by, structure=structure, role=Role.MANAGER).pending()
    for grant in asked:
        revoke_grant(grant, by=by, reason="remplacée par une passation")
    give_grant(by, role=Role.MANAGER, structure=structure, by=handover.giver)
    revoke_grant(held, by=by, reason=f"main passée à {by}"[:300])
    member = Grant.objects.filter(user=handover.giver_id, structure=structure, role=Role.MEMBER)
    if not member.in_force().exists():
        give_grant(handover.giver, role=Role.MEMBER, structure=structure, by=by)


@transaction.atomic
def refuse_handover(handover: Succession, *, by: User) -> None:
    """Nothing changes. Raises NoLongerProposed."""
    _answer(handover, State.REFUSED, by=by)


@transaction.atomic
def withdraw_handover(handover: Succession, *, by: User) -> None:
    """It is not proposed any more. Raises NoLongerProposed."""
    _answer(handover, State.WITHDRAWN, by=by)
    cancel(HandoverProposed, handover)


def _answer(handover: Succession, state: str, *, by: User) -> None:
    waiting = Succession.objects.filter(pk=handover.pk, state=State.PROPOSED)
    if waiting.update(state=state, answered_at=timezone.now()) != 1:
        raise NoLongerProposed
    record(by, f"handover.{state}", handover, structure=str(handover.structure.uuid))
