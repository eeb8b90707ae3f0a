"""What every page knows without its view saying so."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.ui import navigation


def portal(request: HttpRequest) -> dict[str, Any]:
    """The brand, the navigation of the reader and the territory in force."""
    return {
        "portal": {
            "brand": settings.PORTAL_BRAND,
            "name": "Renforts",
            "tagline": settings.PORTAL_TAGLINE,
            "contact": settings.PORTAL_CONTACT,
            "publisher": settings.PORTAL_PUBLISHER,
            "host": settings.PORTAL_HOST,
            "accessibility": settings.PORTAL_ACCESSIBILITY_STATUS,
            "navigation": SimpleLazyObject(lambda: navigation.links(request)),
        },
        "territory": getattr(request, "territory", None),
    }
