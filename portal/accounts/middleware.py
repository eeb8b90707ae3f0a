"""What each request knows of its person: the territory in force, how long a session lasts."""

import time
from collections.abc import Callable
from datetime import timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from portal.accounts.models import STAFF_ROLES, User
from portal.accounts.selectors import default_viewpoint, viewpoints
from portal.territories.models import Territory

STAFF_IDLE = timedelta(minutes=30)
OTHERS_IDLE = timedelta(days=7)
# Where somebody who still owes a second factor may go: their account, and nothing else.
ACCOUNT_PATHS = ("/comptes/", "/static/", "/accessibilite/", "/mentions-legales/")

WITHOUT_TERRITORY = ("/api/", "/sante/", "/r/")
VIEWPOINT_FIELDS = ("id", "kind", "code", "name")

Answer = Callable[[HttpRequest], HttpResponse]


class TerritoryInForce:
    """`request.territory`: where one looks from; None without any grant.

    Read at once: something lazy would not be None. Machines and personal links do without.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        without = request.path.startswith(WITHOUT_TERRITORY)
        request.territory = None if without else territory_of(request)  # type: ignore[attr-defined]
        return self.get_response(request)


class IdleSessions:
    """A session ends after 30 minutes without a page for staff, 7 days for the others."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            _keep_alive(request, request.user)
        return self.get_response(request)


class SecondFactor:
    """Staff roles set up their second factor before anything else (PORTAL_MFA_REQUIRED)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PORTAL_MFA_REQUIRED or not owes_second_factor(request):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": "La double authentification est exigée."}, status=403)
        messages.warning(
            request,
            "Votre rôle demande une double authentification : activez-la pour continuer.",
        )
        return redirect("mfa_index")


def territory_of(request: HttpRequest) -> Territory | None:
    """The territory chosen in this session if it is still one's own, else the default one.

    Remembered in the session (its identity and its name, nothing else of it) for as long as
    the grants in force stay the same: one that ends or begins overnight is seen at once.
    """
    user = request.user
    if not isinstance(user, User):
        return None
    held = [grant.pk for grant in user.grants_in_force]
    remembered = request.session.get("viewpoint")
    if remembered and remembered.get("held") == held:
        return Territory(**remembered["place"])
    chosen = request.session.get("territory")
    found = viewpoints(user).filter(pk=chosen).first() if chosen else None
    found = found or default_viewpoint(user)
    if found:
        place = {name: getattr(found, name) for name in VIEWPOINT_FIELDS}
        request.session["viewpoint"] = {"held": held, "place": place}
    else:
        request.session.pop("viewpoint", None)
    return found


def owes_second_factor(request: HttpRequest) -> bool:
    """A staff role, no second factor, and a page that is not one's account."""
    user = request.user
    if not isinstance(user, User) or request.path.startswith(ACCOUNT_PATHS):
        return False
    # A role given ends the sessions (services), but one may begin by its date.
    held = [grant.pk for grant in user.grants_in_force]
    if request.session.get("second_factor") == held:
        return False
    owes = is_staff_member(user) and not is_mfa_enabled(user)
    if not owes:
        request.session["second_factor"] = held
    return owes


def is_staff_member(user: User) -> bool:
    """Technical staff, ARS agents, coordinators and administrators."""
    return user.is_staff or user.has_any_role(*STAFF_ROLES)


def _keep_alive(request: HttpRequest, user: User) -> None:
    session, now = request.session, int(time.time())
    if "idle" not in session:
        idle = STAFF_IDLE if is_staff_member(user) else OTHERS_IDLE
        session["idle"] = int(idle.total_seconds())
    # Saved rarely: one write a minute and a half at most for staff.
    if now - session.get("seen", 0) > session["idle"] // 20:
        session["seen"] = now
        session.set_expiry(session["idle"])
