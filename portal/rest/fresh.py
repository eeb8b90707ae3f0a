"""Acts that ask who one is again: exports, contact details, messages to many people.

A session left open on a ward must not be enough for them (OWASP ASVS 5.0, 7.5.3).
"""

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

FRESH_SECONDS = 300


class NotFresh(PermissionDenied):
    """403: the person must sign in, or confirm that it is them, before this act."""

    default_detail = (
        "Cette action demande de s’être identifié depuis moins de cinq minutes : "
        "confirmez votre identité sur le portail, puis recommencez."
    )

    def __init__(self) -> None:
        super().__init__({"detail": self.default_detail, "code": "NotFresh"})


def is_fresh(request: HttpRequest | Request) -> bool:
    """The person signed in, or confirmed who they are, less than five minutes ago."""
    proofs: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return bool(proofs) and time.time() - float(proofs[-1]["at"]) < FRESH_SECONDS


def check_fresh(request: Request) -> None:
    """Nothing happens for a fresh session. Raises NotFresh otherwise."""
    if not is_fresh(request):
        raise NotFresh
