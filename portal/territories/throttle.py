"""Slows down whoever asks too much of an address that is open to all."""

import redis
from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

WINDOW_SECONDS = 60
# A whole hospital may sign up behind one address, each typing a dozen letters.
MOST_PER_WINDOW = 600


def asks_too_much(request: HttpRequest, *, of: str) -> bool:
    """True beyond 600 requests a minute from one address; people signed in are not counted.

    Without Redis nobody is slowed down.
    """
    if request.user.is_authenticated:
        return False
    key = f"throttle:{of}:{get_adapter().get_client_ip(request)}"
    try:
        cache.add(key, 0, WINDOW_SECONDS)
        return int(cache.incr(key)) > MOST_PER_WINDOW
    except (redis.RedisError, ValueError):
        return False
