"""The six digits of a claim: computed from its draw, never stored, never logged."""

from django.utils.crypto import salted_hmac

from coordination.upkeep.models import ClaimCode

SALT = "coordination.upkeep.claim"
DIGITS = 6


def code_of(code: ClaimCode) -> str:
    """Six digits that only the portal can compute."""
    digest = salted_hmac(SALT, f"{code.pk}:{code.nonce}", algorithm="sha256").hexdigest()
    return f"{int(digest[:12], 16) % 10**DIGITS:0{DIGITS}d}"
