"""The cast stands on its feet: what the other tests take for granted."""

import pytest

from coordination.reinforcement.models import Assignment, Need, Volunteer
from portal.accounts.models import User
from portal.territories.models import Territory
from tests.people import AssignmentFactory, NeedFactory, WaveFactory, make_free


def test_a_grant_on_the_aube_covers_troyes_and_neither_reims_nor_the_region(
    alice: User, troyes: Territory, reims: Territory, grand_est: Territory
) -> None:
    assert alice.has_role("ars", troyes)
    assert not alice.has_role("ars", reims)
    assert not alice.has_role("ars", grand_est)


def test_bob_manages_his_ehpad_only(bob: User, ehpad, other_ehpad) -> None:
    assert bob.manages(ehpad)
    assert not bob.manages(other_ehpad)


def test_charlie_is_in_the_pool_and_free(charlie: User) -> None:
    make_free(charlie.volunteer)

    assert list(Volunteer.objects.in_pool()) == [charlie.volunteer]


@pytest.mark.django_db
def test_the_path_of_a_need_can_be_built() -> None:
    need = NeedFactory(opened=True, slots=2)
    wave = WaveFactory(need=need)
    asked = AssignmentFactory(need=need, wave=wave, accepted=True)

    assert need.slots.count() == 2
    assert Need.objects.recruiting().get() == need
    assert Assignment.objects.pending().get() == asked
