"""A manager asks, the ARS answers, the person is told, what was kept ready leaves."""

import pytest
from django.urls import reverse

from coordination.notifications.models import Notification
from coordination.reinforcement.models import Need
from coordination.reinforcement.services.submission import submit_need
from directory.models.word import rebuild_vocabulary
from portal.accounts.models import Grant
from portal.accounts.services import request_grant
from tests.people import NeedFactory, UserFactory, log_in


@pytest.fixture
def newcomer(db):
    return UserFactory(first_name="Théo")


def told(user) -> set[str]:
    return set(Notification.objects.filter(user=user).values_list("publication__notice", flat=True))


def test_somebody_finds_their_structure_and_asks(client, newcomer, ehpad, alice) -> None:
    rebuild_vocabulary()
    log_in(client, newcomer)
    page = client.get(reverse("situation:grant_find"), {"q": "tilleuls"}).content.decode()
    assert "EHPAD des Tilleuls" in page

    client.post(reverse("situation:grant_request"), {"structure": str(ehpad.uuid)})

    assert newcomer.grants.get().state == Grant.State.PENDING
    assert told(alice) == {"grant_asked"}


def test_the_agency_reads_the_request_and_approves(client, newcomer, ehpad, alice) -> None:
    grant = request_grant(newcomer, structure=ehpad)
    log_in(client, alice)
    assert "Théo" in client.get(reverse("situation:grant_list")).content.decode()

    client.post(reverse("situation:grant_approve", args=[grant.pk]))

    assert newcomer.manages(ehpad)
    assert told(newcomer) == {"grant_approved"}


def test_a_need_kept_ready_leaves_with_the_approval(client, newcomer, ehpad, alice) -> None:
    grant = request_grant(newcomer, structure=ehpad)
    need = NeedFactory(structure=ehpad, created_by=newcomer)
    submit_need(need, by=newcomer)
    log_in(client, alice)

    client.post(reverse("situation:grant_approve", args=[grant.pk]))

    need.refresh_from_db()
    assert need.submitted_at is not None
    assert need.state != Need.State.DRAFT


def test_a_refusal_carries_its_reason(client, newcomer, ehpad, alice) -> None:
    grant = request_grant(newcomer, structure=ehpad)
    log_in(client, alice)
    page = reverse("situation:grant_refuse", args=[grant.pk])

    assert client.post(page, {"reason": ""}).status_code == 200
    client.post(page, {"reason": "Le standard ne vous connaît pas."})

    grant.refresh_from_db()
    assert (grant.state, grant.reason) == ("refused", "Le standard ne vous connaît pas.")
    assert told(newcomer) == {"grant_refused"}


def test_the_list_costs_the_same_with_many_requests(
    client, ehpad, alice, django_assert_max_num_queries
) -> None:
    for _ in range(12):
        request_grant(UserFactory(), structure=ehpad)
    log_in(client, alice)
    client.get(reverse("situation:grant_list"))

    with django_assert_max_num_queries(16):
        client.get(reverse("situation:grant_list"))
