"""What cannot be accepted, sent by the pages: a sentence, nothing half-written, nothing lost."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from coordination.crisis import clock
from coordination.crisis.models import (
    Activation,
    Attachment,
    CellMember,
    EntryKind,
    LogEntry,
    Message,
    Mode,
    Sitrep,
)
from coordination.crisis.services import sitrep as reports
from coordination.crisis.services.closing.content import chronology_pdf
from coordination.crisis.services.decision import Proposal, decide
from coordination.crisis.services.member import end_membership
from coordination.crisis.services.message import Words, send_message
from coordination.crisis.services.task import NewTask, create_task
from coordination.crisis.services.writing import Draft, write_entry
from coordination.crisis.sources import Audience, Target, provide_audiences
from coordination.notifications.models import Notification, Publication
from portal.audit.models import Entry
from tests.coordination.crisis.crisis_world import join, open_departmental
from tests.people import UserFactory, log_in

pytestmark = pytest.mark.django_db
NIR = "1 84 12 76 451 089 46"


def sent(client, address, **data):
    """The page that answers, whatever the redirection."""
    return client.post(address, data, follow=True).content.decode()


def at(moment):
    local = timezone.localtime(moment)
    return {"occurred_at_day": f"{local:%d/%m/%Y}", "occurred_at_hour": f"{local:%H:%M}"}


def test_an_hour_to_come_is_refused_an_hour_gone_is_shown_and_a_correction_hides_nothing(
    client, alice, cell
):
    page, now = f"{cell.get_absolute_url()}main-courante/", clock.now()
    log_in(client, alice)

    ahead = sent(client, page, text="Convoi parti", **at(now + timedelta(minutes=9)))
    refused = LogEntry.objects.filter(log=cell.pk, is_system=False).exists()
    late = sent(client, page, text="Douze lits", **at(now - timedelta(minutes=40)))
    entry = LogEntry.objects.get(log=cell.pk, is_system=False)
    address = f"{entry.get_absolute_url()}corriger/"
    client.post(address, {"text": "Dix lits", "link_role": "SPRSDS"})
    lines = client.get(page).content.decode()

    assert "Convoi parti" in ahead and "dans l’avenir" in ahead and not refused
    assert "saisie différée" in late
    shown, original = lines.split("voir le texte d’origine")
    assert "Dix lits" in shown and "Douze lits" not in shown and "Douze lits" in original


def test_who_left_this_morning_changes_no_level_from_the_page_still_open(client, alice, bob, cell):
    join(cell, bob, "director", rank=1)
    address = f"{cell.get_absolute_url()}niveau/"
    log_in(client, bob)
    shown = client.get(address).status_code
    end_membership(CellMember.objects.get(cell=cell, user=bob), by=alice)

    answer = client.post(address, {"level": "3", "reason": "Onze cas", "decided_by": bob.pk})
    cell.refresh_from_db()

    assert (shown, answer.status_code) == (200, 403)
    assert "Vous n’avez pas" in answer.content.decode()
    assert cell.level == 2 and Activation.objects.filter(cell=cell).count() == 1


def test_the_second_who_validates_a_report_is_told_who_did(client, alice, bob, emile, cell):
    join(cell, bob, "situation")
    join(cell, emile, "director", rank=1)
    sitrep = reports.draft_sitrep(cell, by=bob)
    reports.edit_sitrep(sitrep, {"anticipation": "20 lits de plus"}, by=bob)
    reports.submit_sitrep(sitrep, by=bob)
    address = f"{sitrep.get_absolute_url()}valider/"

    first = sent(log_in(client, alice), address)
    lines = LogEntry.objects.filter(log=cell.pk).count()
    second = sent(log_in(client, emile), address)

    assert "validé" in first
    assert "n’est plus dans l’état attendu" in second and str(alice) in second
    assert Sitrep.objects.get().validator == alice
    assert LogEntry.objects.filter(log=cell.pk).count() == lines


def test_a_message_of_an_exercise_never_reaches_a_real_list(
    client, catalogue, alice, charlie, aube, monkeypatch
):
    monkeypatch.setattr("coordination.crisis.sources._audiences", [])
    real = Audience(
        "reelle", "Les infirmiers de l’Aube", lambda _: [Target(charlie.pk, "infirmier")]
    )
    provide_audiences(lambda _cell: [real])
    cell = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    words = {"audience": "reelle", "title": "Renfort", "text": "Venez à 18 h", "hours": "4"}

    page = sent(
        log_in(client, alice), f"{cell.get_absolute_url()}messages/ecrire/", envoyer="1", **words
    )

    assert "exercice" in page and "Venez à 18 h" in page
    assert not Message.objects.exists()
    assert not Notification.objects.filter(user=charlie).exists()


def test_a_file_that_lies_or_holds_a_number_is_refused_with_its_reason_and_counted(
    client, alice, cell
):
    entry = write_entry(cell, Draft("Plan reçu"), by=alice)
    address = f"/crises/joindre/entree/{entry.uuid}/"
    log_in(client, alice)
    said = []
    for name, content in (
        ("plan.pdf", b"\x89PNG\r\n\x1a\n" + bytes(40)),
        ("plan.txt", f"Assuré {NIR}".encode()),
        (f"{NIR}.txt", b"Deux ailes"),
    ):
        file = io.BytesIO(content)
        file.name = name
        said.append(sent(client, address, file=file))

    assert "est pas ce que dit son nom" in said[0]
    assert all("numéro de sécurité sociale" in one for one in said[1:])
    assert not Attachment.objects.exists()
    assert Entry.objects.filter(action="patient_number.blocked").count() == 2


@pytest.mark.parametrize("typed", ["²", "9" * 5000])
def test_a_decision_named_by_no_real_number_is_no_error(client, alice, cell, typed):
    log_in(client, alice)
    decide, task = (f"{cell.get_absolute_url()}{one}/ecrire/" for one in ("decisions", "taches"))

    answers = [client.get(decide, {"remplace": typed}), client.get(task, {"decision": typed})]

    assert {one.status_code for one in answers} == {200 if typed == "²" else 404}


# Each of what renders a text would run its own part of it.
HOSTILE = '=1+1 <script>alert(1)</script> "><b> #read("/etc/passwd") $x^2$ ]]> {{ 7*7 }} %0d%0aBcc:'


def test_a_text_runs_nowhere_neither_on_a_page_nor_in_a_file_nor_in_a_message(client, cell, alice):
    soon = timezone.now() + timedelta(hours=2)
    write_entry(cell, Draft(HOSTILE, kind=EntryKind.RECEIVED), by=alice)
    decide(cell, Proposal(HOSTILE, reason=HOSTILE), by=alice)
    create_task(cell, NewTask(HOSTILE, owner=alice, due_at=soon), by=alice)
    words = Words(HOSTILE, HOSTILE, soon)
    join(cell, UserFactory())
    message = send_message(cell, words, audience="membres", by=alice, confirmed=True)
    base = cell.get_absolute_url()
    log_in(client, alice)

    pages = [base, f"{base}main-courante/", f"{base}decisions/", f"{base}taches/",
             message.get_absolute_url(), "/ma-vacation/", "/territoire/"]  # fmt: skip
    shown = {page: client.get(page) for page in pages}
    sheet = client.get(f"{base}main-courante.csv").getvalue().decode("utf-8-sig")
    emsi = client.get(f"{cell.crisis.get_absolute_url()}emsi/")
    sitrep = client.get(reports.draft_sitrep(cell, by=alice).get_absolute_url())
    mail = Publication.objects.filter(notice="cell_message").latest("pk")

    found = {page: answer for page, answer in shown.items() if "alert(1)" in answer.text}
    assert len(found) >= 4 and {one.status_code for one in shown.values()} == {200}
    for answer in (*shown.values(), sitrep):
        assert "<script>alert" not in answer.text and '"><b>' not in answer.text
        assert "49" not in answer.text.partition("alert(1)")[2][:120]
    cells = [one for row in csv.reader(io.StringIO(sheet), delimiter=";") for one in row]
    assert any("alert(1)" in one for one in cells)
    assert not [one for one in cells if one.startswith(("=", "+", "-", "@"))]
    assert emsi.json()
    rows = [[HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE]]
    paper = PdfReader(io.BytesIO(chronology_pdf(cell, rows)))
    read = " ".join(page.extract_text() for page in paper.pages)
    assert "#read(" in read and "root:" not in read
    assert "\n" not in mail.email_subject and "<script>" in mail.email_body
