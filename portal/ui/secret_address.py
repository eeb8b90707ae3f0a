"""Pages behind a secret address: whoever holds it is let in, so nothing must give it away."""

from typing import TypeVar

from django.core.cache import cache
from django.http import HttpResponseBase

HOUR = 3600

Answer = TypeVar("Answer", bound=HttpResponseBase)


def discreet(response: Answer, *, kept: int = 0) -> Answer:
    """The same answer: no other site and no search engine learns its address.

    No cache keeps it, or only the reader's own for `kept` seconds (a calendar, that asks often).
    """
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = f"private, max-age={kept}" if kept else "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def asked_too_often(key: str, *, most: int) -> bool:
    """Whether what `key` names is asked over `most` times within an hour; without Redis, never.

    Counts this time too.
    """
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) > most
    except ValueError:
        return False
