"""A need and the level of the cell around: direct, regulated, direct again (rule 18)."""

import pytest

from coordination.crisis.models import Mode
from coordination.crisis.services.activation import change_level
from coordination.reinforcement.models import Need
from coordination.reinforcement.services.submission import submit_need
from portal.audit.models import Entry
from tests.coordination.crisis.crisis_world import decided, open_departmental
from tests.coordination.reinforcement.scene import NeedFactory

pytestmark = pytest.mark.django_db


def asked(ehpad, bob):
    need = NeedFactory(structure=ehpad, created_by=bob)
    return need, submit_need(need, by=bob)


def test_a_need_awaits_the_ars_while_the_level_of_the_cell_around_regulates(
    settings, catalogue, aube, ehpad, alice, bob
):
    settings.VALIDATION_DEPARTMENTS = []
    cell = open_departmental(aube, by=alice, level=2)

    _, below = asked(ehpad, bob)
    change_level(cell, to=3, decided=decided(alice), by=alice)
    held, regulated = asked(ehpad, bob)
    change_level(cell, to=2, decided=decided(alice), by=alice)
    _, after = asked(ehpad, bob)

    assert (below, regulated, after) == (Need.State.OPEN, Need.State.SUBMITTED, Need.State.OPEN)
    switches = Entry.objects.filter(action="need.regulated")
    assert list(switches.values_list("subject_id", flat=True)) == [str(held.pk)]


def test_an_exercise_regulates_nothing(settings, catalogue, aube, ehpad, alice, bob):
    settings.VALIDATION_DEPARTMENTS = []
    open_departmental(aube, by=alice, level=3, mode=Mode.EXERCISE)

    assert asked(ehpad, bob)[1] == Need.State.OPEN
