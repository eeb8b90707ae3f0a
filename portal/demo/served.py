"""After the duties: trips noted, nights confirmed, a month certified, a shortage file."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from coordination.oncall.models import (
    DutyCheck,
    DutyRecord,
    Intervention,
    Line,
    LineRole,
    Person,
    Roster,
    Sector,
    Shift,
    ShortageStep,
    Slot,
)
from coordination.oncall.selectors.serving.served import served_in
from coordination.oncall.services.rosters.placement import Placement, place_all
from coordination.oncall.services.rosters.roster import publish_roster
from coordination.oncall.services.serving.certification import certify_roster
from coordination.oncall.services.serving.intervention import note_intervention
from coordination.oncall.services.serving.served import confirm_all, say_served
from coordination.oncall.services.serving.shortage import Step, note_step, open_shortage
from portal.accounts.models import User

Kind, Motive = Intervention.Kind, Intervention.Motive
# Hours after the beginning of the night, minutes, kilometres: about two calls a week.
TRIPS = [(3, 75, 18, Kind.VISIT, Motive.CARE), (6, 20, 0, Kind.PHONE, Motive.ADVICE)]


def fill_by_weeks(roster: Roster, role: LineRole, people: list[Person], *, by: User) -> None:
    """A week each, published."""
    placements = [
        Placement(slot, role, people[(slot.local_day - roster.days.lower).days // 7 % len(people)])
        for slot in Slot.objects.filter(roster=roster).order_by("period")
    ]
    place_all(roster, placements, origin=Shift.Origin.ROTATION, by=by)
    publish_roster(roster, by=by)


def play_service(line: Line, past: Roster, *, by: User) -> None:
    """The past month is certified, one night of it in part; trips are noted now and then."""
    records = DutyRecord.objects.filter(line=line, period__upper_inf=False).order_by("period")
    for rank, record in enumerate(records):
        if rank % 4 == 1:
            _trip(record, rank, by)
    Roster.objects.filter(pk=past.pk).update(state=Roster.State.CLOSED)
    past.refresh_from_db()
    duties = served_in(past)
    confirm_all(duties[:-2], by=None)
    short = duties[-2]
    say_served(
        short.slot,
        role=short.role,
        person=short.person,
        side=DutyCheck.Side.PERSON,
        answer=DutyCheck.Answer.PART,
        served=type(short.slot.period)(
            short.slot.period.lower, short.slot.period.upper - timedelta(hours=2)
        ),
        motive=DutyCheck.Motive.LATE,
        by=None,
    )
    certify_roster(past, by=by)


def play_shortage(sector: Sector, *, by: User) -> None:
    """The evening that nobody holds: who was called, who was consulted."""
    day, now = timezone.localdate() + timedelta(days=2), timezone.now()
    file = open_shortage(sector.line, first=day, last=day, sector=sector, by=by)
    step = ShortageStep
    acts = [
        Step(
            kind=step.Kind.CALL, party=step.Party.DOCTORS, at=now - timedelta(hours=30),
            means="SMS et courriel", reached=12, answer="aucun volontaire",
            answered_at=now - timedelta(hours=6),
        ),
        Step(
            kind=step.Kind.CONSULTATION, party=step.Party.UNION, who="URPS médecins (fictive)",
            means="téléphone", at=now - timedelta(hours=5),
        ),
    ]  # fmt: skip
    for one in acts:
        note_step(file, one, by=by)


def _trip(record: DutyRecord, rank: int, by: User) -> None:
    after, length, km, kind, motive = TRIPS[rank // 4 % len(TRIPS)]
    called = record.period.lower + timedelta(hours=after)
    ended = called + timedelta(minutes=length)
    if record.period.upper and called < record.period.upper and ended < timezone.now():
        note_intervention(
            record, kind=kind, motive=motive, called_at=called, ended_at=ended,
            distance_km=Decimal(km), by=by,
        )  # fmt: skip
