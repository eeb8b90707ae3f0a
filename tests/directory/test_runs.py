"""The pages of the imports: who reads them, what they say, how one is undone."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from directory.models import HeldImport, ImportRun, Structure
from directory.refusals import HeldOutdated, ImportUnderWay, NothingToUndo, TooMuchChanges
from directory.selectors.runs import progress_key, progress_of
from directory.services import foresee_undo, import_finess, undo_import
from directory.services import held as held_service
from directory.services.fields import correct_field
from directory.services.held import accept_held, apply_next
from portal.audit.models import Entry
from tests.directory.conftest import many, site
from tests.directory.depth import ContactFactory

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
    for words in ("La ligne compte 2 champs au lieu de 32.", "Voir ce qu’une annulation"):
        assert words in page.text
    told = client.get(reverse("directory:run_undo", args=[run.uuid]))
    assert "Remettre l’annuaire comme avant" in told.text
    assert Structure.objects.count() == 1
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


def test_an_undo_says_first_what_comes_back_and_what_people_typed_that_stays(
    run, finess_file, gaspard, client
):
    new = site(finess="100000025", name="CLINIQUE")
    used = site(finess="100000033", name="EHPAD")
    import_finess(finess_file(site(phone="0325000001", name="AUTRE"), new, used))
    ContactFactory(structure=Structure.objects.get(finess="100000033"), source="structure")
    hospital = Structure.objects.get(finess="100000017")
    correct_field(hospital, "phone", "+33325999999", by=gaspard)
    last = ImportRun.objects.order_by("pk").last()

    told = foresee_undo(last)

    assert (told.restored, told.returned, told.removed, told.staying) == (1, 0, 1, 1)
    assert [(one.field, one.ours, one.theirs) for one in told.returning] == [
        ("name", "AUTRE", "CENTRE HOSPITALIER DE TROYES")
    ]
    assert [(one.field, one.theirs) for one in told.locked] == [("phone", "+33325494949")]
    client.force_login(gaspard)
    page = client.get(reverse("directory:run_undo", args=[last.uuid]))
    assert "Saisi depuis, et gardé" in page.text
    assert undo_import(last, by=gaspard) == told.staying
    with pytest.raises(NothingToUndo):
        foresee_undo(last)
    answer = client.get(reverse("directory:run_undo", args=[last.uuid]), follow=True)
    assert "Cet import ne peut pas être annulé" in answer.text


@pytest.fixture
def held(shipped, finess_file):
    """220 sites known, of which a file of 100 forgets most and renames one."""
    import_finess(finess_file(*many(220)))
    kept = many(100)
    kept[0] = kept[0].replace("CENTRE HOSPITALIER DE TROYES", "HOPITAL SIMONE VEIL")
    with pytest.raises(TooMuchChanges):
        import_finess(finess_file(*kept))
    finess_file()
    return HeldImport.objects.get()


def under_way(*args, **kwargs):
    raise ImportUnderWay


def post(client, held, act, **told):
    return client.post(reverse(f"directory:run_{act}", args=[held.run.uuid]), told, follow=True)


def test_a_held_file_is_judged_on_its_page_and_applied_once_by_the_worker(
    held, gaspard, alice, client, monkeypatch
):
    client.force_login(alice)
    page = client.get(held.run.get_absolute_url())
    assert (held.known, held.vanishing, held.changing) == (220, 120, 1)
    assert "120 disparaîtraient" in page.text.replace("\u202f", " ")
    assert "HOPITAL SIMONE VEIL" in page.text
    assert "Appliquer quand même" not in page.text
    assert post(client, held, "accept", reason="vu").status_code == 403
    client.force_login(gaspard)

    assert "Dites en quelques mots pourquoi" in post(client, held, "accept", reason=" ").text
    asked = post(client, held, "accept", reason="Confirmé par le producteur")

    assert "attend son tour" in asked.text
    assert "n’attend plus de décision" in post(client, held, "drop", reason="Non").text
    live = client.get(held.run.get_absolute_url(), headers={"HX-Request": "true"})
    assert "<h1" not in live.text
    cache.set(progress_key(held.run), "Étape 2 sur 3", 60)
    held.run.refresh_from_db()
    assert progress_of(held.run) == "Étape 2 sur 3"
    with monkeypatch.context() as other:
        other.setattr(held_service, "import_finess", under_way)
        assert not apply_next()
    assert (apply_next(), apply_next()) == (True, False)
    held.refresh_from_db()
    assert (held.run.state, held.became.absent) == ("resumed", 120)
    assert not held.parts.exists()
    entry = Entry.objects.get(action="directory.held_accepted")
    assert (entry.actor, entry.detail["reason"]) == (gaspard, "Confirmé par le producteur")
    ended = client.get(held.run.get_absolute_url(), headers={"HX-Request": "true"})
    assert ended["HX-Refresh"] == "true"
    assert "Voir ce que l’application a changé" in ended.text


def test_a_held_file_is_dropped_or_outdated_or_said_to_be_a_part(
    held, gaspard, finess_file, client
):
    client.force_login(gaspard)
    with transaction.atomic():
        post(client, held, "drop", reason="Fichier tronqué")
        held.run.refresh_from_db()
        assert (held.run.state, held.parts.count()) == ("dropped", 0)
        transaction.set_rollback(True)
    with transaction.atomic():
        accept_held(held, reason="Aube seule", is_partial=True, by=gaspard)
        assert apply_next()
        held.refresh_from_db()
        assert (held.became.absent, held.became.updated) == (0, 1)
        transaction.set_rollback(True)
    with transaction.atomic():
        accept_held(held, reason="Essai", by=gaspard)
        HeldImport.objects.update(attempts=3)
        assert not apply_next()
        held.run.refresh_from_db()
        assert (held.run.state, "trois essais" in held.run.why) == ("held", True)
        transaction.set_rollback(True)
    accept_held(held, reason="Essai", by=gaspard)
    import_finess(finess_file(*many(220)))

    assert not apply_next()
    held.run.refresh_from_db()
    assert held.run.state == "held"
    assert "Un autre fichier de la même source" in client.get(held.run.get_absolute_url()).text
    with pytest.raises(HeldOutdated):
        accept_held(held, reason="Essai", by=gaspard)
    assert Structure.objects.filter(absent_on=None).count() == 220
