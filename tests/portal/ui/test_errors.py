"""When something goes wrong: French, a reference, and how to go on."""

import re

import pytest
from django.test import Client, RequestFactory

from portal.ui import views
from tests.people import NeedFactory


def test_a_page_that_does_not_exist_says_so_with_a_reference(client, db):
    answer = client.get("/cette-page-n-existe-pas/")

    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Cette page n’existe pas" in page
    assert re.search(r"<strong>[0-9A-F]{8}</strong>", page)
    assert 'href="/"' in page


def test_a_host_that_is_not_ours_is_a_bad_request_in_french(settings):
    settings.ALLOWED_HOSTS = ["portail.test"]

    answer = Client(raise_request_exception=False).get("/", headers={"host": "ailleurs.test"})

    assert answer.status_code == 400
    assert "Rien n’a été enregistré" in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (views.bad_request, 400, "Rien n’a été enregistré"),
        (views.forbidden, 403, "Vous n’avez pas accès"),
        (views.broken, 500, "Ce n’est pas de votre fait"),
    ],
)
def test_each_fault_has_its_page(view, status, words, settings):
    settings.PORTAL_CONTACT = "aide@exemple.test"
    request = RequestFactory().get("/x/")
    request.user = type("Nobody", (), {"is_authenticated": False})()
    request.csp_nonce = "n"

    answer = view(request)

    assert answer.status_code == status
    page = answer.content.decode()
    assert words in page
    assert "aide@exemple.test" in page
    assert "Traceback" not in page


def test_an_act_opened_like_a_page_says_how_it_is_done(client, bob, ehpad):
    need = NeedFactory(structure=ehpad)
    client.force_login(bob)

    answer = client.get(f"{need.get_absolute_url()}soumettre/")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    page = answer.content.decode()
    assert "Cette page s’ouvre par un bouton" in page
    assert f'href="{need.get_absolute_url()}"' in page
    assert 'href="/"' in page


def test_a_machine_keeps_its_own_405(client, bob):
    client.force_login(bob)

    answer = client.delete("/api/v1/needs/")

    assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/json")


def test_a_form_left_open_too_long_is_explained(db):
    answer = Client(enforce_csrf_checks=True).post("/comptes/login/", {"login": "a@b.fr"})

    assert answer.status_code == 403
    assert "restée ouverte trop longtemps" in answer.content.decode()


def test_pages_of_someone_logged_in_are_kept_nowhere(client, alice):
    client.force_login(alice)

    assert "no-store" in client.get("/accessibilite/").headers["Cache-Control"]


def test_pages_of_nobody_may_be_kept(client, db):
    assert "Cache-Control" not in client.get("/accessibilite/").headers


def test_the_gallery_is_for_the_staff(client, alice):
    assert client.get("/composants/").status_code == 302
    client.force_login(alice)
    refused = client.get("/composants/")
    assert (refused.status_code, "Revenir à l’accueil" in refused.text) == (403, True)


def test_a_character_that_nothing_keeps_is_a_bad_request_for_people_and_machines(client, bob):
    client.force_login(bob)

    page = client.get("/renforts/besoins/nouveau/?structure=%00")
    answer = client.get("/api/v1/territories/?kind=%00")

    assert (page.status_code, "Rien n’a été enregistré" in page.text) == (400, True)
    assert (answer.status_code, "nul" in answer.json()["detail"]) == (400, True)


def test_an_address_of_too_many_parameters_is_a_bad_request(client, bob):
    client.force_login(bob)

    page = client.get("/annuaire/?" + "&".join(f"p{rank}=1" for rank in range(1_001)))

    assert (page.status_code, "Rien n’a été enregistré" in page.text) == (400, True)
