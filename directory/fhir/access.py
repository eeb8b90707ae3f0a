"""Who enters the façade: a system with its key, or somebody who is signed in."""

from typing import Any

from django.conf import settings
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from directory.api.access import HEADER


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
