"""The six digits of a verification: computed from its draw, never stored, never logged."""

from django.utils.crypto import salted_hmac

from coordination.oncall.models import ContactCheck

SALT = "coordination.oncall.contact"
DIGITS = 6


def code_of(check: ContactCheck) -> str:
    """Six digits that only the portal can compute."""
    digest = salted_hmac(SALT, f"{check.pk}:{check.nonce}", algorithm="sha256").hexdigest()
    return f"{int(digest[:12], 16) % 10**DIGITS:0{DIGITS}d}"
