"""The ARS's figures and the requests it answers, through the API."""

import pytest
from django.urls import reverse

from coordination.reinforcement.models import Assignment
from portal.accounts.models import Grant
from portal.accounts.services import request_grant
from tests.coordination.reinforcement.scene import open_need, said_yes
from tests.people import GrantFactory, UserFactory, log_in


def figures(client, **params):
    return client.get(reverse("api:figures-list"), params)


def test_the_figures_count_what_happened_in_the_territory(client, alice, ehpad):
    need = open_need(ehpad)
    said_yes(need)
    said_yes(need)

    found = figures(log_in(client, alice), jours=7).json()

    stages = {line["stage"]: line["people"] for line in found["funnel"]}
    assert found["days"] == 7
    assert sum(line["needs"] for line in found["states"]) == 1
    assert stages["Ont dit oui"] == 2
    assert [line["places"] for line in found["professions"]] == [
        sum(slot.capacity for slot in need.slots.all())
    ]


def test_another_region_counts_nothing_of_ours(client, dora, ehpad, aube):
    said_yes(open_need(ehpad))

    found = figures(log_in(client, dora), territoire=aube.pk).json()

    assert found["states"] == []
    assert {line["people"] for line in found["funnel"]} == {0}
    assert found["load"] == {"registered": 0, "usable": 0, "never": 0}


@pytest.mark.parametrize("territory", ["99999999", "9" * 30, "x"])
def test_a_territory_that_is_none_is_not_an_error(client, alice, territory):
    answered = figures(log_in(client, alice), territoire=territory)

    assert answered.status_code == (200 if territory in ("9" * 30, "x") else 404)


def test_the_figures_cost_the_same_at_any_size(client, alice, ehpad, django_assert_max_num_queries):
    log_in(client, alice)
    said_yes(open_need(ehpad))
    figures(client)
    with django_assert_max_num_queries(30) as few:
        figures(client)
    for _ in range(3):
        said_yes(open_need(ehpad))

    with django_assert_max_num_queries(len(few)):
        figures(client)

    assert Assignment.objects.count() == 4


def test_a_request_is_granted_once(client, alice, ehpad):
    grant = request_grant(UserFactory(), structure=ehpad)
    address = reverse("api:grant-approve", args=[grant.pk])
    log_in(client, alice)

    assert client.post(address).status_code == 204
    assert client.post(address).status_code == 404
    grant.refresh_from_db()
    assert grant.state == Grant.State.APPROVED


def test_nobody_grants_oneself(client, alice, ehpad):
    grant = request_grant(alice, structure=ehpad)

    answered = log_in(client, alice).post(reverse("api:grant-approve", args=[grant.pk]))

    assert answered.status_code == 403
    grant.refresh_from_db()
    assert grant.state == Grant.State.PENDING


def test_a_refusal_needs_its_reason(client, ehpad, aube):
    agent = GrantFactory(territory=aube).user
    grant = request_grant(UserFactory(), structure=ehpad)
    address = reverse("api:grant-refuse", args=[grant.pk])
    log_in(client, agent)

    assert client.post(address).status_code == 400
    said = {"reason": "Vous n’êtes pas connu de cet établissement."}
    assert client.post(address, said, content_type="application/json").status_code == 204
    grant.refresh_from_db()
    assert grant.state == Grant.State.REFUSED
