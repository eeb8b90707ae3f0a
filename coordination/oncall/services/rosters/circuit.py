"""The circuit of a roster after its publication: simulated, transmitted, distributed, running,
closed; and what its recipients answer. Each move is one conditional update, and its count is
checked: of two people who press the same button, one does it and the other is told."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Case, F, QuerySet, Value, When
from django.utils import timezone

from coordination.oncall.models import Receipt, Recipient, Roster, Transmission
from coordination.oncall.refusals import (
    NoRecipient,
    NotTransmitted,
    ReasonMissing,
    RosterMoved,
    RosterSentAlready,
)
from coordination.oncall.services.rosters.sending import newest_version, send_version
from portal.accounts.models import User
from portal.audit.services import record

State = Roster.State
Stage = Recipient.Stage
# A roster is still owed to its recipients while it runs, and after: late is better than never.
SENDABLE = (State.PUBLISHED, State.TRANSMITTED, State.DISTRIBUTED, State.RUNNING, State.CLOSED)


@transaction.atomic
def simulate_roster(roster: Roster, *, by: User | None) -> None:
    """A draft is ready to be read before it is published; it binds nobody. Raises RosterMoved."""
    _move(roster, State.DRAFT, State.SIMULATED)
    record(by, "roster.simulated", roster)


@transaction.atomic
def reopen_roster(roster: Roster, *, by: User | None) -> None:
    """A simulated roster is a draft again. Raises RosterMoved."""
    _move(roster, State.SIMULATED, State.DRAFT)
    record(by, "roster.reopened", roster)


@transaction.atomic
def transmit_roster(roster: Roster, *, by: User | None) -> list[Transmission]:
    """The council has the version in force (R.6315-2). Raises NoRecipient, RosterMoved,
    RosterSentAlready (when)."""
    return _send(roster, Stage.TRANSMISSION, State.PUBLISHED, State.TRANSMITTED, by=by)


@transaction.atomic
def distribute_roster(roster: Roster, *, by: User | None) -> list[Transmission]:
    """ARS, prefect, SAMU, insurance and people concerned have the version in force (R.6315-2).

    Raises NotTransmitted, NoRecipient, RosterMoved, RosterSentAlready.
    """
    council = _recipients(roster, Stage.TRANSMISSION).exists()
    roster.refresh_from_db(fields=["transmitted_at"])
    if council and roster.transmitted_at is None:
        raise NotTransmitted
    came_from = State.TRANSMITTED if council else State.PUBLISHED
    return _send(roster, Stage.DISTRIBUTION, came_from, State.DISTRIBUTED, by=by)


@transaction.atomic
def answer_version(
    sent: Transmission, *, refused: str = "", is_refused: bool = False, by: User | None = None
) -> Receipt:
    """What a recipient answers is kept; the same answer said again is not written twice.

    `by`: the coordinator who notes it for them. Raises ReasonMissing for a refusal without one.
    """
    if is_refused and not refused.strip():
        raise ReasonMissing
    fresh = Transmission.objects.select_for_update().get(pk=sent.pk)
    last = fresh.receipts.order_by("-at", "-pk").first()
    if last and (last.is_refused, last.reason) == (is_refused, refused.strip()):
        return last
    receipt = Receipt.objects.create(
        transmission=fresh,
        at=timezone.now(),
        is_refused=is_refused,
        reason=refused.strip(),
        noted_by=by,
    )
    action = "transmission.refused" if is_refused else "transmission.received"
    record(by, action, fresh)
    return receipt


def turn_rosters(now: datetime) -> int:
    """The published rosters begin and end on their days, by the clock of their line; how many
    moved. Safe to run twice: each is moved by one conditional update."""
    moved = 0
    living = Roster.objects.filter(
        state__in=[State.PUBLISHED, State.TRANSMITTED, State.DISTRIBUTED, State.RUNNING],
        days__startswith__lte=now.date(),
    )
    for roster in living.select_related("line").order_by("pk"):
        today = now.astimezone(ZoneInfo(roster.line.zone)).date()
        if today < roster.days.lower:
            continue
        moved += _turn(roster, to=State.CLOSED if today >= roster.days.upper else State.RUNNING)
    return moved


@transaction.atomic
def _turn(roster: Roster, *, to: str) -> int:
    if roster.state == to:
        return 0
    same = Roster.objects.filter(pk=roster.pk, state=roster.state)
    if same.update(state=to) != 1:
        return 0
    record(None, f"roster.{to}", roster, was=roster.state)
    return 1


def _send(
    roster: Roster, stage: str, came_from: str, to: str, *, by: User | None
) -> list[Transmission]:
    name = f"{to}_at"
    recipients = list(_recipients(roster, stage))
    if not recipients:
        raise NoRecipient(stage=Stage(stage).label)
    owed = Roster.objects.filter(pk=roster.pk, state__in=SENDABLE, **{f"{name}__isnull": True})
    state = Case(When(state=came_from, then=Value(to)), default=F("state"))
    if owed.update(state=state, **{name: timezone.now()}) != 1:
        roster.refresh_from_db()
        done_at = getattr(roster, name)
        if done_at:
            raise RosterSentAlready(when=f"{timezone.localtime(done_at):%d/%m/%Y à %H:%M}")
        raise RosterMoved(state=roster.get_state_display())
    roster.refresh_from_db()
    version = newest_version(roster)
    sent = send_version(version, recipients, by=by)
    names = [one.name for one in recipients]
    said = {"version": version.number, "hash": version.content_hash, "recipients": names}
    record(by, f"roster.{to}", roster, **said)
    return sent


def _recipients(roster: Roster, stage: str) -> QuerySet[Recipient]:
    rows = Recipient.objects.filter(line=roster.line_id, stage=stage, is_active=True)
    return rows.order_by("name", "pk")


def _move(roster: Roster, came_from: str, to: str) -> None:
    if Roster.objects.filter(pk=roster.pk, state=came_from).update(state=to) != 1:
        roster.refresh_from_db()
        raise RosterMoved(state=roster.get_state_display())
    roster.refresh_from_db()
