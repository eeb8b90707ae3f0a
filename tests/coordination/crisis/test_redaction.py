"""Data typed by mistake leaves by two people; the chain still verifies; a tombstone stays."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from coordination.crisis.models import CellMember, LogEntry, LogText, Redaction
from coordination.crisis.refusals.log import (
    ApprovedTwice,
    OwnEntry,
    RedactionAsked,
    RedactionMoved,
)
from coordination.crisis.rules import may_approve_redaction
from coordination.crisis.selectors.log_page import last_entries
from coordination.crisis.services.redaction import (
    approve_redaction,
    ask_redaction,
    refuse_redaction,
)
from coordination.crisis.services.verification import verify_log
from coordination.crisis.services.writing import Draft, write_entry
from tests.coordination.crisis.crisis_world import join

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(cell, bob):
    join(cell, bob, "situation")
    return write_entry(cell, Draft("Dupont est malade", from_name="un voisin"), by=bob)


def test_two_people_other_than_the_author_destroy_text_and_salt(cell, entry, alice, bob, emile):
    join(cell, emile, "secretariat")
    redaction = ask_redaction(entry, reason="nom d’un patient", by=emile)

    with pytest.raises(RedactionAsked):
        ask_redaction(entry, reason="encore", by=alice)
    with pytest.raises(OwnEntry):
        approve_redaction(redaction, by=bob)
    assert approve_redaction(redaction, by=alice) is False
    with pytest.raises(ApprovedTwice):
        approve_redaction(redaction, by=alice)
    assert approve_redaction(redaction, by=emile) is True
    with pytest.raises(RedactionMoved):
        refuse_redaction(redaction, by=alice)

    assert not LogText.objects.filter(entry_uuid=entry.uuid).exists()
    report = verify_log(cell)
    assert (report.first_bad, report.redacted) == (None, 1)
    (tomb,) = [one for one in last_entries(cell, 10) if one.entry.pk == entry.pk]
    assert tomb.text is None and tomb.redaction.first_approver == alice
    assert not LogText.objects.filter(text__contains="Dupont").exists()


def test_who_approves_is_the_leader_the_secretariat_or_the_privacy_contact(
    cell, entry, alice, bob, emile, fatou
):
    join(cell, emile, "secretariat")
    join(cell, fatou, standing=CellMember.Standing.PRIVACY)
    redaction = ask_redaction(entry, reason="erreur", by=emile)

    allowed = [who for who in (alice, bob, emile, fatou) if may_approve_redaction(who, redaction)]

    assert allowed == [alice, emile, fatou]


def test_a_refused_redaction_leaves_the_text_and_may_be_asked_again(entry, alice):
    redaction = ask_redaction(entry, reason="erreur", by=alice)

    refuse_redaction(redaction, by=alice)

    assert LogText.objects.filter(entry_uuid=entry.uuid).exists()
    assert ask_redaction(entry, reason="vraiment", by=alice).state == Redaction.State.REQUESTED


def test_one_approval_written_by_hand_is_not_enough_for_the_database(entry, alice):
    ask_redaction(entry, reason="erreur", by=alice)
    Redaction.objects.update(state="approved", first_approver=alice)

    with pytest.raises(DatabaseError, match="redaction only"), transaction.atomic():
        LogText.objects.filter(entry_uuid=entry.uuid).delete()


def test_the_command_names_the_first_bad_entry(cell, entry):
    said = StringIO()
    call_command("verifier_main_courante", cell=str(cell.uuid), stdout=said)
    with connection.cursor() as cursor:
        # Whoever owns the table can drop its triggers: the chain then reveals it.
        cursor.execute("ALTER TABLE crisis_logtext DISABLE TRIGGER USER")
        cursor.execute("UPDATE crisis_logtext SET text = 'rien' WHERE text LIKE 'Dupont%'")
        cursor.execute("ALTER TABLE crisis_logtext ENABLE TRIGGER USER")
    wrong = StringIO()

    with pytest.raises(CommandError, match="1 main courante ne se vérifie pas"):
        call_command("verify_log", stdout=wrong)

    assert f"{entry.seq} entrées" in said.getvalue()
    assert f"n° {entry.seq} : le contenu ne correspond pas" in wrong.getvalue()
    assert LogEntry.objects.get(pk=entry.pk).seq == entry.seq
