"""The log of a crisis cell: twenty write at once; twenty thousand entries are read and verified.

`python -m benchmarks.crisis_log WRITERS LINES_EACH ENTRIES` changes the sizes. Each writer is a
process of its own, as a worker of the web server is; all press the key at the same instant, round
after round. `insert`: the transaction of the insertion (text, entry, its place in the chain,
commit); its baseline is the same in copies of both tables without triggers. `write`: the whole
service (rights, guard, digest, insertion), which is mostly processor time of twenty processes on
two cores; `without_a_pause` is its rate when each begins its next line at once.
"""

import itertools
import multiprocessing
import os
import sys
import time
from itertools import pairwise
from typing import Any
from uuid import uuid4

from benchmarks.measure import as_served, emit, fresh_portal, milliseconds, p95, say, summary

TARGET_INSERT_MS, TARGET_READ_MS, TARGET_VERIFY_S = 50, 200, 3
READS = 40
WORDS = (
    "appel du SAMU", "lits de réanimation ouverts", "livraison de masques", "renfort demandé",
    "point avec la préfecture", "EHPAD sans nouvelles", "oxygène pour deux jours", "réunion",
)  # fmt: skip
PLAIN_TABLES = """
    CREATE TABLE plain_logtext (LIKE crisis_logtext INCLUDING ALL);
    CREATE TABLE plain_logentry (LIKE crisis_logentry INCLUDING DEFAULTS INCLUDING INDEXES
        INCLUDING IDENTITY);
"""
TEXT_ROW = """
    INSERT INTO {prefix}_logtext (entry_uuid, text, from_name, to_name, salt)
    VALUES (%(uuid)s, %(text)s, '', '', %(digest)s)
"""
ENTRY_ROW = """
    INSERT INTO {prefix}_logentry (uuid, log_id, seq, recorded_at, occurred_at, author_id, kind,
        importance, channel, reliability, certainty, theme, in_sitrep, is_system, links,
        link_role, version, content_digest)
    VALUES (%(uuid)s, %(log)s, %(seq)s, NULL, now(), %(user)s, 'received', 'normal', '', '', '',
        '', false, false, '{{}}', '', 1, %(digest)s)
"""


def main() -> None:
    """Print the five lines of the measure."""
    writers, lines, entries = (int(one) for one in [*sys.argv[1:], "20", "30", "20000"][:3])
    with fresh_portal():
        leader = _leader()
        _storm(_open_cell(leader), leader, writers, lines)
        _long_log(_open_cell(leader), leader, entries)


def _leader() -> Any:
    from coordination.crisis.services.catalogue import load_catalogue
    from tests.people import UserFactory

    load_catalogue()
    return UserFactory()


def _open_cell(leader: Any) -> Any:
    from tests.coordination.crisis.crisis_world import open_departmental
    from tests.people import TerritoryFactory

    return open_departmental(TerritoryFactory(), by=leader)


def _storm(cell: Any, leader: Any, writers: int, lines: int) -> None:
    from django.db import connection

    from coordination.crisis.models import LogEntry

    with connection.cursor() as cursor:
        cursor.execute(PLAIN_TABLES)
    about = (cell.pk, leader.pk, lines)
    plain, _ = _together(_plain, writers, about, pause=True)
    begun = LogEntry.objects.filter(log=cell.pk).count()
    insertions, _ = _together(_chained, writers, about, pause=True)
    times, _ = _together(_service, writers, about, pause=True)
    full, seconds = _together(_service, writers, about, pause=False)
    rows = LogEntry.objects.filter(log=cell.pk).order_by("seq")
    chain = [(seq, bytes(previous), bytes(link)) for seq, previous, link
             in rows.values_list("seq", "prev_commit", "commit")]  # fmt: skip
    sound = [seq for seq, _, _ in chain] == list(range(1, begun + 3 * writers * lines + 1))
    sound &= all(one[2] == after[1] for one, after in pairwise(chain))
    for measure, found, more in (
        ("insert", insertions, {"baseline": {"without_chain": summary(plain)}}),
        ("write", times, {"baseline": {"insertion_alone": summary(insertions)},
            "without_a_pause": summary(full) | {"per_second": round(len(full) / seconds)}}),
    ):  # fmt: skip
        emit(
            f"crisis_log_{measure}", p95(found), unit="ms", target=TARGET_INSERT_MS,
            ok=p95(found) <= TARGET_INSERT_MS and sound, spread=summary(found),
            writers=writers, no_gap_no_fork=sound, **more,
        )  # fmt: skip


def _together(
    act: Any, writers: int, args: tuple[Any, ...], *, pause: bool
) -> tuple[list[float], float]:
    """What each line took, each writer in a process, and the whole time.

    `pause`: all wait for each other before each line.
    """
    from django.db import connections

    connections.close_all()
    context = multiprocessing.get_context("fork")
    start, said = context.Barrier(writers), context.SimpleQueue()
    people = [
        context.Process(target=_play, args=(act, start, said, rank, pause, *args))
        for rank in range(writers)
    ]
    for one in people:
        one.start()
    told = [said.get() for _ in people]
    for one in people:
        one.join()
    seconds = max(end for _, end, _ in told) - min(begun for begun, _, _ in told)
    return [spent for _, _, times in told for spent in times], seconds


