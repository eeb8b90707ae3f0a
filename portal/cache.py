"""The Redis cache that survives the death of Redis.

Limits, sessions of forms and counters live in the cache: without it they are forgotten, and
that is all. A login must not become an error 500 because a cache is down, nor wait for it.
"""

import logging
import time
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
FAILURES = (RedisError, OSError)
# After a failure Redis is left alone for this long: a frozen one costs one time-out per page.
SILENCE_SECONDS = 5.0
_state = {"silent_until": 0.0}


class ForgivingRedisCache(RedisCache):
    """Answers like an empty cache while Redis is away; each absence is logged once."""

    def _attempt(self, call: Callable[P, R], miss: R, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if time.monotonic() < _state["silent_until"]:
            return miss
        try:
            return call(*args, **kwargs)
        except FAILURES as error:
            _state["silent_until"] = time.monotonic() + SILENCE_SECONDS
            logger.warning("cache: Redis does not answer (%s)", type(error).__name__)
            return miss

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._attempt(super().add, True, *args, **kwargs))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._attempt(super().get, default, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._attempt(super().set, None, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._attempt(super().touch, False, *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._attempt(super().delete, False, *args, **kwargs))

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return self._attempt(super().get_many, {}, *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._attempt(super().has_key, False, *args, **kwargs))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Raises ValueError when the key is not there, as a cache that forgot it would."""
        value = self._attempt(super().incr, None, key, delta, version)
        if value is None:
            raise ValueError(f"Key '{key}' not found.")
        return int(value)

    def set_many(self, data: dict[Any, Any], *args: Any, **kwargs: Any) -> list[Any]:
        return self._attempt(super().set_many, list(data), data, *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._attempt(super().delete_many, None, *args, **kwargs)

    def clear(self) -> None:
        self._attempt(super().clear, None)
