"""Whoever asked to manage a structure, or managed it once, has no hold on its needs."""

import pytest
from django.urls import reverse

from coordination.reinforcement.models import Need
from coordination.reinforcement.selectors.drafting import structures_for
from tests.people import GrantFactory, NeedFactory, UserFactory, log_in

WRITING = ["need_edit", "need_profile", "need_terms", "need_cancel", "need_copy", "need_submit"]


def at(name: str, need: Need) -> str:
    return reverse(f"reinforcement:{name}", args=[need.uuid])


@pytest.fixture
def newcomer(ehpad):
    """Somebody who asks to manage the EHPAD: the ARS has not answered."""
    user = UserFactory()
    GrantFactory(user=user, role="manager", structure=ehpad, pending=True)
    return user


@pytest.mark.parametrize("state", [{}, {"submitted": True}, {"opened": True}])
def test_asking_to_manage_a_structure_gives_no_hold_on_the_needs_of_others(
    client, newcomer, bob, ehpad, state
):
    need = NeedFactory(structure=ehpad, created_by=bob, **state)
    log_in(client, newcomer)

    codes = {client.post(at(name, need), {"reason": "pour nuire"}).status_code for name in WRITING}

    assert codes == {404}
    assert client.get(at("need_detail", need)).status_code == 404
    api = f"/api/v1/needs/{need.uuid}/"
    assert client.get(api).status_code == 404
    assert client.post(api + "cancel/", {"reason": "pour nuire"}).status_code == 404
    assert Need.objects.get(pk=need.pk).state == need.state


def test_what_one_wrote_before_approval_stays_one_s_own_until_it_leaves(client, newcomer, ehpad):
    need = NeedFactory(structure=ehpad, created_by=newcomer)
    log_in(client, newcomer)

    assert client.get(at("need_edit", need)).status_code == 200
    assert client.post(at("need_cancel", need), {"reason": "erreur"}).status_code == 302
    assert Need.objects.get(pk=need.pk).state == Need.State.CANCELLED


@pytest.mark.parametrize("over", [{"ended": True}, {"state": "revoked"}, {"state": "refused"}])
def test_who_no_longer_manages_a_structure_reads_none_of_its_needs(client, ehpad, over):
    former = UserFactory()
    GrantFactory(user=former, role="manager", structure=ehpad, **over)
    need = NeedFactory(structure=ehpad, created_by=former, opened=True)
    log_in(client, former)

    assert not Need.objects.visible_to(former).exists()
    assert client.get(at("need_detail", need)).status_code == 404
    assert not structures_for(former).exists()
