"""The circuit in the story: a roster diffused, the next one late, an exchange under way, an alarm.

Played after the rosters of the story, through the same services as everybody.
"""

from datetime import date, timedelta

from django.utils import timezone

from coordination.oncall.models import Line, LineRole, Recipient, Roster, Shift, Slot, Swap
from coordination.oncall.services.drawing.generation import (
    ask_generation,
    claim_generation,
    run_generation,
)
from coordination.oncall.services.rosters.circuit import (
    answer_version,
    distribute_roster,
    transmit_roster,
    turn_rosters,
)
from coordination.oncall.services.rosters.gaps import raise_gap_alarms
from coordination.oncall.services.rosters.placement import Placement, place_all
from coordination.oncall.services.rosters.roster import draft_roster, publish_roster
from coordination.oncall.services.swaps.cover import ask_cover
from coordination.oncall.services.swaps.relay import leave_note
from coordination.oncall.services.swaps.swap import open_swap
from portal.accounts.models import User

Stage, Kind = Recipient.Stage, Recipient.Kind
RECIPIENTS = [
    (Stage.TRANSMISSION, Kind.COUNCIL, "Conseil de l’Ordre (fictif)", "ordre@demo.example"),
    (Stage.DISTRIBUTION, Kind.AGENCY, "ARS, site fictif", "ars-site@demo.example"),
    (Stage.DISTRIBUTION, Kind.REGULATION, "SAMU – Centre 15 (fictif)", "centre15@demo.example"),
    (Stage.DISTRIBUTION, Kind.PREFECT, "Préfecture (fictive)", ""),
]
NOTE = "Le portail de l’EHPAD des Tilleuls est fermé la nuit : sonner côté jardin."


def play_circuit(doctors: Line, nurses: Line, *, last: date, by: User) -> None:
    """The roster in force was sent and received; the next one should have been."""
    Recipient.objects.bulk_create(
        Recipient(line=doctors, stage=stage, kind=kind, name=name, email=email)
        for stage, kind, name, email in RECIPIENTS
    )
    current = doctors.rosters.get()
    for sent in transmit_roster(current, by=by):
        answer_version(sent)
    distribute_roster(current, by=by)
    turn_rosters(timezone.now())
    _next_roster(doctors, current.days.upper, last, by=by)
    _exchange(doctors)
    _search(doctors, by=by)
    _note(nurses)
    _propose(doctors, last + timedelta(days=1), by=by)
    raise_gap_alarms(timezone.now())


def _next_roster(line: Line, first: date, last: date, *, by: User) -> None:
    """The weeks that follow, held by the same people in the same turn: the council should have
    had them already, forty-five days before."""
    role = line.roles.get()
    roster = draft_roster(line, first=first, last=last, name="Les trois semaines suivantes", by=by)
    place_all(roster, _as_before(roster, role), origin=Shift.Origin.ROTATION, by=by)
    publish_roster(roster, by=by)


def _propose(line: Line, first: date, *, by: User) -> None:
    """The fortnight after is a draft with a proposal to read; a second one, to compare it with,
    awaits the worker."""
    last = first + timedelta(days=13)
    roster = draft_roster(line, first=first, last=last, name="Quinzaine à dresser", by=by)
    ask_generation(roster, seconds=5, stays_close=False, by=by)
    run = claim_generation(timezone.now())
    if run is not None:
        run_generation(run)
    ask_generation(roster, seconds=20, stays_close=False, by=by, seed=2)


def _as_before(roster: Roster, role: LineRole) -> list[Placement]:
    """Whoever held the same hours of the same sector four weeks earlier."""
    held = {
        (shift.sector_id, shift.slot.local_day, shift.slot.label): shift.person
        for shift in Shift.objects.holding()
        .filter(line=roster.line)
        .select_related("slot", "person")
    }
    back = timedelta(days=28)
    slots = Slot.objects.filter(roster=roster).order_by("period", "pk")
    found = [
        (slot, held.get((slot.sector_id, slot.local_day - back, slot.label))) for slot in slots
    ]
    return [Placement(slot, role, person) for slot, person in found if person is not None]


def _exchange(line: Line) -> None:
    """Two doctors of Troyes are about to exchange their evenings."""
    coming = Shift.objects.holding().filter(
        line=line,
        sector__code="troyes",
        slot__slot_class="evening",
        period__startswith__gt=timezone.now() + timedelta(days=4),
    )
    first, second = coming.select_related("person").in_order()[:2]
    open_swap(first, kind=Swap.Kind.EXCHANGE, by=None, counter_shift=second, reason="formation")


def _search(line: Line, *, by: User) -> None:
    """The hole of the story is proposed to three doctors of the sector."""
    day = timezone.localdate() + timedelta(days=2)
    slot = Slot.objects.select_related("roster__line", "sector").get(
        roster__line=line, sector__code="bar-sur-aube", local_day=day, slot_class="evening"
    )
    members = line.members.filter(sectors=slot.sector).select_related("person").order_by("pk")
    people = [member.person for member in members[:3]]
    ask_cover(slot, role=line.roles.get(), people=people, by=by, reason="arrêt de travail")


def _note(line: Line) -> None:
    """The nurse of last night leaves a note to the one of tonight."""
    past = Shift.objects.holding().filter(line=line, period__endswith__lt=timezone.now())
    last = past.select_related("person").in_order().last()
    if last is not None:
        leave_note(last, text=NOTE, by=None)
