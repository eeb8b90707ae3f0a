"""What an act answers, and what a refusal answers."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import exception_handler

from portal.lib.refusal import Refusal, TooOften
from portal.rest.fresh import check_fresh


def acted(service: Callable[..., Any], subject: Any, **named: Any) -> Response:
    """The service has run on `subject`: 204. Its `Refusal` becomes a 409 further up."""
    service(subject, **named)
    return Response(status=status.HTTP_204_NO_CONTENT)


def read(asks: type[Serializer], request: Request) -> dict[str, Any]:
    """What the request holds, as `asks` reads it. Raises ValidationError."""
    given = asks(data=request.data)
    given.is_valid(raise_exception=True)
    found: dict[str, Any] = given.validated_data
    return found


def act(
    asks: type[Serializer] | None = None, *, fresh: bool = False, **options: Any
) -> Callable[..., Any]:
    """A POST that does one act on the object of the address, and answers 204.

    The method decorated names the service, which receives the object, the reader (`by`) and
    what `asks` reads. Who does not see the object learns nothing of what the act asks. A
    `fresh` act asks first who one is again (portal/rest/fresh.py).
    """

    def declare(service_of: Callable[[Any], Callable[..., Any]]) -> Any:
        @extend_schema(request=asks, responses={204: None})
        @action(detail=True, methods=["post"], **options)
        @wraps(service_of)
        def acting(self: Any, request: Request, **_address: str) -> Response:
            subject = self.get_object()
            if fresh:
                check_fresh(request)
            asked = read(asks, request) if asks else {}
            return acted(service_of(self), subject, by=request.user, **asked)

        return acting

    return declare


def answer_to(error: Exception, context: dict[str, Any]) -> Response | None:
    """A `Refusal` answers 409 (429 for what is too often) with its French sentence.

    The rest as DRF words it.
    """
    if isinstance(error, Refusal):
        often = isinstance(error, TooOften)
        code = status.HTTP_429_TOO_MANY_REQUESTS if often else status.HTTP_409_CONFLICT
        return Response({"detail": str(error), "code": type(error).__name__}, status=code)
    if isinstance(error, PermissionDenied):
        # Our rules explain themselves in English, for who reads the code.
        error = PermissionDenied("Vos habilitations ne permettent pas cette action.")
    return exception_handler(error, context)


class SessionSecurity(SessionScheme):
    """How the OpenAPI document describes `BySession`."""

    target_class = "portal.rest.access.BySession"
    name = "session"
