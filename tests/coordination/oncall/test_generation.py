"""A proposal: asked for, computed aside, stopped, taken up by an explicit act only."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from coordination.oncall.models import GenerationRun, Regime, RuleParameter, Shift, Wish
from coordination.oncall.refusals import (
    GenerationOver,
    GenerationUnderWay,
    NobodyToDraw,
    NothingToDraw,
    ProposalOutdated,
    RosterMoved,
)
from coordination.oncall.selectors.drawing.generation import line_input
from coordination.oncall.selectors.drawing.proposal import proposal_of
from coordination.oncall.services.drawing import generation
from coordination.oncall.services.people.absence import note_absence
from coordination.oncall.services.rosters.placement import Placement, place_all
from coordination.oncall.services.rosters.roster import draft_roster, publish_roster
from coordination.oncall.solver.line import fingerprint
from coordination.oncall.tasks import draw_rosters
from tests.coordination.oncall.roster_world import (
    ALWAYS,
    LineFactory,
    LineRoleFactory,
    MemberFactory,
    RequirementFactory,
    SectorFactory,
    SlotTemplateFactory,
    evening,
)
from tests.people import UserFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2027, 3, 1), date(2027, 3, 14)


@pytest.fixture
def boss():
    return UserFactory()


@pytest.fixture
def line(aube):
    line = LineFactory(territory=aube)
    SlotTemplateFactory(line=line)
    RequirementFactory(sector=SectorFactory(line=line))
    return line


@pytest.fixture
def members(line):
    role = LineRoleFactory(line=line)
    found = [MemberFactory(line=line) for _ in range(4)]
    for one in found:
        one.roles.add(role)
    return found


@pytest.fixture
def draft(line, boss):
    return draft_roster(line, first=FIRST, last=LAST, name="Mars", by=boss)


def proposed(draft, boss, **asked) -> GenerationRun:
    """A run that is over."""
    run = generation.ask_generation(draft, **{"seconds": 5, "stays_close": False, **asked}, by=boss)
    draw_rosters()
    run.refresh_from_db()
    return run


def duties(run) -> dict[int, int]:
    """How many duties each person is proposed."""
    people = [person for _, _, person in run.result["shifts"]]
    return {person: people.count(person) for person in people}


def test_a_proposal_covers_the_draft_fairly_and_writes_nothing_in_it(draft, members, boss):
    run = proposed(draft, boss)

    proposal = proposal_of(run)

    assert run.state == GenerationRun.State.DONE
    assert sorted(duties(run).values()) == [3, 3, 4, 4]
    assert (proposal.shifts, proposal.holes, proposal.broken) == (14, [], [])
    assert run.bound <= run.objective
    assert Shift.objects.count() == 0


def test_taking_up_a_proposal_fills_the_draft_once(draft, members, boss):
    run = proposed(draft, boss)

    number = generation.apply_proposal(run, by=boss)

    shifts = Shift.objects.filter(roster=draft)
    assert number == shifts.count() == 14
    assert set(shifts.values_list("origin", "holds")) == {("generator", False)}
    with pytest.raises(GenerationOver, match="repris dans le tableau"):
        generation.apply_proposal(run, by=boss)


def test_the_same_data_and_seed_give_the_same_proposal(draft, members, boss):
    first, second = proposed(draft, boss), proposed(draft, boss)

    assert first.input_hash == second.input_hash
    assert first.result == second.result


def test_a_proposal_whose_ground_moved_is_refused(draft, members, boss):
    run = proposed(draft, boss)
    note_absence(members[0].person, period=evening(FIRST), by=boss)

    with pytest.raises(ProposalOutdated):
        generation.apply_proposal(run, by=boss)

    run.refresh_from_db()
    assert run.state == GenerationRun.State.DONE
    assert Shift.objects.count() == 0


def test_history_commitment_absences_and_wishes_weigh(line, members, boss):
    past = draft_roster(line, first=date(2027, 2, 1), last=date(2027, 2, 8), name="Passé", by=boss)
    role = line.roles.get()
    place_all(
        past,
        [Placement(slot, role, members[0].person) for slot in past.slots.all()],
        origin="manual",
        by=boss,
    )
    publish_roster(past, by=boss)
    members[1].share = Decimal("0.5")
    members[1].save()
    Wish.objects.create(
        person=members[2].person, line=line, period=evening(FIRST), kind="wants", weight=5
    )
    note_absence(members[3].person, period=evening(FIRST + timedelta(days=1)), by=boss)
    draft = draft_roster(line, first=FIRST, last=LAST, name="Mars", by=boss)

    run = proposed(draft, boss)

    held = duties(run)
    assert held.get(members[0].person_id, 0) == 0
    assert held[members[1].person_id] < held[members[2].person_id]
    first, second = draft.slots.order_by("period")[:2]
    assert [first.pk, role.pk, members[2].person_id] in run.result["shifts"]
    assert [second.pk, role.pk, members[3].person_id] not in run.result["shifts"]


def test_a_locked_shift_stays_where_it_is(draft, members, boss):
    slot, person = draft.slots.order_by("period")[3], members[2].person
    place_all(draft, [Placement(slot, draft.line.roles.get(), person)], origin="manual", by=boss)
    Shift.objects.update(is_locked=True)

    generation.apply_proposal(proposed(draft, boss), by=boss)

    kept = Shift.objects.get(slot=slot)
    assert (kept.person, kept.origin) == (person, "manual")
    assert Shift.objects.filter(roster=draft).count() == 14


def test_replanning_after_an_absence_moves_one_duty(draft, members, boss):
    generation.apply_proposal(proposed(draft, boss), by=boss)
    gone = Shift.objects.filter(roster=draft).order_by("period").first()
    note_absence(gone.person, period=gone.period, by=boss)

    run = proposed(draft, boss, stays_close=True)

    assert run.result["changed"] == 1
    assert [gone.slot_id, gone.role_id, gone.person_id] not in run.result["shifts"]


def test_what_nobody_can_cover_comes_with_the_rules_in_the_way(draft, members, boss):
    for member in members[:3]:
        note_absence(member.person, period=evening(FIRST), by=boss)
    members[3].roles.clear()

    proposal = proposal_of(proposed(draft, boss))

    assert [(hole.slot.local_day, hole.missing) for hole in proposal.holes] == [(FIRST, 1)]
    assert dict(proposal.holes[0].rules) == {
        "absents": 3, "sans le rôle ou la qualification": 1,
    }  # fmt: skip


def test_the_caps_of_a_regime_are_kept(draft, members, boss):
    RuleParameter.objects.create(
        code="cap.hours_7_days", label="Astreinte par semaine", regime=Regime.PRIVATE, value=8,
        unit="hours", severity="block", validity=ALWAYS, legal_ref="essai",
    )  # fmt: skip
    for member in members:
        member.regime = Regime.PRIVATE
        member.save()
    for member in members[1:]:
        member.delete()

    run = proposed(draft, boss)

    # Two evenings of four hours a week, for the one who is left.
    assert len(run.result["shifts"]) == 4
    assert proposal_of(run).holes[0].rules == [("au plafond d’heures sur 7 jours", 1)]


def test_a_run_that_waits_is_stopped_at_once_and_one_under_way_keeps_its_best(draft, members, boss):
    waiting = generation.ask_generation(draft, seconds=5, stays_close=False, by=boss)
    generation.stop_generation(waiting, by=boss)
    generation.ask_generation(draft, seconds=60, stays_close=False, by=boss)
    running = generation.claim_generation(timezone.now())
    generation.stop_generation(running, by=boss)

    generation.run_generation(running)

    waiting.refresh_from_db()
    running.refresh_from_db()
    assert waiting.state == GenerationRun.State.FAILED
    assert running.state in (GenerationRun.State.STOPPED, GenerationRun.State.DONE)
    assert len(running.result["shifts"]) == 14
    with pytest.raises(GenerationOver):
        generation.stop_generation(running, by=boss)


def test_a_silent_worker_is_replaced_and_writes_nothing_more(draft, members, boss):
    generation.ask_generation(draft, seconds=5, stays_close=False, by=boss)
    lost = generation.claim_generation(timezone.now())

    assert generation.claim_generation(timezone.now()) is None
    taken = generation.claim_generation(timezone.now() + timedelta(minutes=1))
    generation.run_generation(lost)

    taken.refresh_from_db()
    assert (taken.state, taken.result, taken.attempts) == (GenerationRun.State.RUNNING, {}, 2)


def test_a_run_that_breaks_its_workers_is_given_up(draft, members, boss):
    run = generation.ask_generation(draft, seconds=5, stays_close=False, by=boss)
    for minutes in range(3):
        generation.claim_generation(timezone.now() + timedelta(minutes=minutes))

    assert generation.claim_generation(timezone.now() + timedelta(minutes=9)) is None
    run.refresh_from_db()
    assert run.state == GenerationRun.State.FAILED


def test_what_cannot_be_drawn_is_refused(line, draft, members, boss):
    generation.ask_generation(draft, seconds=5, stays_close=False, by=boss)
    with pytest.raises(GenerationUnderWay):
        generation.ask_generation(draft, seconds=5, stays_close=False, by=boss)

    GenerationRun.objects.all().delete()
    line.members.all().delete()
    with pytest.raises(NobodyToDraw):
        generation.ask_generation(draft, seconds=5, stays_close=False, by=boss)
    line.sectors.get().requirements.all().delete()
    with pytest.raises(NothingToDraw):
        generation.ask_generation(draft, seconds=5, stays_close=False, by=boss)
    draft.state = "published"
    with pytest.raises(RosterMoved):
        generation.ask_generation(draft, seconds=5, stays_close=False, by=boss)


def test_the_data_of_a_proposal_cost_as_many_statements_for_many_people(
    line, draft, members, django_assert_max_num_queries
):
    with django_assert_max_num_queries(18) as few:
        line_input(draft)
    for _ in range(20):
        MemberFactory(line=line).roles.add(line.roles.get())

    with django_assert_max_num_queries(len(few)):
        found = line_input(draft)

    assert len(found.candidates) == 24


def test_the_fingerprint_ignores_the_order_of_the_rows(draft, members):
    asked = line_input(draft)
    shuffled = type(asked)(
        asked.first,
        asked.end,
        asked.places[::-1],
        asked.candidates[::-1],
        asked.weights,
        asked.zone,
    )

    assert fingerprint(asked) == fingerprint(shuffled)
