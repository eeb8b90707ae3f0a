"""The keys by which other systems read the directory."""

import hashlib
import secrets
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from directory.models import ApiKey
from directory.refusals import AlreadyRevoked, TooManyKeys
from portal.accounts.models import User
from portal.audit.services import acts_lately, record

MOST_A_DAY = 20
# A busy system would otherwise write a line at each request.
NOTED_EVERY = timedelta(minutes=10)
PREFIX = "annu_"


@transaction.atomic
def create_key(
    *, label: str, holder: str, expires_on: date | None = None, by: User
) -> tuple[ApiKey, str]:
    """A key in force, and what its holder must send: it is known only now. Raises TooManyKeys."""
    if acts_lately(by, "api_key.created", within=timedelta(days=1)) >= MOST_A_DAY:
        raise TooManyKeys(most=MOST_A_DAY)
    secret = PREFIX + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        label=label, holder=holder, expires_on=expires_on, created_by=by,
        prefix=secret[:12], digest=digest_of(secret),
    )  # fmt: skip
    record(by, "api_key.created", key, holder=holder, label=label)
    return key, secret


@transaction.atomic
def revoke_key(key: ApiKey, *, by: User) -> None:
    """The key opens nothing any more. Raises AlreadyRevoked."""
    living = ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True)
    if living.update(revoked_at=timezone.now()) != 1:
        raise AlreadyRevoked
    record(by, "api_key.revoked", key, holder=key.holder, label=key.label)


def key_used(secret: str) -> ApiKey | None:
    """The key in force that `secret` is, noted as used; None for any other text."""
    key = ApiKey.objects.in_force().filter(digest=digest_of(secret)).first()
    now = timezone.now()
    if key is not None and (key.last_used_at is None or key.last_used_at < now - NOTED_EVERY):
        older = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - NOTED_EVERY)
        ApiKey.objects.filter(older, pk=key.pk).update(last_used_at=now)
    return key


def digest_of(secret: str) -> str:
    """What is kept of a key, in hexadecimal (SHA-256)."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
