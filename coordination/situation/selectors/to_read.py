"""What somebody has not acknowledged yet: messages of cells, records of meetings,
recommendations."""

from dataclasses import dataclass
from datetime import datetime

from coordination.crisis import clock
from coordination.crisis.models import Meeting, MeetingReceipt, Message, MessageRecipient
from coordination.crisis.selectors.message import message_link
from coordination.guidance.selectors.reading import reading_link
from coordination.guidance.selectors.recommendation import waiting_for
from portal.accounts.models import User
from portal.lib.links import token_for

# Beyond, the oldest wait their turn: a phone shows no more at once.
SHOWN = 10


@dataclass(frozen=True)
class ToRead:
    """One thing to read: its words, whose it is, where it is read and acknowledged.

    `in_one_tap`: nothing is asked but to have read it.
    """

    title: str
    words: str
    cell: str
    url: str
    when: datetime
    in_one_tap: bool = True


def to_read(user: User) -> list[ToRead]:
    """What awaits the acknowledgement of `user`, the newest first."""
    found = [*_messages(user), *_records(user), *_recommendations(user)]
    return sorted(found, key=lambda one: one.when, reverse=True)[:SHOWN]


def _messages(user: User) -> list[ToRead]:
    rows = MessageRecipient.objects.filter(
        user=user.pk, acked_at__isnull=True, message__requires_ack=True,
        message__state=Message.State.SENT, message__expires_at__gt=clock.now(),
    ).select_related("message__cell__crisis")  # fmt: skip
    return [
        ToRead(
            title=one.message.title,
            words=one.message.text,
            cell=_cell(one.message),
            url=message_link(one.link_key),
            when=one.message.sent_at,
            in_one_tap=not one.message.quick_answers,
        )
        for one in rows.order_by("-message__sent_at", "-pk")[:SHOWN]
    ]


def _records(user: User) -> list[ToRead]:
    rows = MeetingReceipt.objects.filter(user=user.pk, read_at__isnull=True)
    return [
        ToRead(
            title=f"{one.meeting}\u00a0: relevé de décisions",
            words="",
            cell=_cell(one.meeting),
            url=f"/crises/releves/{token_for(one.link_key)}/",
            when=one.sent_at,
        )
        for one in rows.select_related("meeting__cell__crisis").order_by("-sent_at", "-pk")[:SHOWN]
    ]


def _recommendations(user: User) -> list[ToRead]:
    return [
        ToRead(
            title=str(one.version.recommendation),
            words=one.version.changes,
            cell=str(one.version),
            url=reading_link(one.link_key),
            when=one.version.published_at,
        )
        for one in waiting_for(user)[:SHOWN]
        if one.version.published_at
    ]


def _cell(sent: Message | Meeting) -> str:
    prefix = "EXERCICE\u00a0: " if sent.cell.crisis.is_exercise else ""
    return f"{prefix}{sent.cell}"
