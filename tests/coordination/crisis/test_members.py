"""Who holds what: one holder, an exclusive leader, designations that fill a cell as it opens."""

from datetime import date

import pytest

from coordination.crisis.models import CellKind, CellMember, Role
from coordination.crisis.refusals.cell import (
    AlreadyGone,
    AlreadyMember,
    ExclusiveRole,
    RankTaken,
    RoleOfAnotherKind,
    RoleTaken,
)
from coordination.crisis.selectors.cell_page import cell_page
from coordination.crisis.selectors.membership import role_lines
from coordination.crisis.services.designation import designate, end_designation
from coordination.crisis.services.member import add_member, end_membership
from tests.coordination.crisis.crisis_world import join, open_departmental, role
from tests.coordination.oncall.roster_world import PersonFactory

pytestmark = pytest.mark.django_db
LONG_AGO = date(2026, 1, 1)


def craps(slug):
    return Role.objects.get(kind=CellKind.CRAPS, slug=slug)


def test_a_role_has_one_holder_and_as_many_alternates_as_needed(cell, bob, emile, fatou):
    join(cell, bob, "situation")

    with pytest.raises(RoleTaken, match="situation"):
        join(cell, emile, "situation")
    join(cell, emile, "situation", rank=1)
    with pytest.raises(AlreadyMember):
        join(cell, emile, "situation", rank=2)

    (line,) = [one for one in role_lines(cell) if one.role.slug == "situation"]
    assert [member.user for member in line.members] == [bob, emile]
    assert not line.is_vacant


def test_who_leads_holds_nothing_else(cell, alice, bob):
    with pytest.raises(ExclusiveRole, match="directeur"):
        join(cell, alice, "situation")
    join(cell, bob, "situation")
    join(cell, bob, "communication")
    assert CellMember.objects.on_duty(cell).filter(user=bob).count() == 2


def test_a_role_of_another_kind_of_cell_is_refused(cell, bob):
    with pytest.raises(RoleOfAnotherKind):
        add_member(cell, bob, by=bob, role=Role.objects.get(kind="cch", slug="situation"))


def test_an_interval_is_closed_once_and_stays(cell, bob):
    member = join(cell, bob, "situation")
    end_membership(member, by=bob)

    with pytest.raises(AlreadyGone):
        end_membership(member, by=bob)
    assert CellMember.objects.get(pk=member.pk).period.upper is not None
    join(cell, bob, "situation")
    assert CellMember.objects.filter(cell=cell, user=bob).count() == 2


def test_a_rank_is_given_once_per_role_and_period(catalogue, aube, alice):
    first, second = PersonFactory(territory=aube), PersonFactory(territory=aube)
    kept = {"owner": aube, "rank": 0, "since": LONG_AGO, "by": alice}
    holder = designate(craps("situation"), first, **kept)

    with pytest.raises(RankTaken):
        designate(craps("situation"), second, **kept)
    end_designation(holder, on=date(2026, 2, 1), by=alice)
    later = designate(craps("situation"), second, **kept | {"since": date(2026, 2, 1)})

    assert later.is_holder


def test_an_opening_takes_the_holder_else_the_first_alternate_with_an_account(
    catalogue, aube, alice, bob, emile
):
    without = PersonFactory(territory=aube)
    for rank, (person, slug) in enumerate(
        [(without, "situation"), (PersonFactory(user=bob, territory=aube), "situation")]
    ):
        designate(craps(slug), person, owner=aube, rank=rank, since=LONG_AGO, by=alice)

    cell = open_departmental(aube, by=alice)

    held = {one.role.slug: one.user for one in CellMember.objects.on_duty(cell)}
    assert held == {"situation": bob, "director": alice}
    vacant = [line.role.slug for line in cell_page(cell, alice).vacant]
    assert vacant == ["capacity", "communication"]
    assert role(cell, "situation").pk == craps("situation").pk
