"""Who enters the façade: a system with its key, or somebody who is signed in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from directory.models import ApiKey
from directory.services.keys import key_used

HEADER = "ESANTE-API-KEY"
LONGEST_KEY = 200


class ByKey(BaseAuthentication):
    """The header of the national service, or a bearer token: `request.auth` is the key."""

    def authenticate(self, request: Request) -> tuple[Any, ApiKey] | None:
        secret = request.headers.get(HEADER, "").strip() or _bearer(request)
        if not secret:
            return None
        key = key_used(secret) if len(secret) <= LONGEST_KEY else None
        if key is None:
            raise AuthenticationFailed("Cette clé est inconnue, expirée ou révoquée.")
        return AnonymousUser(), key

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="annuaire"'


class MayRead(BasePermission):
    """A key in force, a session, or anybody where the setting says that the façade is open."""

    message = f"Cet annuaire se lit avec une clé, dans l’en-tête {HEADER}."

    def has_permission(self, request: Request, view: Any) -> bool:
        known = request.auth is not None or request.user.is_authenticated
        return bool(known or settings.FHIR_WITHOUT_KEY)


class FhirRenderer(JSONRenderer):
    media_type = "application/fhir+json"
    format = "json"
    charset = "utf-8"


def _bearer(request: Request) -> str:
    kind, _, secret = get_authorization_header(request).partition(b" ")
    return secret.strip().decode("ascii", "replace") if kind.lower() == b"bearer" else ""
