"""« C’est ma structure »: proved, asked for, reminded.

A proof makes a member at once; managing always needs somebody's agreement (field notes, claims).
"""

from datetime import datetime, timedelta
from hmac import compare_digest

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from coordination.notifications.services import notify
from coordination.upkeep.models import Claim, ClaimCode
from coordination.upkeep.notices.claims import ClaimCodeSent, ClaimWaits, GrantAsked
from coordination.upkeep.refusals import (
    CodeUsedUp,
    NoCodeAwaited,
    NoSuchDomain,
    NotALine,
    TooManyCodes,
    WrongCode,
)
from coordination.upkeep.selectors.claims import awaited_code, domain_of, lines_for_codes
from coordination.upkeep.selectors.codes import code_of
from directory.models import ContactPoint, Structure
from portal.accounts.models import OF_A_STRUCTURE, Grant, Role, User
from portal.accounts.services import give_grant, request_grant
from portal.audit.services import acts_lately, record

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIFETIME = timedelta(minutes=15)
MOST_TRIES = 3
MOST_CODES = 3  # an hour of one person
MOST_RECEIVED = 6  # a day of one structure: its lines have other things to do
Method = Claim.Method


@transaction.atomic
def ask_role(user: User, *, structure: Structure, role: str) -> Grant:
    """`user` waits for whoever manages the structure, else for the ARS; they are told.

    Raises AlreadyAsked, TooManyGrants.
    """
    return _ask(user, structure, role, Claim(method=Method.NONE))


@transaction.atomic
def claim_by_domain(user: User, *, structure: Structure, role: str) -> Grant:
    """`user` is a member of the structure, and waits if they ask to manage it.

    Raises NoSuchDomain, AlreadyAsked, TooManyGrants.
    """
    domain = domain_of(user, structure)
    if not domain:
        raise NoSuchDomain
    return _proved(user, structure, role, Method.DOMAIN, issuer=domain)


@transaction.atomic
def send_code(user: User, *, structure: Structure, contact: ContactPoint, role: str) -> ClaimCode:
    """A code leaves for a line that the directory knows; the former one is worth nothing.

    Raises NotALine, TooManyCodes.
    """
    if acts_lately(user, "claim.code_sent", within=HOUR) >= MOST_CODES:
        raise TooManyCodes(most=MOST_CODES)
    Structure.objects.select_for_update().get(pk=structure.pk)
    now = timezone.now()
    if ClaimCode.objects.filter(structure=structure, asked_at__gt=now - DAY).count() >= (
        MOST_RECEIVED
    ):
        raise TooManyCodes(most=MOST_RECEIVED)
    if role not in OF_A_STRUCTURE or not lines_for_codes(structure).filter(pk=contact.pk).exists():
        raise NotALine
    former = ClaimCode.objects.filter(user=user, structure=structure, closed_at__isnull=True)
    former.update(closed_at=now)
    code = ClaimCode.objects.create(
        user=user, structure=structure, contact=contact, role=role, asked_at=now,
        expires_at=now + LIFETIME,
    )  # fmt: skip
    record(user, "claim.code_sent", code, structure=str(structure.uuid), channel=contact.channel)
    notify(ClaimCodeSent, code)
    return code


def check_code(user: User, *, structure: Structure, typed: str) -> Grant:
    """Whoever read the code is of the structure: a member, who waits if they ask to manage it.

    Each try counts, refused or not. Raises NoCodeAwaited, WrongCode, CodeUsedUp, AlreadyAsked.
    """
    with transaction.atomic():
        tried = _try(user, structure, typed)
    if tried is None:
        raise NoCodeAwaited(minutes=int(LIFETIME.total_seconds() // 60))
    if isinstance(tried, Grant):
        return tried
    if tried >= MOST_TRIES:
        raise CodeUsedUp
    raise WrongCode(left=MOST_TRIES - tried)


def remind_claims(now: datetime) -> int:
    """Requests of 20 days, then of 90 (settings), are told again, once each; how many."""
    told = 0
    reminded_after = (settings.CLAIM_AGAIN_DAYS, settings.CLAIM_FIRST_DAYS)
    waiting = Grant.objects.pending().filter(
        structure__isnull=False, created_at__lte=now - timedelta(days=min(reminded_after))
    )
    for grant in waiting.order_by("pk"):
        age = (now - grant.created_at).days
        step = next(days for days in reminded_after if age >= days)
        with transaction.atomic():
            notify(ClaimWaits, grant, step=step)
        told += 1
    return told


def _try(user: User, structure: Structure, typed: str) -> Grant | int | None:
    """The grant that the code opens, or how many tries it has had; None when none is awaited."""
    awaited = awaited_code(user, structure).filter(tries__lt=MOST_TRIES)
    code = awaited.select_for_update(of=("self",)).first()
    if code is None:
        return None
    digits = "".join(typed.split())
    is_right = compare_digest(code_of(code).encode(), digits.encode())
    closed_at = timezone.now() if is_right else None
    ClaimCode.objects.filter(pk=code.pk).update(tries=F("tries") + 1, closed_at=closed_at)
    if not is_right:
        return code.tries + 1
    issuer = code.contact.get_function_display()
    reference = str(code.contact.uuid)
    return _proved(user, structure, code.role, Method.CODE, issuer=issuer, reference=reference)


def _proved(
    user: User, structure: Structure, role: str, method: str, *, issuer: str, reference: str = ""
) -> Grant:
    proof = {
        "method": method, "issuer": issuer, "reference": reference, "proved_at": timezone.now(),
    }  # fmt: skip
    held = Grant.objects.filter(user=user, structure=structure, role__in=OF_A_STRUCTURE).in_force()
    pending = Grant.objects.filter(user=user, structure=structure, role=Role.MEMBER).pending()
    if role == Role.MEMBER or not held.exists():
        for grant in pending:
            grant.delete()
        member = give_grant(user, role=Role.MEMBER, structure=structure, by=None)
        Claim.objects.create(grant=member, **proof)
        record(user, "claim.proved", member, method=method)
        if role == Role.MEMBER:
            return member
    asked = Grant.objects.filter(user=user, structure=structure, role=Role.MANAGER).pending()
    if (known := asked.first()) is not None:
        Claim.objects.update_or_create(grant=known, defaults=proof)
        return known
    return _ask(user, structure, Role.MANAGER, Claim(**proof))


def _ask(user: User, structure: Structure, role: str, proof: Claim) -> Grant:
    grant = request_grant(user, role=role, structure=structure)
    proof.grant = grant
    proof.save()
    notify(GrantAsked, grant)
    return grant
