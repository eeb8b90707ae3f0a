"""The offline pack (rule 26): built again when what it says changes, and only then."""

import csv
import io
import re
import threading
from datetime import timedelta
from hashlib import sha256
from zipfile import ZipFile

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import AccessRecord, Mode, OfflinePack, Visibility
from coordination.crisis.services.decision import Proposal, decide
from coordination.crisis.services.pack import build_pack, build_packs
from coordination.crisis.services.task import NewTask, create_task
from coordination.oncall.models import ContactMethod
from directory.models import ContactPoint
from portal.audit.models import Entry
from tests.coordination.crisis.crisis_world import open_departmental
from tests.coordination.oncall.roster_world import (
    LineFactory,
    LineRoleFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
)  # fmt: skip
from tests.people import StructureFactory, log_in

pytestmark = pytest.mark.django_db


def files(cell):
    with ZipFile(io.BytesIO(OfflinePack.objects.get(cell=cell).content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text(cell, name):
    return files(cell)[name].decode("utf-8-sig")


def pack_of(cell):
    return OfflinePack.objects.get(cell=cell)


def test_it_is_built_once_and_again_only_when_what_it_says_changes(cell, alice):
    now = timezone.now()
    built = []
    for minutes, change in [(0, None), (5, None), (10, "decide"), (15, None), (60 * 24, None)]:
        with clock.standing_at(now + timedelta(minutes=minutes)):
            if change:
                decide(cell, Proposal(statement="Ouvrir la salle B"), by=alice)
            built.append(build_packs())
    first = pack_of(cell)

    # The day after, the seven days of rosters are others.
    assert built == [1, 0, 1, 0, 1]
    assert first.built_at == first.checked_at == now + timedelta(days=1)
    assert "Ouvrir la salle B" in text(cell, "decisions.html")
    assert sha256(bytes(first.content)).hexdigest() == first.sha256
    assert first.size == len(first.content)


def test_a_lifted_cell_is_left_as_it_was_and_two_builders_do_not_meet(cell, alice):
    build_packs()
    cell.__class__.objects.filter(pk=cell.pk).update(level=0)
    decide(cell, Proposal(statement="Tout est levé"), by=alice)

    assert build_packs() == 0
    assert "Tout est levé" not in text(cell, "decisions.html")


@pytest.mark.django_db(transaction=True)
def test_who_finds_a_pack_being_built_leaves_it(cell, alice):
    build_pack(cell)
    decide(cell, Proposal(statement="Deux à la fois"), by=alice)
    found = []

    def other():
        found.append(build_pack(cell))
        connection.close()

    with transaction.atomic():
        OfflinePack.objects.select_for_update().get(cell=cell)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(20)

    assert found == [False]
    assert build_pack(cell) is True


def test_it_holds_the_directory_rosters_tasks_and_paper_without_reserved_numbers(
    cell, alice, aube, troyes
):
    house = StructureFactory(commune=troyes, name="EHPAD = des Tilleuls", phone="+33325000001")
    for value, audience in (("+33325000008", "crisis"), ("+33325000009", "restricted")):
        ContactPoint.objects.create(
            structure=house, function="duty", channel="phone", value=value, audience=audience
        )
    line = LineFactory(territory=aube, name="Médecins de garde", phone="+33325000002")
    sector = SectorFactory(line=line, name="Nord")
    role = LineRoleFactory(line=line)
    start = timezone.now() + timedelta(hours=2)
    slot = SlotFactory(roster=RosterFactory(line=line), sector=sector,
                       period=DateTimeTZRange(start, start + timedelta(hours=12)))  # fmt: skip
    shift = ShiftFactory(slot=slot, role=role)
    for value, audience in (("+33699000001", "professionals"), ("+33699000002", "callers")):
        ContactMethod.objects.create(
            person=shift.person, kind="mobile", value=value, audience=audience
        )
    due = timezone.now() + timedelta(hours=1)
    create_task(cell, NewTask("Compter les lits", owner=alice, due_at=due), by=alice)
    build_packs()

    found = files(cell)
    everything = "".join(data.decode() for name, data in found.items() if name[-4:] != ".pdf")
    rows = list(csv.reader(io.StringIO(text(cell, "csv/annuaire.csv")), delimiter=";"))

    assert "06 99 00 00 01" in everything
    assert "99 00 00 02" not in everything
    assert "03 25 00 00 08" in everything
    assert "25 00 00 09" not in everything
    assert "03 25 00 00 01" in text(cell, "annuaire.html")
    assert "Nord" in text(cell, "gardes.html")
    assert "fiches.html" in found
    assert "Compter les lits" in text(cell, "taches.html")
    assert [f"P{rank}" in text(cell, "papier.html") for rank in (1, 40)] == [True, True]
    assert rows[1][:3] == [str(troyes), "1", "EHPAD = des Tilleuls"]
    assert found["tout.pdf"].startswith(b"%PDF")
    links = set(re.findall(r'(?:href|src)="([^"#]+)"', everything))
    assert links <= set(found)
    assert "<script" not in everything


def test_an_exercise_is_said_on_every_page_and_in_the_name(client, catalogue, aube, alice):
    cell = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    build_packs()
    log_in(client, alice)

    answer = client.get(f"{cell.get_absolute_url()}copie.zip")
    pages = [data.decode() for name, data in files(cell).items() if name.endswith(".html")]

    assert all("EXERCICE" in page for page in pages)
    assert len(pages) >= 8
    assert 'filename="EXERCICE-copie' in answer["Content-Disposition"]


def test_the_copy_of_a_restricted_cell_exists_for_its_members_and_each_taking_is_kept(
    client, catalogue, aube, alice, bob
):
    cell = open_departmental(aube, by=alice, visibility=Visibility.RESTRICTED)
    build_packs()
    page = f"{cell.get_absolute_url()}copie"
    log_in(client, bob)
    refused = [client.get(f"{page}/").status_code, client.get(f"{page}.zip").status_code]
    log_in(client, alice)

    shown, taken = client.get(f"{page}/"), client.get(f"{page}.zip")

    assert refused == [404, 404]
    assert pack_of(cell).sha256 in shown.content.decode()
    assert sha256(taken.content).hexdigest() == pack_of(cell).sha256
    assert AccessRecord.objects.filter(cell=cell, user=alice, what__contains="prise").count() == 1
    assert Entry.objects.get(action="pack.exported").detail == {"sha256": pack_of(cell).sha256}


def test_comparing_now_builds_at_once_what_changed(client, cell, alice):
    log_in(client, alice)
    page = f"{cell.get_absolute_url()}copie/"
    assert "pas encore prête" in client.get(page).content.decode()

    client.post(page)

    assert pack_of(cell).built_at is not None
    assert "Prendre la copie" in client.get(page).content.decode()
