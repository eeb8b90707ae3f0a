"""The receipts of a message: who was told, read, answered; without names, how many and why."""

from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from coordination.crisis.models import Message, MessageRecipient
from coordination.notifications.models import Notification
from coordination.oncall.selectors.alerts.calling import database_now
from portal.ui.paging import keyset

SIZE = 50


def receipts(message: Message, *, named: bool, after: str = "") -> dict[str, Any]:
    """Counts, answers, then a page of the recipients, the silent ones first.

    Not `named`: nobody's name, but how many were told for each reason (rules.may_read_receipts).
    """
    rows = MessageRecipient.objects.filter(message=message)
    said = rows.exclude(answer="").values_list("answer").annotate(count=Count("pk"))
    shown = {
        "message": message,
        "counts": _counts(message, rows),
        "answers": list(said.order_by("-count", "answer")),
        "named": named,
        "now": database_now(),
    }
    return shown | (_people(message, rows, after) if named else _reasons(rows, after))


def _people(message: Message, rows: QuerySet[MessageRecipient], after: str) -> dict[str, Any]:
    place = Case(
        When(acked_at__isnull=True, answer="", then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    people = rows.annotate(place=place).select_related("user")
    page = keyset(people, by=["place", "pk"], after=after, size=SIZE)
    known = _delivered(message, [one.user_id for one in page.items])
    lines = [(one, *known.get(one.user_id, (False, False))) for one in page.items]
    return {"page": page, "lines": lines}


def _reasons(rows: QuerySet[MessageRecipient], after: str) -> dict[str, Any]:
    """One line a reason, by name: its structure or its function, how many of each."""
    first = rows.order_by("reason", "pk").distinct("reason").values("pk")
    # One row stands for its reason: the page is the same whatever it counts.
    heads = MessageRecipient.objects.filter(pk__in=list(first.values_list("pk", flat=True)))
    page = keyset(heads, by=["reason", "pk"], after=after, size=SIZE)
    told = rows.filter(reason__in=[one.reason for one in page.items]).values("reason")
    counted = told.annotate(told=Count("pk"), **_said()).order_by("reason")
    return {"page": page, "lines": list(counted)}


def _said() -> dict[str, Count]:
    return {
        "acked": Count("pk", filter=Q(acked_at__isnull=False)),
        "answered": Count("pk", filter=~Q(answer="")),
    }


def _counts(message: Message, rows: QuerySet[MessageRecipient]) -> dict[str, int]:
    reached = Q(state__in=["delivered", "read", "accepted"]) & ~Q(channel="inbox")
    sent = _sent(message).aggregate(
        delivered=Count("user", filter=reached, distinct=True),
        read=Count("user", filter=Q(state="read"), distinct=True),
    )
    return rows.aggregate(told=Count("pk"), **_said()) | sent


def _sent(message: Message) -> QuerySet[Notification]:
    return Notification.objects.filter(
        publication__notice__in=["cell_message", "cell_message_urgent"],
        publication__subject_id=str(message.pk),
    )


def _delivered(message: Message, users: list[int]) -> dict[int, tuple[bool, bool]]:
    """Of each: whether a message left the portal and arrived; whether one was opened."""
    found: dict[int, tuple[bool, bool]] = {}
    rows = _sent(message).filter(user__in=users).values_list("user", "channel", "state")
    for user, channel, state in rows:
        reached, read = found.get(user or 0, (False, False))
        left = channel != "inbox" and state in ("accepted", "delivered", "read")
        found[user or 0] = (reached or left, read or state == "read")
    return found
