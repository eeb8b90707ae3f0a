"""A system reads what is public of the directory with a key, here and in the FHIR façade."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from directory.models import ApiKey
from directory.services.keys import key_used
from portal.accounts.models import User
from portal.rest.access import BySession, KeyThrottle

HEADER = "ESANTE-API-KEY"
LONGEST_KEY = 200
SAFE = ("GET", "HEAD", "OPTIONS")
# In no table: nobody's grants, nobody's structures. What it reads is what anybody signed in reads.
NOBODY = 0


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


class BySystem(ByKey):
    """A key in force; `request.user` then holds no role. Another method than a read is 403."""

    def authenticate(self, request):
        found = super().authenticate(request)
        if found is None:
            return None
        if request.method not in SAFE:
            raise PermissionDenied("Une clé lit l’annuaire, elle n’y écrit rien.")
        return User(pk=NOBODY), found[1]


class ForSystems:
    """A view that a key opens too, at the pace of the key."""

    authentication_classes = [BySystem, BySession]

    def get_throttles(self):
        """One pace per key, whoever calls; else per person."""
        return [KeyThrottle()] if self.request.auth is not None else super().get_throttles()


class KeyScheme(OpenApiAuthenticationExtension):
    """How the description of the API says it."""

    target_class = "directory.api.access.BySystem"
    name = "directoryKey"

    def get_security_definition(self, auto_schema):
        told = "Clé donnée sur la page « Pour les machines » de l’annuaire ; lecture seule."
        return {"type": "apiKey", "in": "header", "name": HEADER, "description": told}


def _bearer(request: Request) -> str:
    kind, _, secret = get_authorization_header(request).partition(b" ")
    return secret.strip().decode("ascii", "replace") if kind.lower() == b"bearer" else ""
