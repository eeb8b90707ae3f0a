"""What happens to grants and to sessions."""

from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from portal.accounts.models import STAFF_ROLES, Grant, Role, User
from portal.accounts.refusals import (
    AlreadyAsked,
    AlreadyDecided,
    NotInForce,
    ReasonMissing,
    TooManyGrants,
)
from portal.accounts.selectors import dead_sessions, unconfirmed_accounts
from portal.audit.services import acts_lately, record

# Grants that one person may ask for in a day.
MOST_REQUESTS = 5
# Every grant has an end, or a day on which somebody asks whether it is still right.
REVIEWED_AFTER = timedelta(days=365)


@transaction.atomic
def request_grant(
    user: User, *, role: str = Role.MANAGER, structure: Any = None, territory: Any = None
) -> Grant:
    """`user` holds a pending grant, which opens drafts only.

    Raises AlreadyAsked, TooManyGrants (anybody may ask for anything: not for everything).
    """
    if acts_lately(user, "grant.requested", within=timedelta(days=1)) >= MOST_REQUESTS:
        raise TooManyGrants(most=MOST_REQUESTS)
    grant = Grant(user=user, role=role, structure=structure, territory=territory)
    return _written(grant, by=user, action="grant.requested")


def give_grant(
    user: User, *, role: str, by: User | None, structure: Any = None, territory: Any = None
) -> Grant:
    """`user` holds an approved grant from today on; see approve_grant. Raises AlreadyAsked."""
    grant = Grant(
        user=user,
        role=role,
        structure=structure,
        territory=territory,
        state=Grant.State.APPROVED,
        decided_by=by,
        decided_at=timezone.now(),
        review_on=timezone.localdate() + REVIEWED_AFTER,
    )
    grant = _written(grant, by=by, action="grant.given")
    _enter_again(grant)
    return grant


@transaction.atomic
def approve_grant(grant: Grant, *, by: User) -> None:
    """The grant is in force; for a staff role, one signs in again. Raises AlreadyDecided."""
    _decide(grant, Grant.State.APPROVED, by=by)
    review_on = timezone.localdate() + REVIEWED_AFTER
    Grant.objects.filter(pk=grant.pk, ends_on__isnull=True).update(review_on=review_on)
    record(by, "grant.approved", grant, role=grant.role)
    _enter_again(grant)


@transaction.atomic
def refuse_grant(grant: Grant, *, by: User, reason: str) -> None:
    """The request is refused, with its reason. Raises ReasonMissing, AlreadyDecided."""
    if not reason.strip():
        raise ReasonMissing
    _decide(grant, Grant.State.REFUSED, by=by, reason=reason.strip())
    record(by, "grant.refused", grant, role=grant.role, reason=reason.strip())


@transaction.atomic
def revoke_grant(grant: Grant, *, by: User, reason: str = "") -> None:
    """The grant is over at once and the person's sessions with it. Raises NotInForce."""
    living = Grant.objects.filter(
        pk=grant.pk, state__in=[Grant.State.APPROVED, Grant.State.PENDING]
    )
    decision = _decision(Grant.State.REVOKED, by=by, reason=reason.strip())
    if living.update(**decision) != 1:
        raise NotInForce
    record(by, "grant.revoked", grant, role=grant.role, reason=reason.strip())
    end_sessions(grant.user)


@transaction.atomic
def disable_user(user: User, *, by: User | None) -> None:
    """The person cannot sign in any more and is signed out everywhere. Idempotent."""
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        record(by, "user.disabled", user)
    end_sessions(user)


def end_sessions(user: User) -> int:
    """Every session of `user` is over; the number of those that were open."""
    known = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=known.values("session_key")).delete()
    return int(known.delete()[0])


def forget_unconfirmed(*, at_most: int = 500) -> int:
    """Accounts that nobody confirmed within two days are gone; how many.

    One that something else already names stays.
    """
    gone = 0
    for user in unconfirmed_accounts().order_by("pk")[:at_most]:
        try:
            with transaction.atomic():
                user.delete()
        except (models.ProtectedError, models.RestrictedError):
            continue
        gone += 1
    return gone


def forget_dead_sessions() -> int:
    """Sessions that have ended are gone, with the trace of the device; how many."""
    dead = dead_sessions()
    UserSession.objects.filter(session_key__in=dead.values("session_key")).delete()
    return int(dead.delete()[0])


def _written(grant: Grant, *, by: User | None, action: str) -> Grant:
    with transaction.atomic():
        try:
            with transaction.atomic():
                grant.save()
        except IntegrityError as error:
            if "grant_once" not in str(error):
                raise
            raise AlreadyAsked from error
        record(by, action, grant, role=grant.role)
    return grant


def _enter_again(grant: Grant) -> None:
    # The session of a staff member is short and asks a second factor: it begins anew.
    if grant.role in STAFF_ROLES:
        end_sessions(grant.user)


def _decide(grant: Grant, state: Grant.State, *, by: User, reason: str = "") -> None:
    waiting: models.QuerySet[Grant] = Grant.objects.filter(pk=grant.pk).pending()
    if waiting.update(**_decision(state, by=by, reason=reason)) != 1:
        raise AlreadyDecided


def _decision(state: Grant.State, *, by: User, reason: str) -> dict[str, Any]:
    return {"state": state, "decided_by": by, "decided_at": timezone.now(), "reason": reason}