def _play(
    act: Any, start: Any, said: Any, rank: int, pause: bool, cell: int, user: int, lines: int
) -> None:
    write, times = act(cell, user), []
    start.wait()
    begun = time.monotonic()
    for n in range(lines):
        if pause:
            start.wait()
        times.append(milliseconds(lambda n=n: write(_words(rank * lines + n))))
    said.put((begun, time.monotonic(), times))


def _service(cell_pk: int, user_pk: int) -> Any:
    """Writes a line through the service."""
    from coordination.crisis.models import Cell
    from coordination.crisis.services.writing import Draft, write_entry
    from portal.accounts.models import User

    cell, leader = Cell.objects.get(pk=cell_pk), User.objects.get(pk=user_pk)
    return lambda words: write_entry(cell, Draft(words), by=leader)


def _chained(cell_pk: int, user_pk: int) -> Any:
    return _insertion("crisis", cell_pk, user_pk)


def _plain(cell_pk: int, user_pk: int) -> Any:
    return _insertion("plain", cell_pk, user_pk)


def _insertion(prefix: str, cell_pk: int, user_pk: int) -> Any:
    """Inserts a text and its entry in one transaction."""
    from django.db import connection, transaction

    text, entry = TEXT_ROW.format(prefix=prefix), ENTRY_ROW.format(prefix=prefix)
    numbers = itertools.count(os.getpid() * 10_000)

    def insert(words: str) -> None:
        row = {"uuid": uuid4(), "log": cell_pk, "user": user_pk, "text": words,
               "digest": b"0" * 32, "seq": next(numbers)}  # fmt: skip
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(text, row)
            cursor.execute(entry, row)

    connection.ensure_connection()
    return insert


def _long_log(cell: Any, leader: Any, entries: int) -> None:
    from django.test import Client

    from coordination.crisis.services.verification import verify_log

    _fill(cell, leader, entries)
    client = Client(headers={"host": "localhost"})
    client.force_login(leader)
    as_served()
    page = f"/crises/cellules/{cell.uuid}/main-courante/"
    for measure, asked in (("first_page", {}), ("search", {"q": "oxygene"})):
        answer = client.get(page, asked)
        assert answer.status_code == 200 and "oxygène" in answer.content.decode()
        times = [milliseconds(lambda asked=asked: client.get(page, asked)) for _ in range(READS)]
        emit(
            f"crisis_log_{measure}", p95(times), unit="ms", target=TARGET_READ_MS,
            ok=p95(times) <= TARGET_READ_MS, spread=summary(times), entries=entries,
            baseline={"every_text_in_python": summary(_naive(cell, "oxygène"))},
        )  # fmt: skip
    reports: list[Any] = []
    took = [milliseconds(lambda: reports.append(verify_log(cell))) / 1000 for _ in range(3)]
    assert all(one.is_sound and one.entries >= entries for one in reports)
    emit(
        "crisis_log_verify", max(took), unit="s", target=TARGET_VERIFY_S,
        ok=max(took) <= TARGET_VERIFY_S, baseline={"reads_alone": _reads_alone(cell)},
        entries=reports[0].entries, best=round(min(took), 2),
    )  # fmt: skip


def _fill(cell: Any, leader: Any, entries: int) -> None:
    """The entries are inserted by batches: the chain is the database's own doing."""
    from datetime import UTC, datetime

    from coordination.crisis.canonical import VERSION, canonical, digest_of
    from coordination.crisis.models import LogEntry, LogText
    from coordination.crisis.services.writing import content_of

    for first in range(0, entries, 2000):
        rows, texts = [], []
        for n in range(first, min(first + 2000, entries)):
            entry = LogEntry(
                uuid=uuid4(), log_id=cell.pk, occurred_at=datetime.now(UTC), author=leader,
                kind=("received", "sent", "call")[n % 3], version=VERSION,
            )  # fmt: skip
            text = LogText(entry_uuid=entry.uuid, text=_words(n), salt=n.to_bytes(32))
            entry.content_digest = digest_of(text.salt, canonical(content_of(entry, text)))
            rows.append(entry)
            texts.append(text)
        LogText.objects.bulk_create(texts)
        LogEntry.objects.bulk_create(rows)
    say(f"{entries} entries are there")


def _naive(cell: Any, word: str) -> list[float]:
    from coordination.crisis.models import LogEntry, LogText

    def read() -> None:
        entries = list(LogEntry.objects.filter(log=cell.pk).order_by("-seq"))
        texts = LogText.objects.defer("words").in_bulk([one.uuid for one in entries])
        assert [one for one in entries if word in texts[one.uuid].text]

    return [milliseconds(read) for _ in range(3)]


def _reads_alone(cell: Any) -> str:
    from coordination.crisis.models import LogEntry, LogText

    def read() -> None:
        keys = [one.uuid for one in LogEntry.objects.filter(log=cell.pk)]
        LogText.objects.defer("words").in_bulk(keys)

    return f"{milliseconds(read) / 1000:.2f} s"


def _words(rank: int) -> str:
    return f"{WORDS[rank % len(WORDS)]} – secteur {rank % 97}, ligne {rank}"


if __name__ == "__main__":
    main()
