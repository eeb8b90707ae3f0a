"""The two pages that machines read."""

import pytest
from django.db import DatabaseError, connection
from django.test import override_settings


def test_the_living_page_asks_nothing_of_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get("/sante/vivant/")

    assert response.status_code == 200
    assert response.json() == {"état": "vivant"}


def test_the_portal_is_ready_with_its_database_and_redis(client, db):
    response = client.get("/sante/pret/")

    assert response.status_code == 200
    assert response.json() == {"état": "prêt", "base": True, "redis": True}


@override_settings(REDIS_URL="redis://127.0.0.1:1/0")
def test_a_dead_redis_degrades_without_taking_the_pages_down(client, db):
    response = client.get("/sante/pret/")

    assert response.status_code == 200
    assert response.json() == {"état": "dégradé", "base": True, "redis": False}


def test_a_dead_database_is_said_by_the_status_code(client, db, monkeypatch):
    def broken():
        raise DatabaseError

    with monkeypatch.context() as cut:
        cut.setattr(connection, "cursor", broken)
        response = client.get("/sante/pret/")

    assert response.status_code == 503
    assert response.json()["état"] == "indisponible"


@pytest.mark.parametrize("page", ["/sante/vivant/", "/sante/pret/"])
def test_health_pages_change_nothing_and_are_not_kept(client, db, page):
    assert client.post(page).status_code == 405
    assert "no-store" in client.get(page)["Cache-Control"]
