"""Who enters the API, for which acts, and how often."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import redis
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle, UserRateThrottle

if TYPE_CHECKING:
    from rest_framework.views import APIView

Rule = Callable[[Any, Any], bool]

READS = ("list", "retrieve", "metadata")


class BySession(SessionAuthentication):
    """The session of the pages; nobody known is 401, so that a client knows to sign in."""

    def authenticate_header(self, request: Request) -> str:
        return 'Session realm="api"'


class ByRule(IsAuthenticated):
    """Reading what is visible is free; each act is guarded by the rule declared for it.

    An act without a rule is refused: forgetting to declare one opens nothing. An act with
    no object yet (create) is let in when it is declared; its service or view checks further.
    """

    rules: dict[str, Rule] = {}

    @classmethod
    def of(cls, **rules: Rule) -> type["ByRule"]:
        """A permission class whose acts (names of the viewset's actions) obey `rules`."""
        return type("ByRule", (cls,), {"rules": rules})

    def has_permission(self, request: Request, view: "APIView") -> bool:
        action = getattr(view, "action", None)
        # No action: a method that the viewset does not offer, which DRF answers by 405.
        known = action is None or action in READS or action in self.rules
        return known and super().has_permission(request, view)

    def has_object_permission(self, request: Request, view: "APIView", obj: Any) -> bool:
        rule = self.rules.get(getattr(view, "action", "") or "")
        return rule is None or rule(request.user, obj)


class _SpareRedis:
    """Counting requests is not worth an outage: without Redis, nobody is slowed down."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        try:
            return super().allow_request(request, view)  # type: ignore[misc]
        except redis.RedisError:
            return True


class PeopleThrottle(_SpareRedis, UserRateThrottle):
    """So many requests a minute for one person."""


class PublicThrottle(_SpareRedis, AnonRateThrottle):
    """So many requests a minute for one address that nobody signed in from."""


class KeyThrottle(_SpareRedis, SimpleRateThrottle):
    """So many requests a minute for one key (`request.auth`), from wherever they come."""

    scope = "key"

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        return str(self.cache_format % {"scope": self.scope, "ident": request.auth.pk})
