"""The roll-call board: who was called, since when, what they said, who is next and when."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Now

from coordination.crisis.models import Call, CallOut, CallSeat, Cell
from coordination.notifications.models import Notification
from coordination.oncall.selectors.alerts.calling import database_now
from portal.accounts.models import User
from portal.lib.links import key_of, token_for
from portal.ui.paging import keyset

State, CallState = CallSeat.State, Call.State
SIZE = 50
# A tick each 5 s plays what is due: later than this, nobody plays.
LATE = timedelta(seconds=60)
# What the outbox says of a call, the best news first.
NEWS = (
    (("read", "delivered"), "message reçu"),
    (("accepted",), "message remis"),
    (("sending", "queued"), "message en route"),
    (("uncertain",), "réception incertaine"),
    (("failed", "stale", "suppressed"), "message non remis"),
)


@dataclass(frozen=True)
class SeatLine:
    """One line of the board."""

    seat: CallSeat
    calls: list[Call]
    news: dict[int, str]
    now: datetime

    @property
    def title(self) -> str:
        """The role, else the person of the list, else the contact to telephone to."""
        if self.seat.role:
            return str(self.seat.role)
        return str(self.calls[0]) if self.calls else self.seat.note.split(",")[0]

    @property
    def current(self) -> Call | None:
        """Who is awaited."""
        return next((one for one in self.calls if one.state == CallState.SENT), None)

    @property
    def coming(self) -> list[Call]:
        return [one for one in self.calls if one.is_coming]

    @property
    def told(self) -> list[tuple[Call, str]]:
        """Those called or who answered, in order, with what the outbox says."""
        done = [one for one in self.calls if one.sent_at or one.answer]
        return [(one, self.news.get(one.pk, "")) for one in done if one.state != "dropped"]

    @property
    def next(self) -> Call | None:
        """Who is called if nobody answers."""
        if self.seat.state != State.CALLING:
            return None
        return next((one for one in self.calls if one.state == CallState.PLANNED), None)

    @property
    def since(self) -> str:
        """How long the person awaited has been called for."""
        if self.current is None or self.current.sent_at is None:
            return ""
        return in_words(int((self.now - self.current.sent_at).total_seconds()))


def in_words(seconds: int) -> str:
    """« 45 s », « 3 min 20 s », « 2 h 05 »."""
    if seconds < 60:
        return f"{max(0, seconds)}\u00a0s"
    if seconds < 3600:
        return f"{seconds // 60}\u00a0min {seconds % 60:02d}\u00a0s"
    return f"{seconds // 3600}\u00a0h\u00a0{seconds % 3600 // 60:02d}"


def callouts_of(cell: Cell) -> QuerySet[CallOut]:
    """The call-outs of a cell, the newest first."""
    rows = CallOut.objects.filter(cell=cell).select_related("opened_by")
    manned = Count("seats", filter=Q(seats__state=State.MANNED))
    return rows.annotate(places=Count("seats"), manned=manned).order_by("-opened_at", "-pk")


def callouts_seen(user: User) -> QuerySet[CallOut]:
    """Those whose board the reader may open."""
    related = ("cell__crisis", "cell__territory", "opened_by", "ended_by")
    return CallOut.objects.visible_to(user).select_related(*related)


def calls_seen(user: User) -> QuerySet[Call]:
    """The calls of those boards, and one's own."""
    boards = CallOut.objects.visible_to(user)
    related = ("callout__cell__crisis", "callout__cell__territory", "seat__role", "person", "user")
    mine = Call.objects.filter(callout__in=boards) | Call.objects.filter(user=user.pk)
    return mine.select_related(*related)


def board(callout: CallOut, *, after: str = "") -> dict[str, Any]:
    """What the board shows: counts, then a page of its seats, those that nobody fills first."""
    now = database_now()
    order = Case(
        When(state=State.EXHAUSTED, then=Value(0)),
        When(state=State.CALLING, then=Value(1)),
        When(state=State.STOPPED, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    rows = CallSeat.objects.filter(callout=callout).annotate(urgency=order).select_related("role")
    page = keyset(rows, by=["urgency", "pk"], after=after, size=SIZE)
    seats: list[CallSeat] = list(page.items)
    calls: dict[int, list[Call]] = {}
    found = Call.objects.filter(seat__in=seats).select_related("person", "user", "noted_by")
    for call in found.order_by("rank"):
        calls.setdefault(call.seat_id, []).append(call)
    news = _news([one for rows in calls.values() for one in rows])
    lines = [SeatLine(seat, calls.get(seat.pk, []), news, now) for seat in seats]
    return {"callout": callout, "page": page, "lines": lines, "now": now} | _counts(callout)


def call_by_token(token: str) -> Call | None:
    """The call behind a personal link; None when the link is no good, whatever is wrong."""
    key: UUID | None = key_of(token)
    if key is None:
        return None
    related = ("callout__cell__crisis", "callout__cell__territory", "seat__role", "person", "user")
    sent = Call.objects.filter(link_key=key, sent_at__isnull=False)
    return sent.select_related(*related).first()


def call_awaited(callout: CallOut, user: User) -> Call | None:
    """The call that `user` has not answered; None once any of their calls is."""
    mine = list(Call.objects.filter(callout=callout, user=user.pk, sent_at__isnull=False))
    if any(one.answer for one in mine):
        return None
    return max(mine, key=lambda one: one.attempt, default=None)


def call_link(key: UUID) -> str:
    """The path of the personal page of a call."""
    return f"/crises/a/{token_for(key)}/"


def answer_known(call: Call) -> Call | None:
    """The answer of that person in the call-out, whichever of their links gave it."""
    same = Call.objects.filter(callout=call.callout_id, user=call.user_id, person=call.person_id)
    return same.exclude(answer="").first()


def failures() -> dict[str, int]:
    """What the auditor must know: seats whose next call is long past."""
    late = CallSeat.objects.filter(state=State.CALLING, next_due_at__lt=Now() - LATE)
    stuck = late.filter(callout__in=CallOut.objects.living()).count()
    return {"rappels en souffrance": stuck} if stuck else {}


def _counts(callout: CallOut) -> dict[str, Any]:
    rows = CallSeat.objects.filter(callout=callout).values_list("state")
    states = dict(rows.annotate(count=Count("pk")).order_by())
    answers = Call.objects.filter(callout=callout).exclude(answer="").values_list("answer")
    said = Counter(dict(answers.annotate(count=Count("pk")).order_by()))
    return {
        "places": sum(states.values()),
        "manned": states.get(State.MANNED, 0),
        "calling": states.get(State.CALLING, 0),
        "exhausted": states.get(State.EXHAUSTED, 0),
        "on_site": said["on_site"],
        "remote": said["remote"],
        "unavailable": said["unavailable"],
    }


def _news(calls: list[Call]) -> dict[int, str]:
    """What the outbox says of each call, in one statement."""
    keys = {str(one.link_key): one.pk for one in calls if one.sent_at}
    waves = {str(one.wave_id) for one in calls if one.wave_id}
    rows = Notification.objects.filter(
        publication__notice="called_out", publication__subject_id__in=waves, reference__in=keys
    ).exclude(channel="inbox")
    found: dict[int, set[str]] = {}
    for reference, state in rows.values_list("reference", "state"):
        found.setdefault(keys[reference], set()).add(state)
    return {
        pk: next((words for known, words in NEWS if states & set(known)), "")
        for pk, states in found.items()
    }
