"""What every page knows without its view saying so."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.ui import navigation
from portal.ui.moments import duration


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
        "session": _session(request),
    }


def _session(request: HttpRequest) -> dict[str, Any]:
    """How long the session of the reader lasts, and whether one has just ended."""
    left = getattr(request, "session_left", None)
    ended = getattr(request, "session_ended", False)
    # A session that this very request has emptied (one leaves the portal) has no length.
    if left is None or "idle" not in request.session:
        return {"ended": ended}
    idle = duration(timedelta(seconds=request.session["idle"]))
    return {"left": left, "idle": idle, "ended": ended}
