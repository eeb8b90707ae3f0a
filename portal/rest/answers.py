"""What an act answers, and what a refusal answers."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from drf_spectacular.authentication import SessionScheme
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from portal.lib.refusal import Refusal


def acted(service: Callable[..., Any], subject: Any, **named: Any) -> Response:
    """The service has run on `subject`: 204. Its `Refusal` becomes a 409 further up."""
    service(subject, **named)
    return Response(status=status.HTTP_204_NO_CONTENT)


def answer_to(error: Exception, context: dict[str, Any]) -> Response | None:
    """A `Refusal` answers 409 with its French sentence; the rest as DRF words it."""
    if isinstance(error, Refusal):
        kind = type(error).__name__
        return Response({"detail": str(error), "code": kind}, status=status.HTTP_409_CONFLICT)
    if isinstance(error, PermissionDenied):
        # Our rules explain themselves in English, for who reads the code.
        error = PermissionDenied("Vos habilitations ne permettent pas cette action.")
    return exception_handler(error, context)


class SessionSecurity(SessionScheme):
    """How the OpenAPI document describes `BySession`."""

    target_class = "portal.rest.access.BySession"
    name = "session"
