"""The one gate of acts: a named rule says yes, or the request ends with a 403."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied


def check(rule: Callable[[Any, Any], bool], user: Any, subject: Any) -> None:
    """`user` may do what `rule` guards to `subject`. Raises PermissionDenied otherwise."""
    if not rule(user, subject):
        raise PermissionDenied(rule.__doc__)
