"""Files joined to a line, a task, a decision: what they are, what they hold, how they leave."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from pypdf import PdfReader, PdfWriter

from coordination.crisis import clock
from coordination.crisis.models import AttachedFile, Attachment, LogText
from coordination.crisis.refusals.attachment import (
    FileDoubtful,
    FileEmpty,
    FileHoldsPatientNumber,
    FileKindRefused,
    FileNotItsName,
    FileTooHeavy,
    FileUnreadable,
    FileUnseen,
    TooManyFiles,
)
from coordination.crisis.refusals.cell import NotOnDuty
from coordination.crisis.services import attachment as attachments
from coordination.crisis.services.attachment import Sent, attach_file
from coordination.crisis.services.decision import Proposal, decide
from coordination.crisis.services.redaction import approve_redaction, ask_redaction
from coordination.crisis.services.task import NewTask, create_task
from coordination.crisis.services.verification import verify_log
from coordination.crisis.services.writing import Draft, write_entry
from portal.audit.models import Entry
from portal.lib.upload import NotReadable, kind_of
from portal.lib.upload_text import text_of
from portal.lib.xlsx import Sheet, xlsx
from tests.coordination.crisis.crisis_world import join
from tests.people import log_in

pytestmark = pytest.mark.django_db
NIR = "1 84 12 76 451 089 46"
PLAN = Sent("plan.txt", b"Deux ailes, dix lits")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def pdf(words):
    """A PDF with a text layer, without the templates of the portal."""
    content = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    ]
    file, places = b"%PDF-1.4\n", []
    for rank, one in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj%sendobj\n" % (rank, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(file)
    return file + b"xref\n0 5\n0000000000 65535 f \n" + table + trailer


def archive(**parts):
    """A zipped document made of those parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def docx(body):
    """A Word document whose text is cut in runs, as Word does."""
    types = "<Types>application/x-wordprocessingml.document.main+xml</Types>"
    return archive(**{"[Content_Types].xml": types, "word__document.xml": body})


@pytest.fixture
def entry(cell, alice):
    return write_entry(cell, Draft("Plan de l’unité reçu"), by=alice)


def test_a_file_is_kept_with_its_digest_in_the_chain_and_the_subject_shows_it(
    client, cell, alice, entry
):
    soon = clock.now() + timedelta(hours=1)
    task = create_task(cell, NewTask("Ouvrir l’aile", owner=alice, due_at=soon), by=alice)
    decision = decide(cell, Proposal("Ouvrir l’aile"), by=alice)
    log_in(client, alice)

    added = [attach_file(one, PLAN, by=alice) for one in (entry, task, decision)]
    pages = [client.get(one.get_absolute_url()).content.decode() for one in (entry, task, decision)]
    line = LogText.objects.get(entry_uuid=added[0].line.uuid).text
    file = client.get(added[0].get_absolute_url())

    assert all("plan.txt" in page and "Joindre un fichier" in page for page in pages)
    assert f"l’entrée n° {entry.seq}" in line and added[0].sha256 in line and "plan" not in line
    assert file.content == PLAN.content
    assert file["Content-Disposition"] == 'attachment; filename="plan.txt"'
    assert file["X-Content-Type-Options"] == "nosniff"
    assert verify_log(cell).is_sound


def refused_files():
    """Name, content, refusal, words of its sentence."""
    return [
        ("plan.pdf", PNG, FileNotItsName, "« plan.pdf » est en réalité un fichier de type image"),
        ("plan.txt", pdf("Un plan"), FileNotItsName, r"extension \(.pdf\)"),
        ("plan.pdf", b"MZ\x90\x00\x03", FileKindRefused, "photo JPEG"),
        ("plan.docx", archive(a="<x/>"), FileKindRefused, "document Word"),
        ("plan.txt", b"", FileEmpty, "vide"),
        ("plan.txt", b"a" * 1_000_001, FileTooHeavy, "1 Mo"),
        ("plan.pdf", b"%PDF-1.4 abcd", FileUnreadable, "abîmé"),
        ("plan.docx", b"PK\x03\x04 abcd", FileUnreadable, "abîmé"),
        ("plan.docx", docx(bytes(70_000_000)), FileUnreadable, "trop gros une fois ouvert"),
        ("1841276451089 46.txt", b"rien", FileHoldsPatientNumber, "Le nom de ce fichier"),
        ("1_84_12_76_451_089_46.txt", b"rien", FileHoldsPatientNumber, "Le nom de ce fichier"),
        ("plan.pdf", pdf(f"Assure {NIR}"), FileHoldsPatientNumber, "Le contenu de ce fichier"),
        ("plan.csv", NIR.encode(), FileHoldsPatientNumber, "Le contenu"),
        (
            "plan.docx",
            docx("<w:t>1 84 12</w:t><w:t> 76 451 089 46</w:t>"),
            FileHoldsPatientNumber,
            "Le contenu",
        ),
        (
            "plan.xlsx",
            xlsx([Sheet("A", ["n"], [[184127645108946]])]),
            FileHoldsPatientNumber,
            "contenu",
        ),
        ("photo.png", PNG + f"tEXt{NIR}".encode(), FileHoldsPatientNumber, "contenu"),
        ("plan.txt", b"Mme Durand, 84 ans", FileDoubtful, "Mme Durand, 84 ans"),
        ("photo.png", PNG, FileUnseen, "confirmez"),
    ]


