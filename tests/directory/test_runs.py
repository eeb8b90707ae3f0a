"""The pages of the imports: who reads them, what they say, how one is undone."""

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection, transaction
from django.urls import reverse

from directory.models import AskedUndo, HeldImport, ImportRun, Structure
from directory.refusals import HeldOutdated, ImportUnderWay, NothingToUndo, TooMuchChanges
from directory.selectors.runs import progress_key, progress_of
from directory.services import foresee_undo, import_finess, undo_import, undoing
from directory.services import held as held_service
from directory.services.fields import correct_field
from directory.services.held import accept_held, apply_next
from directory.services.undoing import ask_undo, undo_next
from portal.audit.models import Entry
from tests.directory.conftest import many, site
from tests.directory.depth import ContactFactory
from tests.races import together, until_one_waits

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
    asked = [client.post(reverse("directory:run_undo", args=[run.uuid])) for _ in range(2)]
    waiting = client.get(run.get_absolute_url())
    assert {one.status_code for one in asked} == {302}
    assert "L’annulation attend son tour" in waiting.text
    assert "Voir ce qu’une annulation" not in waiting.text
    assert Structure.objects.count() == 1
    cache.set(progress_key(run), "Étape 2 sur 3", 60)
    live = client.get(run.get_absolute_url(), headers={"HX-Request": "true"})
    assert "Étape 2 sur 3" in live.text and "<h1" not in live.text
    with transaction.atomic():
        AskedUndo.objects.update(attempts=3)
        assert not undo_next()
        assert "L’annulation a échoué" in client.get(run.get_absolute_url()).text
        transaction.set_rollback(True)
    assert (undo_next(), undo_next()) == (True, False)
    assert not Structure.objects.exists()
    ended = client.get(run.get_absolute_url(), headers={"HX-Request": "true"})
    assert ended["HX-Refresh"] == "true" and "Annulé à la demande de" in ended.text
    assert Entry.objects.filter(action="directory.undo_asked").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_undo_whose_worker_dies_stays_asked_and_is_done_once(run, finess_file, gaspard):
    import_finess(finess_file(site(name="AUTRE")))
    last = ImportRun.objects.last_applied("FINESS")
    ask_undo(last, by=gaspard)

    def dies():
        with pytest.raises(OperationalError):
            undo_next()
        return "died"

    def kills():
        # The worker is stopped in the middle of its writing, and its connection lost.
        with transaction.atomic():
            Structure.objects.select_for_update().get()
            until_one_waits()
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
                )
                return cursor.fetchone()[0]

    assert together(dies, kills) == ["died", 1]
    assert Structure.objects.get().name == "AUTRE"
    done = together(*[undo_next] * 3, threads=3)

    assert sum(done) == 1
    assert Structure.objects.get().name == "CENTRE HOSPITALIER DE TROYES"
    last.refresh_from_db()
    assert last.state == "undone"


def test_an_undo_waits_for_an_import_and_says_when_another_file_came(
    run, finess_file, gaspard, client, monkeypatch
):
    ask_undo(run, by=gaspard)
    with monkeypatch.context() as other:
        other.setattr(undoing, "undo_import", under_way)
        assert not undo_next()
    assert AskedUndo.objects.get().attempts == 0
    import_finess(finess_file(site(name="AUTRE")))

    assert not undo_next()

    client.force_login(gaspard)
    assert "Cet import ne peut pas être annulé" in client.get(run.get_absolute_url()).text


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
