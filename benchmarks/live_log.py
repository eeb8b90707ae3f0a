"""Three hundred people on the live log of one cell: what each of their requests costs them.

`python -m benchmarks.live_log SECONDS PEOPLE` (300 and 300 by default, `30 300` for a quick look).
The pages are served by gunicorn as `manage.py up` starts it; each person polls every ten seconds
as the page does, at an hour of their own, and somebody writes a line every two seconds. Latency
is that of the whole request on loopback, whatever waits before the worker included. The baseline
is the same crowd on the page that says that the process answers, which reads nothing.
"""

import http.client
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.measure import emit, fresh_portal, p95, say, served, summary

EVERY, WRITE_EVERY, LINES = 10.0, 2.0, 200
TARGET_MS, PORT = 500, 8391


@dataclass
class Seen:
    """What happened to the requests of a crowd."""

    spent: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    errors: int = 0
    lock: Any = field(default_factory=threading.Lock)

    def note(self, status: int, milliseconds: float, *, wrote: bool) -> None:
        """One request answered."""
        with self.lock:
            (self.writes if wrote else self.spent).append(milliseconds)
            self.statuses[status] = self.statuses.get(status, 0) + 1
            self.errors += status not in (200, 204, 302)


def main() -> None:
    """Print the line of the measure."""
    seconds, people = (int(one) for one in [*sys.argv[1:], "300", "300"][:2])
    with fresh_portal():
        path, cookies = _world(people)
        with served(PORT):
            say(f"{people} people for {seconds} s, a line every {WRITE_EVERY:.0f} s")
            idle = _crowd(min(seconds, 30), people, lambda _rank, _seq: ("/sante/vivant/", ""))
            seen = _crowd(seconds, people, _poll(path, cookies), writer=(path, cookies[0]))
    value = p95(seen.spent)
    emit(
        "live_log", value, unit="ms", target=TARGET_MS,
        ok=value <= TARGET_MS and not seen.errors,
        baseline={"process_answers": summary(idle.spent)},
        spread=summary(seen.spent), writes=summary(seen.writes), errors=seen.errors,
        statuses=seen.statuses, requests=len(seen.spent), people=people, seconds=seconds,
        load=round(os.getloadavg()[0], 1),
    )  # fmt: skip


def _poll(path: str, cookies: list[str]) -> Callable[[int, int], tuple[str, str]]:
    return lambda rank, seq: (f"{path}suite/?vu={seq}", cookies[rank])


def _crowd(
    seconds: float,
    people: int,
    asked: Callable[[int, int], tuple[str, str]],
    writer: tuple[str, str] | None = None,
) -> Seen:
    """Everybody asks until the time is over; each begins at an hour of their own."""
    seen, end = Seen(), time.monotonic() + seconds
    threads = [
        threading.Thread(target=_person, args=(rank, people, asked, seen, end), daemon=True)
        for rank in range(people)
    ]
    if writer:
        threads.append(threading.Thread(target=_writer, args=(*writer, seen, end), daemon=True))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 90)
    return seen


def _person(
    rank: int,
    people: int,
    asked: Callable[[int, int], tuple[str, str]],
    seen: Seen,
    end: float,
) -> None:
    due, seq = time.monotonic() + EVERY * rank / people, 0
    while due < end:
        time.sleep(max(0.0, due - time.monotonic()))
        path, cookie = asked(rank, seq)
        headers = {"Cookie": cookie, "HX-Request": "true"}
        status, body = _ask("GET", path, seen, headers)
        # The page asks again with the number of the last line that it shows.
        _before, mark, after = body.partition("vu=")
        seq = int(after[:12].split('"')[0].split("&")[0]) if status == 200 and mark else seq
        due += EVERY


def _writer(path: str, cookie: str, seen: Seen, end: float) -> None:
    token, rank, due = "0" * 32, 0, time.monotonic()
    headers = {
        "Cookie": f"{cookie}; csrftoken={token}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    while due < end:
        time.sleep(max(0.0, due - time.monotonic()))
        body = f"text=Ligne+{rank}&csrfmiddlewaretoken={token}"
        _ask("POST", path, seen, headers, body)
        rank, due = rank + 1, due + WRITE_EVERY


def _ask(
    method: str, path: str, seen: Seen, headers: dict[str, str], body: str = ""
) -> tuple[int, str]:
    start = time.perf_counter()
    try:
        line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        line.request(method, path, body or None, {"Host": "localhost", **headers})
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
    except OSError:
        with seen.lock:
            seen.errors += 1
        return 0, ""
    seen.note(answer.status, (time.perf_counter() - start) * 1000, wrote=method == "POST")
    return answer.status, text


def _world(people: int) -> tuple[str, list[str]]:
    """The log of a cell, with its people signed in: its path, and a cookie for each."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from coordination.crisis.models import CellMember
    from coordination.crisis.services.catalogue import load_catalogue
    from coordination.crisis.services.writing import Draft, write_entry
    from tests.coordination.crisis.crisis_world import open_departmental
    from tests.people import TerritoryFactory, UserFactory

    load_catalogue()
    leader, dice = UserFactory(), Random(5)
    cell = open_departmental(TerritoryFactory(), by=leader)
    users = [leader, *(UserFactory() for _ in range(people - 1))]
    period = (timezone.now(), None)
    CellMember.objects.bulk_create(
        CellMember(cell=cell, user=one, added_by=leader, period=period) for one in users[1:]
    )
    words = ["lits", "renfort", "masques", "relève", "transport", "appel", "équipe", "étage"]
    for rank in range(LINES):
        text = f"Ligne {rank} : {' '.join(dice.choices(words, k=15))}"
        write_entry(cell, Draft(text), by=leader)
    cookies = []
    for one in users:
        session = SessionStore()
        session[SESSION_KEY] = str(one.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = one.get_session_auth_hash()
        session.save()
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
    return f"/crises/cellules/{cell.uuid}/main-courante/", cookies


if __name__ == "__main__":
    main()