def test_what_is_not_its_name_or_holds_a_patient_s_number_is_refused(entry, alice, settings):
    settings.ATTACHMENT_MEGABYTES = 1
    blocked = Entry.objects.filter(action="patient_number.blocked")

    for count, (name, content, refused, said) in enumerate(refused_files()):
        before = blocked.count()
        with pytest.raises(refused, match=said):
            attach_file(entry, Sent(name, content), by=alice)
        counted = blocked.count() - before
        assert counted == (refused is FileHoldsPatientNumber), (count, name)

    assert not AttachedFile.objects.exists()
    assert all(one.detail == {"place": "attachment"} for one in blocked)


def test_a_damaged_document_is_refused_wherever_the_damage_is():
    whole = docx("<w:t>Deux ailes</w:t>" * 50)
    squeezed = io.BytesIO()
    with zipfile.ZipFile(squeezed, "w", zipfile.ZIP_LZMA) as written:
        written.writestr("[Content_Types].xml", "wordprocessingml.document.main+xml")
    damaged = [squeezed.getvalue()]
    for place in range(4, len(whole)):
        signs = (b"", b"\x00", b"\x55", b"\xff")
        damaged += [whole[:place], *(whole[:place] + one + whole[place + 1 :] for one in signs)]

    said = set()
    for content in damaged:
        try:
            found = kind_of(content)
            said.add(found and text_of(content, found)[:0])
        except NotReadable as error:
            said.add(str(error).partition(" : ")[0])

    assert "Ce fichier est abîmé" in said


def test_what_cannot_be_read_by_a_machine_is_kept_once_somebody_read_it(entry, alice, bob):
    seen = attach_file(entry, Sent("C:\\Bureau\\../plan\u202e.png", PNG), by=alice, confirmed=True)

    assert (seen.name, seen.kind) == ("plan.png", "png")
    assert attach_file(entry, Sent("r.pdf", pdf("Deux ailes")), by=alice).kind == "pdf"
    with pytest.raises(NotOnDuty):
        attach_file(entry, PLAN, by=bob)


def test_a_locked_or_endless_pdf_is_refused_and_the_number_of_files_is_bounded(
    entry, alice, monkeypatch
):
    writer = PdfWriter(PdfReader(io.BytesIO(pdf("Un plan"))))
    locked, long = io.BytesIO(), io.BytesIO()
    for _ in range(201):
        writer.add_blank_page(72, 72)
    writer.write(long)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(locked)
    monkeypatch.setattr(attachments, "MOST_FILES", 1)

    for file, said in ((locked, "mot de passe"), (long, "trop de pages")):
        with pytest.raises(FileUnreadable, match=said):
            attach_file(entry, Sent("plan.pdf", file.getvalue()), by=alice)
    attach_file(entry, PLAN, by=alice)
    with pytest.raises(TooManyFiles):
        attach_file(entry, PLAN, by=alice)


def test_a_file_never_changes_and_leaves_with_the_redaction_of_its_entry(
    client, cell, alice, bob, emile, entry
):
    join(cell, bob, "secretariat")
    join(cell, emile, standing="privacy")
    attachment = attach_file(entry, PLAN, by=alice)
    address = attachment.get_absolute_url()

    for statement in (
        "UPDATE crisis_attachedfile SET name = 'x'", "DELETE FROM crisis_attachedfile",
        "UPDATE crisis_attachment SET size = 1", "DELETE FROM crisis_attachment",
        "TRUNCATE crisis_attachedfile",
    ):  # fmt: skip
        with (
            pytest.raises(DatabaseError, match=r"Cannot|leaves|never"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement)
    redaction = ask_redaction(entry, reason="nom d’une personne", by=bob)
    approve_redaction(redaction, by=bob)
    approve_redaction(redaction, by=emile)
    page = log_in(client, alice).get(entry.get_absolute_url()).content.decode()

    assert not AttachedFile.objects.exists() and Attachment.objects.count() == 1
    assert "Fichier effacé" in page and "plan.txt" not in page
    assert client.get(address).status_code == 404
    assert verify_log(cell).is_sound


def test_a_file_changed_behind_the_portal_is_named_by_the_verification(cell, alice, entry):
    attachment = attach_file(entry, PLAN, by=alice)
    write_entry(cell, Draft("La suite"), by=alice)

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE crisis_attachedfile SET content = 'x'")
        cursor.execute("SET session_replication_role = DEFAULT")

    report = verify_log(cell)
    assert report.first_bad == attachment.line.seq
    assert "fichier joint" in report.why


def test_a_file_is_sent_from_the_page_and_what_is_refused_says_why(client, alice, entry, bob):
    page = f"/crises/joindre/entree/{entry.uuid}/"
    log_in(client, alice)

    shown = client.get(page).content.decode()
    nothing = client.post(page, {}).content.decode()
    wrong = client.post(page, {"file": _file("plan.pdf", b"du texte")}).content.decode()
    client.post(page, {"file": _file("plan.txt", b"du texte")})
    lines = client.get(f"/crises/cellules/{entry.log.cell.uuid}/main-courante/").content.decode()

    assert "10 Mo au plus" in shown and ".docx" in shown and "multipart" in shown
    assert "Cette réponse est nécessaire" in nothing or "fichier" in nothing
    assert "est pas ce que dit son nom" in wrong
    assert Attachment.objects.get().entry == entry
    assert "plan.txt" in lines
    assert client.get(f"/crises/joindre/autre/{entry.uuid}/").status_code == 404
    assert log_in(client, bob).get(page).status_code == 404


def _file(name, content):
    file = io.BytesIO(content)
    file.name = name
    return file
