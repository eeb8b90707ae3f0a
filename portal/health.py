"""The two pages that machines read: is the work being done, can we serve."""

from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

TIMEOUT_SECONDS = 0.5


@require_safe
@never_cache
@login_not_required
def alive(request: HttpRequest) -> JsonResponse:
    """200 while this process answers; touches neither the database nor Redis."""
    return JsonResponse({"état": "vivant"})


@require_safe
@never_cache
@login_not_required
def ready(request: HttpRequest) -> JsonResponse:
    """503 without a database; without Redis or workers the pages still serve, degraded."""
    parts = {"base": database_answers(), "redis": redis_answers()}
    state = "prêt" if all(parts.values()) else "dégradé" if parts["base"] else "indisponible"
    return answer(state, parts, ok=parts["base"])


def answer(state: str, parts: dict[str, Any], *, ok: bool) -> JsonResponse:
    """The state in words for people, in the status code for machines."""
    content = {"état": state} | parts
    return JsonResponse(
        content, status=200 if ok else 503, json_dumps_params={"ensure_ascii": False}
    )


def database_answers() -> bool:
    """True when a query succeeds."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def redis_answers() -> bool:
    """True when Redis replies within half a second."""
    limits = {"socket_connect_timeout": TIMEOUT_SECONDS, "socket_timeout": TIMEOUT_SECONDS}
    try:
        with redis.Redis.from_url(settings.REDIS_URL, **limits) as client:
            return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
