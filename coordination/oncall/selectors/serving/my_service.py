"""What somebody has to do after their duties: confirm, note, rest."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from coordination.oncall.clock import elapsed
from coordination.oncall.models import Intervention, Person, Roster
from coordination.oncall.selectors.holders.trips import duties_to_note, of_person, work_of
from coordination.oncall.selectors.serving.rest_opened import Rest, rest_after
from coordination.oncall.selectors.serving.served import Served, served_by
from coordination.oncall.selectors.wording import hours_said
from portal.accounts.models import User
from portal.ui import moments

LATELY = timedelta(days=93)
SIGNED = (Roster.State.CERTIFIED, Roster.State.SENT_FOR_PAYMENT)


def service_of(user: User) -> dict[str, Any]:
    """The duties to confirm, the interventions of the month, the rest under way."""
    person = person_of(user)
    if person is None:
        return {}
    duties = duties_to_note(person)
    return {
        "to_confirm": to_confirm(person),
        "on_duty": next((one for one in duties if one.period.upper is None), None),
        "has_duties": bool(duties),
        "trips": [(one, elapsed([work_of(one)])) for one in of_person(person)],
        "rest": _rest(person),
    }


def person_of(user: User) -> Person | None:
    """The person on call behind the account, if any."""
    return Person.objects.filter(user=user.pk).first()


def intervention_said(one: Intervention) -> str:
    """What was noted, how long it lasted, and the rest it opens."""
    words = f"Intervention notée : {hours_said(elapsed([work_of(one)]))}."
    rest = rest_after(one.record)
    if rest is None:
        return words
    zone = ZoneInfo(one.record.sector.zone)
    until = moments.day_hour(rest.until, now=timezone.localtime(), zone=zone)
    return f"{words} Repos : {rest.hours:.0f} heures, pas d’autre poste avant {until}."


def to_confirm(person: Person) -> list[Served]:
    """The duties that are over, and of which the person has said nothing, oldest first."""
    now = timezone.now()
    duties, _left = served_by(person, (now - LATELY, now))
    return [
        duty
        for duty in duties
        if duty.is_over
        and duty.said is None
        and duty.decided is None
        and (duty.planned or duty.recorded)
        and duty.slot.roster.state not in SIGNED
    ]


def _rest(person: Person) -> Rest | None:
    """The rest under way, or that what was already done opens."""
    now = timezone.now()
    trips = of_person(person)
    recent = [one.record for one in trips if one.ended_at > now - timedelta(days=2)]
    found = [rest for record in recent[:3] if (rest := rest_after(record)) is not None]
    latest = max(found, key=lambda rest: rest.until, default=None)
    return latest if latest is not None and latest.until > now else None
