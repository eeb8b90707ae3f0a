"""The two pages that machines read."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import override_settings
from django.utils import timezone

from coordination.notifications.models import Heartbeat


@pytest.fixture(autouse=True)
def _database(db):
    pass


def canary(queue, *, seconds_ago):
    at = timezone.now() - timedelta(seconds=seconds_ago)
    Heartbeat.objects.create(name=f"canary:{queue}", at=at)


def test_a_portal_that_has_just_started_is_alive(client):
    response = client.get("/sante/vivant/")

    assert response.status_code == 200
    assert response.json() == {"état": "vivant", "files muettes": {}}


def test_a_queue_whose_canary_is_not_consumed_is_told(client):
    canary("urgent", seconds_ago=10)
    canary("bulk", seconds_ago=600)

    response = client.get("/sante/vivant/")

    assert response.status_code == 503
    assert response.json()["état"] == "muet"
    assert list(response.json()["files muettes"]) == ["bulk"]


def test_pages_serve_degraded_while_nobody_works_behind_them(client):
    canary("bulk", seconds_ago=600)

    response = client.get("/sante/pret/")

    assert response.status_code == 200
    assert response.json()["état"] == "dégradé"


def test_the_portal_is_ready_with_its_database_redis_and_workers(client):
    canary("urgent", seconds_ago=10)

    response = client.get("/sante/pret/")

    assert response.status_code == 200
    content = response.json()
    assert content["état"] == "prêt"
    assert content["battements"]["canary:urgent"] in range(10, 15)


@override_settings(REDIS_URL="redis://127.0.0.1:1/0")
def test_a_dead_redis_degrades_without_taking_the_pages_down(client):
    response = client.get("/sante/pret/")

    assert response.status_code == 200
    assert response.json()["état"] == "dégradé"
    assert response.json()["redis"] is False


@pytest.mark.parametrize(("screen", "status"), [("/sante/vivant/", 200), ("/sante/pret/", 503)])
def test_a_dead_database_is_said_by_readiness_only(client, monkeypatch, screen, status):
    def broken(*_args):
        raise DatabaseError

    with monkeypatch.context() as cut:
        cut.setattr(connection, "cursor", broken)
        response = client.get(screen)

    assert response.status_code == status


@pytest.mark.parametrize("screen", ["/sante/vivant/", "/sante/pret/"])
def test_health_pages_change_nothing_and_are_not_kept(client, screen):
    assert client.post(screen).status_code == 405
    assert "no-store" in client.get(screen)["Cache-Control"]
