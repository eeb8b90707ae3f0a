"""A form that left twice (a tired thumb, a network that stammers) is done once.

`only_once` is called when the form is valid, just before its act; the middleware `SentOnce` keeps
for a few seconds where the reader was sent then, and sends the second one there too. Without Redis
nothing is remembered, and the act is done again: scripts still hold back a second press.
"""

import hashlib
import time
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

REMEMBERED = 10  # seconds
PENDING, PATIENCE = "…", 3.0

Answer = Callable[[HttpRequest], HttpResponseBase]


class SentTwiceError(Exception):
    """The same person has just sent the same words to the same address."""


def only_once(request: HttpRequest) -> None:
    """The act may be done. Raises SentTwiceError when it was, or is being, a moment ago."""
    key = _key(request)
    if not cache.add(key, PENDING, REMEMBERED):
        raise SentTwiceError
    request.sent_once = key  # type: ignore[attr-defined]


class SentOnce:
    """Sends the second of two same forms where the first one went."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; an act that was not done may be tried again at once."""
        response = self.get_response(request)
        key = getattr(request, "sent_once", None)
        if key is not None and isinstance(response, HttpResponseRedirect):
            cache.set(key, response.url, REMEMBERED)
        elif key is not None:
            cache.delete(key)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Where the first one went, once it is done; its own page if that takes too long."""
        if not isinstance(exception, SentTwiceError):
            return None
        key, until = _key(request), time.monotonic() + PATIENCE
        while (address := cache.get(key)) == PENDING and time.monotonic() < until:
            time.sleep(0.05)
        known = address if address not in (None, PENDING) else request.path
        return HttpResponseRedirect(known)


def _key(request: HttpRequest) -> str:
    words = sorted(
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    )
    files = sorted((name, one.name, one.size) for name, one in request.FILES.items())
    said = repr((request.user.pk, request.get_full_path(), words, files))
    return f"once:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()}"
