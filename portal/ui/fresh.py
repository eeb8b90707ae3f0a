"""Asking who one is again before a page acts (see portal.rest.fresh)."""

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.http import urlencode

from portal.rest.fresh import is_fresh

DOWNLOAD = "Confirmez que c’est bien vous : la page d’où part ce fichier se rouvrira ensuite."


def require_fresh(request: HttpRequest, *, back: str = "") -> None:
    """Nothing happens for a fresh session; any other confirms first, then the act is done.

    `back` is the page to return to when the act is a download: a file shows no page. Raises
    what allauth's middleware turns into a redirection.
    """
    if is_fresh(request):
        return
    ways = get_adapter().get_reauthentication_methods(request.user)
    if not ways:
        # Neither password nor second factor: one signs in anew, by a code received by e-mail.
        wanted = back or (request.get_full_path() if request.method == "GET" else "/")
        logout(request)
        raise ImmediateHttpResponse(redirect_to_login(wanted))
    if not back:
        raise ReauthenticationRequired
    messages.info(request, DOWNLOAD)
    raise ImmediateHttpResponse(redirect(f"{ways[0]['url']}?{urlencode({'next': back})}"))
