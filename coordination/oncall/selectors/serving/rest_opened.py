"""The rest that a duty opens, from what was done during it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.oncall.models import DutyRecord, Member
from coordination.oncall.rest import Duty, earliest_return
from coordination.oncall.selectors.holders.eligibility import WAITING_IS_REST, rules_in_force
from coordination.oncall.selectors.holders.trips import breaking, breaks_of, last_end


@dataclass(frozen=True)
class Rest:
    """No work before `until`: `hours` from `since`, by the rule `legal_ref`."""

    until: datetime
    hours: float
    since: datetime
    legal_ref: str


def rest_after(record: DutyRecord) -> Rest | None:
    """The rest that this duty opens; nothing without a rule, nor where nothing broke the rest."""
    start = record.period.lower
    end = (record.shift.period if record.shift else record.period).upper or timezone.now()
    day = start.astimezone(ZoneInfo(record.sector.zone)).date()
    member = Member.objects.filter(
        line=record.line_id, person=record.person_id, membership__contains=day
    ).first()
    if member is None:
        return None
    rules = rules_in_force(record.line, member.regime, day)
    rule = next((one for one in rules if one.code == "rest.daily"), None)
    waiting = member.regime in WAITING_IS_REST
    calls = breaks_of([record.person_id], DateTimeTZRange(start, end))
    last = last_end((start, end), breaking(calls[record.person_id], member.regime))
    if rule is None or (waiting and last is None):
        return None
    until = earliest_return(
        Duty((start, end), last), rest_hours=rule.value, waiting_is_rest=waiting
    )
    return Rest(until, rule.value, last if waiting and last else end, rule.legal_ref)
