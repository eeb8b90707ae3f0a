"""Many write in the same log at once, one of them dies: no gap, one chain."""

import os
import signal
import subprocess
import sys
from functools import partial

import pytest
from django.db import transaction
from django.test import Client

from coordination.crisis.models import Activation, Cell, LogEntry, LogText
from coordination.crisis.refusals.cell import LevelMoved, NotOnDuty
from coordination.crisis.services.activation import change_level
from coordination.crisis.services.member import end_membership
from coordination.crisis.services.verification import verify_log
from coordination.crisis.services.writing import Draft, write_entry
from tests.coordination.crisis.crisis_world import decided, join
from tests.people import log_in
from tests.races import together
from tests.workers import ROOT, address_of_test_database

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, LINES = 50, 60
# A writer that holds the log and its number, and will never say whether it goes on.
DOOMED = """
import sys, time
import django
django.setup()
from django.db import transaction
from django.test import Client
from coordination.crisis.models import Cell
from coordination.crisis.services.writing import note
with transaction.atomic():
    entry = note(Cell.objects.get(pk=int(sys.argv[1])), "Jamais finie", by=None)
    print(entry.seq, flush=True)
    time.sleep(60)
"""


class Undone(Exception):
    pass


def test_fifty_writers_at_once_make_one_chain_without_a_gap(cell, alice):
    before = LogEntry.objects.filter(log=cell.pk).count()

    def write(rank):
        try:
            with transaction.atomic():
                write_entry(cell, Draft(f"Ligne {rank}"), by=alice)
                if rank % 5 == 0:
                    raise Undone
        except Undone:
            return "undone"
        return "kept"

    said = together(*(partial(write, rank) for rank in range(LINES)), threads=WRITERS)

    kept = LINES - LINES // 5
    entries = list(LogEntry.objects.filter(log=cell.pk).order_by("seq"))
    assert said.count("kept") == kept
    assert [entry.seq for entry in entries] == list(range(1, before + kept + 1))
    assert len({bytes(entry.prev_commit) for entry in entries}) == len(entries)
    assert [entry.recorded_at for entry in entries] == sorted(one.recorded_at for one in entries)
    report = verify_log(cell)
    assert (report.first_bad, report.entries) == (None, before + kept)


def test_a_writer_killed_in_the_middle_leaves_neither_a_gap_nor_a_lock(cell, alice):
    before = LogEntry.objects.filter(log=cell.pk).count()
    doomed = subprocess.Popen(
        [sys.executable, "-c", DOOMED, str(cell.pk)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": address_of_test_database()},
        stdout=subprocess.PIPE,
    )
    with doomed:
        taken = int(doomed.stdout.readline())
        doomed.send_signal(signal.SIGKILL)

    after = write_entry(cell, Draft("La suivante"), by=alice)

    assert taken == after.seq == before + 1
    assert not LogText.objects.filter(text="Jamais finie").exists()
    assert verify_log(cell).is_sound


def test_of_two_who_change_the_level_at_once_one_wins_and_the_other_reads_again(cell, alice, bob):
    seen = [Cell.objects.get(pk=cell.pk) for _ in range(2)]

    said = together(
        partial(change_level, seen[0], to=3, decided=decided(alice), by=alice),
        partial(change_level, seen[1], to=1, decided=decided(alice), by=alice),
    )

    cell.refresh_from_db()
    (refused,) = [one for one in said if isinstance(one, LevelMoved)]
    (won,) = [one for one in said if isinstance(one, Activation)]
    assert won.to_level == cell.level
    assert f"niveau {cell.level}" in str(refused)
    assert Activation.objects.filter(cell=cell).count() == 2


def test_who_leaves_while_changing_the_level_does_one_or_the_other_whole(cell, alice, bob, gaspard):
    end_membership(cell.members.get(), by=gaspard)
    leader = join(cell, bob, "director")

    said = together(
        partial(end_membership, leader, by=gaspard),
        partial(change_level, cell, to=3, decided=decided(bob), by=bob),
    )

    changed = [one for one in said if isinstance(one, Activation)]
    refused = [one for one in said if isinstance(one, NotOnDuty)]
    assert len(changed) + len(refused) == 1
    with pytest.raises(NotOnDuty):
        change_level(cell, to=1, decided=decided(bob), by=bob)
    assert verify_log(cell).is_sound


def test_a_form_that_left_twice_is_done_once_and_both_readers_go_to_the_same_place(cell, alice):
    before = LogEntry.objects.filter(log=cell.pk).count()
    address, body = f"{cell.get_absolute_url()}main-courante/", {"text": "Le SAMU a rappelé"}
    browsers = [log_in(Client(), alice) for _ in range(2)]

    answers = together(*[partial(one.post, address, body) for one in browsers], threads=2)
    again = browsers[0].post(address, body)
    other = browsers[0].post(address, {"text": "Le SAMU a rappelé encore"})

    assert {(one.status_code, one.url) for one in [*answers, again, other]} == {(302, address)}
    assert LogEntry.objects.filter(log=cell.pk).count() == before + 2


def test_a_form_that_was_refused_may_be_sent_again_at_once(client, cell, alice):
    log_in(client, alice)
    address, body = f"{cell.get_absolute_url()}main-courante/", {"text": "Mme Durand, 84 ans"}

    pages = [client.post(address, body) for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert all("Durand" in page.text for page in pages)
