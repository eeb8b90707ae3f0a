"""A closed cell is read-only by the database, without personal contacts, in a signed archive."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from pypdf import PdfReader

from coordination.crisis import clock, sealing
from coordination.crisis.models import Bundle, Cell, Crisis, EntryFlag, LogEntry, Mode, hanging
from coordination.crisis.models.archive import STILL_WRITTEN
from coordination.crisis.refusals.archive import BundleUnderWay, NotArchived
from coordination.crisis.selectors.lifting import exit_of
from coordination.crisis.services.activation import Check, lift_cell
from coordination.crisis.services.closing import bundle as services
from coordination.crisis.services.closing import content
from coordination.crisis.services.closing.contacts import FUNCTIONAL, PURGED, contacts_due
from coordination.crisis.services.crisis import complete_crisis, suspend_crisis
from coordination.crisis.services.decision import Proposal, decide
from coordination.crisis.services.redaction import approve_redaction, ask_redaction
from coordination.crisis.services.writing import Draft, flag_entry, write_entry
from coordination.crisis.tasks import build_bundles
from tests.architecture import sources
from tests.coordination.crisis.crisis_world import decided, open_departmental
from tests.people import log_in

pytestmark = pytest.mark.django_db
# A word of a field's name under which somebody's own number or address may stand.
PERSONAL = ("phone", "contact", "mobile", "mailbox", "email", "address")


def close(cell, by):
    """Lifted, then its crisis ended."""
    codes = [term.code for term in exit_of(cell).checks]
    checks = {code: Check(is_done=True) for code in codes}
    lift_cell(cell, decided=decided(by), checks=checks, by=by)
    suspend_crisis(cell.crisis, by=by)
    complete_crisis(cell.crisis, by=by)
    return Cell.objects.get(pk=cell.pk)


@pytest.fixture
def closed(cell, alice) -> Cell:
    """A cell with three lines and a decision, closed."""
    Crisis.objects.filter(pk=cell.crisis_id).update(contact="Mme Martin, 06 12 34 56 78")
    entry = write_entry(cell, Draft("Douze cas à l’hôpital", in_sitrep=True), by=alice)
    flag_entry(entry, kind=EntryFlag.Kind.FOLLOW, by=alice)
    decide(cell, Proposal("Visites suspendues"), by=alice)
    return close(cell, alice)


def test_every_table_that_hangs_on_a_cell_is_frozen_with_it_or_says_why_not():
    """A new one is guarded by itself; its migration is what may be forgotten."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname ~ 'frozen_with'"
        )
        guarded = {table for (table,) in cursor.fetchall()}
    models = {one.__name__: one._meta.db_table for one in hanging()}

    assert {name for name, table in models.items() if table not in guarded} == {
        name for name in STILL_WRITTEN if name in models
    }
    assert len(guarded) > 20


def test_nothing_of_an_archived_cell_changes_whoever_asks(closed):
    tables = [one._meta.db_table for one in hanging() if one.__name__ not in STILL_WRITTEN]
    refused = []
    for table in [*tables, "crisis_cell"]:
        for words in ("DELETE FROM {}", "UPDATE {0} SET {1} = {1}"):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {table} LIMIT 0")
                column = cursor.description[0].name
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(words.format(table, column))
                    assert cursor.rowcount == 0, (table, words)
            except DatabaseError as error:
                refused.append((table, str(error)))

    assert any("cell is archived" in why for _table, why in refused)
    assert {"crisis_cell", "crisis_logentry", "crisis_decision", "crisis_cellmember"} <= {
        table for table, _why in refused
    }


def test_an_open_cell_of_another_crisis_still_works(closed, alice, aube):
    other = open_departmental(aube, by=alice)

    assert write_entry(other, Draft("Rien à signaler"), by=alice).seq


def test_personal_contacts_leave_with_the_end_history_included(closed):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM crisis_crisisevent WHERE contact <> ''")
        (left,) = cursor.fetchone()

    assert (Crisis.objects.get().contact, left, contacts_due()) == ("", 0, 0)
    known = {
        (model.__name__, field.name)
        for model in sources.own_models()
        if model._meta.app_label == "crisis"
        for field in model._meta.local_fields
        if not field.is_relation and any(word in field.name for word in PERSONAL)
    }
    assert known == PURGED | FUNCTIONAL


