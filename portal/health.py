"""The two pages that machines read: is the work being done, can we serve."""

from datetime import datetime
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordination.notifications.circuit import cut_providers, low_credits
from coordination.notifications.models import Heartbeat
from coordination.notifications.watch import late_queues
from coordination.oncall.selectors.alerts.alert import stuck_alerts

REDIS_SECONDS = 0.5
# A canary is sent to each queue every 30 s: after this long, nobody works there.
CANARY_SECONDS = 120


@require_safe
@never_cache
@login_not_required
def alive(request: HttpRequest) -> JsonResponse:
    """200 while work is done: a worker of each queue has lately consumed its canary.

    A queue that never had a worker is not counted: pages start before workers.
    """
    silent = silent_queues()
    return answer("muet" if silent else "vivant", {"files muettes": silent}, ok=not silent)


@require_safe
@never_cache
@login_not_required
def ready(request: HttpRequest) -> JsonResponse:
    """503 without a database; without Redis, workers or clock the pages still serve, degraded."""
    if not database_answers():
        return answer("indisponible", {"base": False}, ok=False)
    late, silent = late_queues(), silent_queues()
    parts = {"base": True, "redis": redis_answers(), "files en retard": late}
    cut, low = [one.provider for one in cut_providers()], low_credits()
    parts |= {"files muettes": silent, "battements": ages()}
    parts |= {"prestataires coupés": cut, "crédits SMS bas": low}
    parts["alertes en souffrance"] = stuck = stuck_alerts()
    sound = parts["redis"] and not (late or silent or cut or stuck) and low is None
    return answer("prêt" if sound else "dégradé", parts, ok=True)


def answer(state: str, parts: dict[str, Any], *, ok: bool) -> JsonResponse:
    """The state in words for people, in the status code for machines."""
    content = {"état": state} | parts
    return JsonResponse(
        content, status=200 if ok else 503, json_dumps_params={"ensure_ascii": False}
    )


def silent_queues() -> dict[str, int]:
    """Seconds since the last canary, for the queues where it is too old."""
    seen = {name: age for name, age in ages().items() if name.startswith("canary:")}
    return {name.partition(":")[2]: age for name, age in seen.items() if age > CANARY_SECONDS}


def ages() -> dict[str, int]:
    """Seconds since each heartbeat. Empty without a database: its absence is told elsewhere."""
    now = timezone.now()
    try:
        beats: list[tuple[str, datetime]] = list(Heartbeat.objects.values_list("name", "at"))
    except Error:
        return {}
    return {name: int((now - at).total_seconds()) for name, at in sorted(beats)}


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
    limits = {"socket_connect_timeout": REDIS_SECONDS, "socket_timeout": REDIS_SECONDS}
    try:
        with redis.Redis.from_url(settings.REDIS_URL, **limits) as client:
            return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
