"""The roster as it was served: differences, deadline, what a certificate says, what was sent."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone

from coordination.oncall.clock import add_months, elapsed
from coordination.oncall.models import Certificate, Intervention, Recipient, Roster, Slot
from coordination.oncall.selectors.holders.eligibility import rules_in_force
from coordination.oncall.selectors.holders.trips import of_roster, work_of
from coordination.oncall.selectors.rosters.version import hash_of
from coordination.oncall.selectors.serving.served import Served, served_in
from coordination.oncall.selectors.serving.tally import Tally
from portal.lib.time import Period

State = Roster.State


@dataclass(frozen=True)
class Deadline:
    """The last day to certify, and how late one is (0 before)."""

    on: date
    late_days: int
    left_days: int
    legal_ref: str


@dataclass
class PersonLine:
    """A person of a certificate, with their totals."""

    name: str
    duties: int = 0
    minutes: int = 0
    interventions: int = 0

    @property
    def lived(self) -> timedelta:
        """The time served."""
        return timedelta(minutes=self.minutes)


def service_page(roster: Roster) -> dict[str, Any]:
    """Everything that the coordination reads before it signs, in a constant number of
    statements."""
    duties = served_in(roster)
    over = [duty for duty in duties if duty.is_over]
    counted = Counter(duty.state for duty in over)
    certificates = list(
        roster.certificates.select_related("signed_by")
        .prefetch_related("sendings__recipient", "sendings__sent_by")
        .order_by("-number")
    )
    trips = of_roster(roster)
    last = certificates[0] if certificates else None
    return {
        "roster": roster,
        "to_settle": [duty for duty in over if duty.state == "differs"],
        "unsaid": [duty for duty in over if duty.state == "unsaid"],
        "settled": [duty for duty in over if duty.state == "settled"],
        "counted": counted,
        "total": len(over),
        "to_come": len(duties) - len(over),
        "people": people_of(content_of(duties, trips)),
        "certificates": certificates,
        "last": last,
        "deadline": deadline_of(roster),
        "ends_at": ends_at(roster),
        "is_closed": roster.state == State.CLOSED,
        "has_changed": last is not None and last.content_hash != hash_of_content(duties, trips),
    }


def deadline_of(roster: Roster) -> Deadline | None:
    """Until when the list of who served is due, by the rule of the kind of line (M+1 for PDSA)."""
    rules = rules_in_force(roster.line, "", roster.last_day)
    rule = next((one for one in rules if one.code.endswith(".certify")), None)
    if rule is None:
        return None
    due, today = add_months(roster.last_day, int(rule.value)), timezone.localdate()
    late = max((today - due).days, 0)
    return Deadline(due, late, max((due - today).days, 0), rule.legal_ref)


def ends_at(roster: Roster) -> Any:
    """When the last slot of the roster ends."""
    return Slot.objects.filter(roster=roster).aggregate(at=Max("period__endswith"))["at"]


def hash_of_content(duties: list[Served], trips: list[Intervention]) -> str:
    """The hash that a certificate signed now would bear."""
    return hash_of([content_of(duties, trips)])


def content_of(duties: list[Served], trips: list[Intervention]) -> dict[str, Any]:
    """What a certificate says, in an order that never varies: duties, then interventions."""
    return {
        "duties": [_duty_row(duty) for duty in duties],
        "interventions": [_trip_row(trip) for trip in trips],
    }


def people_of(content: dict[str, Any]) -> list[PersonLine]:
    """The totals of each person, by name."""
    found: dict[str, PersonLine] = {}
    for row in content["duties"]:
        line = found.setdefault(row["person"], PersonLine(row["name"]))
        line.duties += bool(row["minutes"])
        line.minutes += row["minutes"]
    for row in content["interventions"]:
        found.setdefault(row["person"], PersonLine(row["name"])).interventions += 1
    return sorted(found.values(), key=lambda line: line.name)


def certificate_page(certificate: Certificate) -> dict[str, Any]:
    """The certificate as it was signed."""
    content, roster = certificate.content, certificate.roster
    last = roster.certificates.order_by("-number").first()
    is_last = last is not None and last.pk == certificate.pk
    payers = roster.line.recipients.filter(stage=Recipient.Stage.PAYMENT, is_active=True)
    return {
        "certificate": certificate,
        "roster": roster,
        "last": last,
        "is_last": is_last,
        "can_send": is_last and roster.state == State.CERTIFIED,
        "is_sent": is_last and roster.state == State.SENT_FOR_PAYMENT,
        "payers": list(payers),
        "sendings": list(certificate.sendings.select_related("recipient")),
        "people": people_of(content),
        "tally": _tally(content),
        "differences": [
            row | {"day": date.fromisoformat(row["day"])}
            for row in content["duties"]
            if row["answer"]
        ],
        "total": timedelta(minutes=sum(row["minutes"] for row in content["duties"])),
    }


def _tally(content: dict[str, Any]) -> Tally:
    tally = Tally()
    for row in content["duties"]:
        if row["minutes"]:
            kind, lived = row["class"], timedelta(minutes=row["minutes"])
            tally.duties[kind] = tally.duties.get(kind, 0) + 1
            tally.lived[kind] = tally.lived.get(kind, timedelta()) + lived
    return tally


def _duty_row(duty: Served) -> dict[str, Any]:
    check = duty.decided or duty.said
    differs = check is not None and check.answer != "whole"
    return {
        "slot": duty.slot.pk,
        "day": duty.slot.local_day.isoformat(),
        "label": duty.slot.label,
        "class": duty.slot.slot_class,
        "holiday": duty.slot.holiday,
        "points": str(duty.slot.points),
        "sector": duty.slot.sector.code,
        "sector_name": duty.slot.sector.name,
        "role": duty.role.code,
        "person": str(duty.person.uuid),
        "name": str(duty.person),
        "planned": _iso(duty.planned),
        "served": _iso(duty.counted),
        "minutes": minutes(duty.lived),
        "answer": check.get_answer_display() if check and differs else "",
        "motive": check.get_motive_display() if check and differs else "",
    }


def _trip_row(trip: Intervention) -> dict[str, Any]:
    left = trip.trip_started_at
    return {
        "person": str(trip.person.uuid),
        "name": str(trip.person),
        "sector": trip.record.sector.code,
        "kind": trip.kind,
        "called_at": trip.called_at.isoformat(),
        "trip_started_at": left.isoformat() if left else None,
        "ended_at": trip.ended_at.isoformat(),
        "minutes": minutes(elapsed([work_of(trip)])),
        "km": str(trip.distance_km),
    }


def minutes(lived: timedelta) -> int:
    """Whole minutes."""
    return int(lived.total_seconds() // 60)


def _iso(periods: list[Period]) -> list[list[str]]:
    return [[start.isoformat(), end.isoformat()] for start, end in sorted(periods)]