def test_the_archive_is_made_signed_and_verified_and_a_changed_file_is_named(closed, tmp_path):
    assert Bundle.objects.get().state == "asked"
    build_bundles()
    build_bundles()
    made = Bundle.objects.get()
    file = tmp_path / "archive.zip"
    file.write_bytes(bytes(made.content))
    out = StringIO()
    call_command("verify_bundle", str(file), stdout=out)
    archive = zipfile.ZipFile(BytesIO(bytes(made.content)))
    names = set(archive.namelist())
    log = json.loads(archive.read("main-courante.json"))

    assert (made.state, made.done) == ("ready", made.total)
    assert "Archive intacte" in out.getvalue()
    assert {
        "main-courante.pdf",
        "chronologie.csv",
        "chronologie.pdf",
        "donnees/decision.json",
    } <= names
    assert len(log["entries"]) == LogEntry.objects.filter(log=closed.pk).count()
    assert "Douze cas" in archive.read("chronologie.csv").decode()
    whole = b"".join(archive.read(name) for name in names)
    assert b"06 12 34" not in whole and b"@" not in archive.read("cellule.json")
    for name, change in [
        ("donnees/decision.json", lambda old: old.replace(b"Visites", b"visites")),
        ("main-courante.json", lambda old: old.replace(b"Douze", b"Treize")),
        ("manifest.json", lambda old: old.replace(b"actual", b"exercise")),
    ]:
        spoilt = tmp_path / "spoilt.zip"
        with zipfile.ZipFile(spoilt, "w") as copy:
            for one in archive.namelist():
                content = archive.read(one)
                copy.writestr(one, change(content) if one == name else content)
        bad = "manifest.sig" if name == "manifest.json" else name
        with pytest.raises(CommandError, match=bad):
            call_command("verify_bundle", str(spoilt))


def test_a_long_log_is_printed_in_several_files(closed, monkeypatch):
    lines = LogEntry.objects.filter(log=closed.pk).count()
    monkeypatch.setattr(content, "PDF_LINES", lines - 1)

    (files,) = (made for words, made in content.files_of(closed) if words.endswith("en PDF"))

    assert list(files) == ["main-courante-001.pdf", "main-courante-002.pdf"]
    shown = [PdfReader(BytesIO(one)).pages[0].extract_text() for one in files.values()]
    assert "Douze cas" in shown[0] and "Douze cas" not in shown[1]


def test_a_worker_that_dies_leaves_the_archive_to_another(closed, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(services.sealing, "seal", lambda *_a, **_k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            build_bundles()
    half = Bundle.objects.get()
    too_soon = services.build_next(clock.now())
    later = services.build_next(clock.now() + services.LEASE + timedelta(seconds=1))

    assert half.state == "building" and half.done > 5
    assert (too_soon, later, Bundle.objects.get().state) == (False, True, "ready")


def test_who_runs_the_cell_takes_its_archive_and_an_open_cell_has_none(
    client, closed, cell, alice, bob, aube
):
    page, file = f"{closed.get_absolute_url()}archive/", f"{closed.get_absolute_url()}archive/zip/"
    log_in(client, alice)
    waiting = client.get(page).content.decode()
    early = client.get(file).status_code
    build_bundles()
    ready = client.get(page).content.decode()
    taken = client.get(file)
    key = client.get("/crises/cle-publique/").content.decode()
    client.post(page)
    again = client.post(page, follow=True).content.decode()

    assert "En préparation" in waiting and early == 404
    assert "Télécharger l’archive" in ready and taken["Content-Type"] == "application/zip"
    assert services.public_keys()[0] in key
    assert "déjà en préparation" in again
    assert "Archive signée" in client.get(closed.get_absolute_url()).content.decode()
    assert log_in(client, bob).get(page).status_code == 403
    with pytest.raises(BundleUnderWay):
        services.ask_bundle(closed, by=alice)
    with pytest.raises(NotArchived):
        services.ask_bundle(open_departmental(aube, by=alice, mode=Mode.EXERCISE), by=alice)


def test_what_must_leave_leaves_an_archived_log_and_its_archive(closed, alice, bob, emile):
    entry = LogEntry.objects.filter(log=closed.pk, is_system=False).first()
    build_bundles()
    redaction = ask_redaction(entry, reason="un nom", by=alice)
    approve_redaction(redaction, by=bob)
    approve_redaction(redaction, by=emile)
    gone = Bundle.objects.get()
    services.ask_bundle(closed, by=alice)
    build_bundles()
    made = Bundle.objects.latest("number")

    assert (gone.state, gone.content) == ("withdrawn", None)
    assert sealing.verify(bytes(made.content), services.public_keys()).is_sound
    log = zipfile.ZipFile(BytesIO(bytes(made.content))).read("main-courante.json")
    assert b"Douze cas" not in log
