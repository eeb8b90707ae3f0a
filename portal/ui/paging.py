"""Keyset paging: the next page starts after the last row seen, whatever was added meanwhile."""

import base64
import binascii
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q, QuerySet


@dataclass(frozen=True)
class Page:
    """Some rows in order, and the cursor of the page after (empty on the last one)."""

    items: list[Any]
    next: str
    first: bool

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)


def keyset(queryset: QuerySet, *, by: Sequence[str], after: str = "", size: int = 25) -> Page:
    """The page of `queryset` ordered `by` (last key unique, e.g. `["-opened_at", "pk"]`).

    One statement. An unreadable `after` gives the first page. Keys must be non-null columns or
    annotations named without `__`.
    """
    position = _decode(after, len(by))
    rows = queryset.order_by(*by)
    if position:
        try:
            rows = rows.filter(_beyond(by, position))
        except (ValueError, TypeError, OverflowError, ValidationError):
            position = []
    found = list(rows[: size + 1])
    following = _encode(found[size - 1], by) if len(found) > size else ""
    return Page(items=found[:size], next=following, first=not position)


def _beyond(by: Sequence[str], position: Sequence[Any]) -> Q:
    beyond, same = Q(), Q()
    for key, value in zip(by, position, strict=True):
        name = key.lstrip("-")
        sign = "lt" if key.startswith("-") else "gt"
        beyond |= same & Q(**{f"{name}__{sign}": value})
        same &= Q(**{name: value})
    return beyond


def _encode(row: Model, by: Sequence[str]) -> str:
    values = [getattr(row, key.lstrip("-")) for key in by]
    text = json.dumps(values, cls=ExactEncoder, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str, count: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        return []
    good = isinstance(values, list) and len(values) == count
    return values if good and all(_is_plain(value) for value in values) else []


def _is_plain(value: Any) -> bool:
    """What PostgreSQL can compare: nothing empty nor nested, no NUL, no half of a character."""
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
    return isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))


class ExactEncoder(DjangoJSONEncoder):
    """JSON with instants to the microsecond: a rounded cursor would skip or repeat rows."""

    def default(self, o):
        """ISO 8601 in full for whatever has it."""
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)
