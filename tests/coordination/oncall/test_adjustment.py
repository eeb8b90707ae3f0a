"""A proposal changed by hand: the account follows, the rules hold, the roster does not move."""

from datetime import date

import pytest
from django.urls import reverse

from coordination.oncall.models import GenerationRun, Shift
from coordination.oncall.refusals import GenerationOver, ProposalOutdated
from coordination.oncall.refusals.proposal import PlaceForbidden, PlaceMoved
from coordination.oncall.selectors.drawing.adjustment import comparison_of
from coordination.oncall.selectors.drawing.proposal import proposal_of
from coordination.oncall.services.drawing import generation
from coordination.oncall.services.drawing.proposal import adjust_proposal
from coordination.oncall.services.people.absence import note_absence
from coordination.oncall.services.rosters.roster import draft_roster
from coordination.oncall.tasks import draw_rosters
from tests.coordination.oncall.roster_world import (
    LineFactory,
    LineRoleFactory,
    MemberFactory,
    RequirementFactory,
    SectorFactory,
    SlotTemplateFactory,
    evening,
)
from tests.pages import check_page
from tests.people import log_in

pytestmark = pytest.mark.django_db
FIRST = date(2027, 3, 1)


@pytest.fixture
def draft(aube, alice):
    """A week of evenings between three people; one is away on the first one."""
    line = LineFactory(territory=aube)
    SlotTemplateFactory(line=line)
    RequirementFactory(sector=SectorFactory(line=line))
    role = LineRoleFactory(line=line)
    members = [MemberFactory(line=line) for _ in range(3)]
    for one in members:
        one.roles.add(role)
    note_absence(members[0].person, period=evening(FIRST), by=alice)
    return draft_roster(line, first=FIRST, last=date(2027, 3, 7), name="Mars", by=alice)


@pytest.fixture
def run(draft, alice):
    return proposed(draft, alice)


def proposed(draft, alice):
    run = generation.ask_generation(draft, seconds=5, stays_close=False, by=alice)
    draw_rosters()
    run.refresh_from_db()
    return run


def first_place(run):
    """The first evening: its slot, role and holder; who is free, and who is away."""
    opening = run.roster.slots.order_by("period").first()
    slot, role, holder = next(row for row in run.result["shifts"] if row[0] == opening.pk)
    away, *others = run.roster.line.members.order_by("pk").values_list("person", flat=True)
    return slot, role, holder, next(one for one in others if one != holder), away


def test_another_person_takes_a_place_and_the_account_follows(run, alice):
    slot, role, holder, free, _ = first_place(run)
    before = run.objective

    moved = adjust_proposal(run, slot=slot, role=role, leaves=holder, enters=free, by=alice)

    run.refresh_from_db()
    proposal = proposal_of(run)
    assert [slot, role, free] in run.result["shifts"]
    assert [slot, role, holder] not in run.result["shifts"]
    assert run.objective == before + moved == sum(run.result["costs"].values())
    assert (proposal.adjusted, proposal.computed) == (1, before)
    assert Shift.objects.count() == 0


def test_an_emptied_place_is_a_hole_until_somebody_takes_it(run, alice):
    slot, role, holder, _, _ = first_place(run)
    before = run.objective

    adjust_proposal(run, slot=slot, role=role, leaves=holder, enters=0, by=alice)
    run.refresh_from_db()
    holes = proposal_of(run).holes
    adjust_proposal(run, slot=slot, role=role, leaves=0, enters=holder, by=alice)

    run.refresh_from_db()
    assert [(hole.slot.pk, hole.missing) for hole in holes] == [(slot, 1)]
    assert (run.objective, proposal_of(run).holes) == (before, [])


def test_a_rule_is_never_broken_from_a_proposal(run, alice):
    slot, role, holder, _, away = first_place(run)

    with pytest.raises(PlaceForbidden, match="absents"):
        adjust_proposal(run, slot=slot, role=role, leaves=holder, enters=away, by=alice)
    with pytest.raises(PlaceMoved):
        adjust_proposal(run, slot=slot, role=role, leaves=away, enters=holder, by=alice)
    with pytest.raises(PlaceMoved):
        adjust_proposal(run, slot=slot, role=role, leaves=0, enters=away, by=alice)

    run.refresh_from_db()
    assert [slot, role, holder] in run.result["shifts"]


def test_a_proposal_that_aged_or_was_taken_up_no_longer_changes(run, alice):
    slot, role, holder, free, _ = first_place(run)
    change = {"slot": slot, "role": role, "leaves": holder, "enters": free, "by": alice}

    generation.apply_proposal(run, by=alice)
    with pytest.raises(GenerationOver):
        adjust_proposal(run, **change)
    GenerationRun.objects.update(state="done", input_hash="autre")
    with pytest.raises(ProposalOutdated):
        adjust_proposal(run, **change)


def test_the_page_lists_who_is_free_and_says_why_others_are_not(client, run, alice):
    slot, role, holder, free, _ = first_place(run)
    log_in(client, alice)
    address = reverse("oncall:generation_place", args=[run.uuid, slot, role, holder])

    page = client.get(address).content.decode()
    after = client.post(address, {"enters": free}, follow=True).content.decode()

    assert f'value="{free}"' in page
    assert "absents" in page
    assert "La proposition est modifiée" in after
    assert client.get(address).status_code == 404


def test_two_proposals_are_compared(client, run, draft, alice):
    slot, role, holder, free, _ = first_place(run)
    second = proposed(draft, alice)
    adjust_proposal(second, slot=slot, role=role, leaves=holder, enters=free, by=alice)
    second.refresh_from_db()
    log_in(client, alice)

    page = client.get(reverse("oncall:generation_compare", args=[run.uuid, second.uuid]))

    assert comparison_of(run, second).differing == 1
    assert "1 tour diffère" in page.content.decode()
    assert "Comparer avec" in client.get(run.get_absolute_url()).content.decode()


def test_the_slots_of_a_proposal_cost_the_same_however_many(
    client, run, draft, alice, django_assert_max_num_queries
):
    log_in(client, alice)
    address = reverse("oncall:generation_slots", args=[run.uuid])
    client.get(address)

    with django_assert_max_num_queries(16):
        page = client.get(address).content.decode()

    assert page.count("changer</span>") == 7


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_pages_of_an_adjustment_are_accessible(visit, run, draft, alice):
    slot, role, holder, _, _ = first_place(run)
    second = proposed(draft, alice)

    check_page(visit(alice, reverse("oncall:generation_slots", args=[run.uuid])))
    check_page(
        visit(alice, reverse("oncall:generation_place", args=[run.uuid, slot, role, holder]))
    )
    check_page(visit(alice, reverse("oncall:generation_compare", args=[run.uuid, second.uuid])))
