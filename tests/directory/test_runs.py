"""The pages of the imports: who reads them, what they say, how one is undone."""

import pytest
from django.urls import reverse

from directory.models import ImportRun, Structure
from directory.services import import_finess
from tests.directory.conftest import site

pytestmark = pytest.mark.django_db
LIST = reverse("directory:run_list")


@pytest.fixture
def run(finess_file, troyes):
    import_finess(finess_file(site(), "structureet;x"))
    return ImportRun.objects.get()


def test_a_run_says_what_it_did_and_an_administrator_takes_it_back(run, gaspard, client):
    client.force_login(gaspard)
    listed, page = client.get(LIST), client.get(run.get_absolute_url())

    assert "finess.csv" in listed.text
    for words in ("La ligne compte 2 champs au lieu de 32.", "Remettre l’annuaire comme avant"):
        assert words in page.text
    client.post(reverse("directory:run_undo", args=[run.uuid]))
    assert not Structure.objects.exists()
    assert "Annulé" in client.get(run.get_absolute_url()).text


def test_the_ars_reads_runs_and_undoes_none(run, alice, client):
    client.force_login(alice)

    assert client.get(run.get_absolute_url()).status_code == 200
    assert client.post(reverse("directory:run_undo", args=[run.uuid])).status_code == 403
    assert Structure.objects.count() == 1


def test_others_do_not_know_that_a_run_exists(run, fatou, client):
    client.force_login(fatou)

    assert client.get(LIST).status_code == 403
    assert client.get(run.get_absolute_url()).status_code == 404
