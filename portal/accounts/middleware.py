"""What each request knows of its person: the territory in force, how long a session lasts."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from portal.accounts.models import STAFF_ROLES, User
from portal.accounts.selectors import default_viewpoint, viewpoints
from portal.territories.models import Territory

# How long a session lasts without a page, and at most.
STAFF_IDLE, STAFF_LONGEST = timedelta(minutes=30), timedelta(hours=12)
OTHERS_IDLE, OTHERS_LONGEST = timedelta(days=7), timedelta(days=30)
# In the browser only, and says nothing but that a session was open: it tells, once the
# session's own cookie is gone, that one comes back and does not come for the first time.
MARK = "portail_ouvert"
LOST = "Votre session était terminée : ce que vous venez d’envoyer n’a pas été enregistré."
# Where somebody who still owes a second factor may go: their account, and nothing else.
ACCOUNT_PATHS = ("/comptes/", "/static/", "/accessibilite/", "/mentions-legales/")

WITHOUT_TERRITORY = ("/api/", "/fhir/", "/sante/", "/r/", "/astreintes/a/")
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


class SignedIn(LoginRequiredMiddleware):
    """Whoever is not signed in goes to the login page, then back to the page they were on."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """To the login page; 401 for a fragment, which must not become a login form."""
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is not None and request.headers.get("HX-Request"):
            return HttpResponse(status=401)
        return answer

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        """To the login page, with the page to come back to."""
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        # An act cannot be played again by its address: back to the page that it left from.
        messages.warning(request, LOST)
        return redirect_to_login(_page_before(request))


class IdleSessions:
    """A session ends after 30 minutes without a page for staff, 7 days for the others.

    Twelve hours after the login at most for staff, 30 days for the others. Pages know how long
    is left (`request.session_left`), and whether a session has just ended (`session_ended`).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = isinstance(request.user, User)
        if isinstance(request.user, User):
            _keep_alive(request, request.user)
        left = _seconds_left(request) if known else None
        request.session_left = left  # type: ignore[attr-defined]
        request.session_ended = not known and bool(request.COOKIES.get(MARK))  # type: ignore[attr-defined]
        answer = self.get_response(request)
        if request.user.is_authenticated:
            if not request.COOKIES.get(MARK):
                secure = settings.SESSION_COOKIE_SECURE
                answer.set_cookie(MARK, "1", httponly=True, secure=secure, samesite="Lax")
        elif known:
            answer.delete_cookie(MARK)
        return answer


class SecondFactor:
    """Staff roles set up their second factor before anything else (PORTAL_MFA_REQUIRED)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PORTAL_MFA_REQUIRED or not owes_second_factor(request):
            return self.get_response(request)
        if request.path.startswith(("/api/", "/fhir/")):
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
        return Territory(**remembered["place"]) if remembered["place"] else None
    chosen = request.session.get("territory")
    found = viewpoints(user).filter(pk=chosen).first() if chosen else None
    found = found or default_viewpoint(user)
    place = {name: getattr(found, name) for name in VIEWPOINT_FIELDS} if found else None
    request.session["viewpoint"] = {"held": held, "place": place}
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
    if "idle" not in session or "until" not in session:
        staff = is_staff_member(user)
        idle, longest = (STAFF_IDLE, STAFF_LONGEST) if staff else (OTHERS_IDLE, OTHERS_LONGEST)
        session["idle"] = int(idle.total_seconds())
        session["until"] = now + int(longest.total_seconds())
    # A fragment that reads itself again is not somebody at work.
    if request.method == "GET" and request.headers.get("HX-Request"):
        return
    # Saved rarely: one write a minute and a half at most for staff.
    if now - session.get("seen", 0) > session["idle"] // 20:
        session["seen"] = now
        session.set_expiry(max(1, min(session["idle"], session["until"] - now)))


def _seconds_left(request: HttpRequest) -> int:
    session = request.session
    ends_at = min(session.get("seen", 0) + session["idle"], session["until"])
    return max(0, ends_at - int(time.time()))


def _page_before(request: HttpRequest) -> str:
    before = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(before, {request.get_host()}, request.is_secure())
    parts = urlsplit(before)
    return (parts.path + (f"?{parts.query}" if parts.query else "")) if own and before else "/"
