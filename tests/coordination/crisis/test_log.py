"""The main courante: one line in, for good."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from coordination.crisis.models import EntryFlag, EntryKind, LogEntry, LogText
from coordination.crisis.refusals.cell import NotOnDuty
from coordination.crisis.refusals.log import (
    EntryEmpty,
    EntryInTheFuture,
    EntryTooLong,
    FlaggedAlready,
    PatientDoubt,
    PatientNumber,
)
from coordination.crisis.services.member import end_membership
from coordination.crisis.services.verification import verify_log
from coordination.crisis.services.writing import Draft, flag_entry, write_entry
from tests.coordination.crisis.crisis_world import join

NIR_WITH_KEY = "1 84 12 76 451 089 46"


def test_an_entry_takes_the_next_number_and_the_chain_verifies(cell, alice):
    before = cell.log.last_seq

    first = write_entry(cell, Draft("Appel du SAMU", kind=EntryKind.CALL), by=alice)
    second = write_entry(cell, Draft("Réponse donnée"), by=alice)

    assert (first.seq, second.seq) == (before + 1, before + 2)
    assert bytes(second.prev_commit) == bytes(first.commit)
    assert first.recorded_at is not None
    assert first.author_role.leads
    report = verify_log(cell)
    assert report.first_bad is None
    assert report.entries == second.seq


def test_every_change_of_level_and_person_has_its_line_marked_as_the_portal_s(cell):
    lines = LogEntry.objects.filter(log=cell.pk).order_by("seq")

    assert all(line.is_system for line in lines)
    words = " ".join(LogText.objects.values_list("text", flat=True))
    assert "Niveau 2" in words
    assert "ouvre la cellule" in words


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE crisis_logentry SET theme = 'x'",
        "DELETE FROM crisis_logentry",
        "TRUNCATE crisis_logentry CASCADE",
        "UPDATE crisis_logtext SET text = 'x'",
        "DELETE FROM crisis_logtext",
        "TRUNCATE crisis_logtext",
        "UPDATE crisis_log SET last_seq = 0",
        "UPDATE crisis_log SET last_commit = 'x'",
        "DELETE FROM crisis_log",
        "UPDATE crisis_activation SET reason = 'x'",
        "DELETE FROM crisis_activation",
        "DELETE FROM crisis_cellmember",
        "UPDATE crisis_cellmember SET rank = 3",
        "UPDATE crisis_crisis SET mode = 'exercise'",
    ],
)
def test_the_database_refuses_to_rewrite_what_happened(cell, statement):
    with (
        pytest.raises(DatabaseError, match=r"Cannot|never|append|moves|leaves"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


def test_an_entry_typed_by_hand_in_the_database_is_numbered_all_the_same(cell, alice):
    """The chain does not depend on our services."""
    last = write_entry(cell, Draft("Une ligne"), by=alice)

    forged = LogEntry.objects.bulk_create([
        LogEntry(
            log_id=cell.pk, seq=999, occurred_at=timezone.now(), kind="received", version=1,
            content_digest=b"0" * 32,
        )
    ])  # fmt: skip

    assert forged[0].seq == last.seq + 1
    assert verify_log(cell).first_bad == last.seq + 1


def test_what_cannot_enter_is_refused_with_a_sentence(cell, alice):
    soon = timezone.now() + timedelta(minutes=6)
    last = cell.log.last_seq

    with pytest.raises(EntryEmpty):
        write_entry(cell, Draft("   "), by=alice)
    with pytest.raises(EntryTooLong, match="2\u00a0001"):
        write_entry(cell, Draft("a" * 2001), by=alice)
    with pytest.raises(EntryInTheFuture):
        write_entry(cell, Draft("plus tard", occurred_at=soon), by=alice)
    with pytest.raises(PatientNumber):
        write_entry(cell, Draft(f"assuré {NIR_WITH_KEY}"), by=alice)
    with pytest.raises(PatientNumber):
        write_entry(cell, Draft("ok", from_name=NIR_WITH_KEY), by=alice, confirmed=True)
    with pytest.raises(PatientNumber):
        write_entry(cell, Draft("ok", theme=NIR_WITH_KEY), by=alice, confirmed=True)
    assert write_entry(cell, Draft("a" * 2000), by=alice).seq == last + 1


def test_what_may_speak_of_a_patient_is_read_again_before_it_enters(cell, alice):
    doubtful = Draft("Madame Durand, 84 ans, transférée")

    with pytest.raises(PatientDoubt, match="Madame Durand"):
        write_entry(cell, doubtful, by=alice)

    assert write_entry(cell, doubtful, by=alice, confirmed=True).seq


def test_who_left_writes_nothing_more(cell, bob):
    member = join(cell, bob, "situation")
    write_entry(cell, Draft("J’arrive"), by=bob)

    end_membership(member, by=bob)

    with pytest.raises(NotOnDuty):
        write_entry(cell, Draft("encore moi"), by=bob)


def test_a_flag_is_added_beside_the_entry(cell, alice):
    entry = write_entry(cell, Draft("40 lits ouverts"), by=alice)

    flag_entry(entry, kind=EntryFlag.Kind.IN_SITREP, by=alice)

    with pytest.raises(FlaggedAlready):
        flag_entry(entry, kind=EntryFlag.Kind.IN_SITREP, by=alice)
    assert verify_log(cell).first_bad is None
