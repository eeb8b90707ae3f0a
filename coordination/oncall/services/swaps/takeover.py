"""The coordination puts somebody on the spot: a hole under way, or a holder who is not there."""

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.oncall.models import LineRole, Person, Shift, Slot
from coordination.oncall.refusals import ShiftOver, SlotNotSoon
from coordination.oncall.selectors.holders.eligibility import report
from coordination.oncall.selectors.swaps.swap_page import SOON
from coordination.oncall.selectors.swaps.takeover import taking, what_is_left
from coordination.oncall.services.rosters.shift import assign
from coordination.oncall.services.swaps.swap import take_now
from portal.accounts.models import User
from portal.audit.services import record


@transaction.atomic
def take_over(
    slot: Slot,
    *,
    role: LineRole,
    person: Person,
    by: User | None,
    motive: str,
    forced_reason: str = "",
    replaces: Shift | None = None,
) -> None:
    """From this minute the person answers for what is left of the slot; all concerned are told.

    `forced_reason` passes over the rules that may be forced, and is kept only when one was.
    Raises SlotNotSoon, ShiftOver, RuleBroken (the law is never forced), SwapPending,
    AlreadyOnDutyElsewhere, RosterMoved.
    """
    now = timezone.now().replace(second=0, microsecond=0)
    if slot.period.lower > now + SOON:
        raise SlotNotSoon(hours=int(SOON.total_seconds() // 3600))
    if slot.period.upper <= now:
        raise ShiftOver(status="terminé")
    whole = replaces.period if replaces else slot.period
    left = what_is_left(whole, now)
    found = report(taking(slot, role, person, left))
    forced = forced_reason.strip() if any(one.severity == "force" for one in found) else ""
    if replaces is not None:
        take_now(replaces, taker=person, by=by, reason=motive, forced_reason=forced)
    else:
        period = DateTimeTZRange(left.lower, left.upper)
        assign(
            slot, role=role, person=person, by=by, period=period, forced_reason=forced,
            motive=motive,
        )  # fmt: skip
    record(by, "slot.taken_over", slot, person=str(person.uuid), motive=motive, forced=forced)
