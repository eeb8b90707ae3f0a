"""What began or ended on the page of a structure by its date alone, without anybody writing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from directory.models import ContactPoint, Identifier, Membership, Parentage, Service
from directory.models.contact import Audience

# The dated lines of a page: the path to their structure, which of them anybody may know, and by
# what each is named: a column, or what it points to.
DATED: tuple[tuple[Any, str, Q, str], ...] = (
    (ContactPoint, "structure", Q(audience=Audience.PUBLIC), "value"),
    (Service, "structure", Q(), "activity"),
    (Identifier, "structure", Q(), "value"),
    (Membership, "structure", Q(), "network"),
    (Parentage, "child", Q(), "parent"),
)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Passing:
    """`row`, of the structure `owner`, named by `line`, began or ended at midnight."""

    owner: int
    row: Any
    line: str
    at: datetime
    has_ended: bool


def passed_within(since: datetime, until: datetime) -> Q:
    """The structures of which a line began or ended by its date in ]since, until]."""
    found = Q()
    for model, path, only, _ in DATED:
        rows = model._default_manager.filter(_bounds(since, until), only)
        found |= Q(Exists(rows.filter(**{path: OuterRef("pk")})))
    return found


def passings(ids: list[int], since: datetime, until: datetime) -> Iterable[Passing]:
    """The lines of those structures that began or ended in ]since, until], known before."""
    first, last = _days(since, until)
    for model, path, only, name in DATED:
        rows = model._default_manager.filter(_bounds(since, until), only, **{f"{path}__in": ids})
        known = rows.select_related(name) if name != "value" else rows
        for row in known.order_by("pk"):
            line = str(getattr(row, "name", "") or getattr(row, name))
            for day, has_ended in _turns(row):
                at = _midnight(day)
                if first <= day <= last and row.known_since <= at:
                    yield Passing(getattr(row, f"{path}_id"), row, line, at, has_ended)


def _turns(row: Any) -> Iterable[tuple[date, bool]]:
    """The day on which `row` begins, and the one that follows its last."""
    if row.starts_on is not None:
        yield row.starts_on, False
    if row.ends_on is not None:
        yield row.ends_on + DAY, True


def _bounds(since: datetime, until: datetime) -> Q:
    first, last = _days(since, until)
    return Q(starts_on__range=(first, last)) | Q(ends_on__range=(first - DAY, last - DAY))


def _days(since: datetime, until: datetime) -> tuple[date, date]:
    """The days whose midnight is in ]since, until]; none when the first comes after the last."""
    return timezone.localdate(since) + DAY, timezone.localdate(until)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
