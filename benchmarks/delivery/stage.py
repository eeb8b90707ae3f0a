"""Embedded servers in a temporary folder, a crowd by COPY, real workers."""

import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from subprocess import Popen
from uuid import UUID

import django
from django.core.management import call_command

from portal.embedded.processes import spawn, stop, wait_until
from portal.embedded.servers import running_servers

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def staged() -> Iterator[Path]:
    """Servers answer and Django is ready on an empty database; everything is gone after."""
    folder = Path(tempfile.mkdtemp(prefix="mesure-"))
    folder.chmod(0o711)
    with ExitStack() as end:
        end.callback(shutil.rmtree, folder, ignore_errors=True)
        addresses = end.enter_context(running_servers(folder))
        os.environ["DATABASE_URL"] = addresses.database
        os.environ["REDIS_URL"] = addresses.redis
        os.environ["PORTAL_VAR_DIR"] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.delivery.settings"
        django.setup()
        call_command("migrate", verbosity=0)
        yield folder


def people(count: int, *, seed: int = 20200316) -> None:
    """`count` people reached by SMS first, then by e-mail, at any hour."""
    from django.db import connection, transaction

    from benchmarks.population import copy_rows

    dice, now = random.Random(seed), datetime.now(UTC)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        copy_rows(cursor, "accounts_user", ({
            "id": pk, "password": "!", "is_superuser": False,
            "uuid": UUID(int=dice.getrandbits(128)),
            "email": f"v{pk}@volontaires.example", "first_name": f"Prénom{pk % 997}",
            "last_name": f"Nom{pk}", "is_staff": False, "is_active": True, "date_joined": now,
        } for pk in range(1, count + 1)))  # fmt: skip
        copy_rows(cursor, "notifications_preference", ({
            "user_id": pk, "phone": f"+336{pk:08d}", "channels": ["sms", "email"],
            "zone": "Europe/Paris", "muted": [], "updated_at": now,
        } for pk in range(1, count + 1)))  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE accounts_user")
        cursor.execute("VACUUM ANALYZE notifications_preference")


def worker(folder: Path, queues: str, *, processes: int, name: str) -> Popen[bytes]:
    """A real worker of these queues, ready. Its log is in the folder."""
    log = folder / f"{name}.log"
    options = ["--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    started = spawn(
        [
            *(sys.executable, "-m", "celery", "--app", "portal", "worker", "--queues", queues),
            *("--hostname", f"{name}@bench", "--concurrency", str(processes), *options),
        ],
        log=log,
        death_signal=signal.SIGTERM,
        env=dict(os.environ),
        cwd=ROOT,
    )
    if not wait_until(lambda: b" ready." in log.read_bytes(), seconds=60):
        stop(started, first=signal.SIGTERM, grace=5)
        raise RuntimeError(log.read_text()[-2000:])
    return started


@contextmanager
def workers(folder: Path) -> Iterator[None]:
    """One process for `urgent`, two for `default,bulk`, as `make demo` runs them."""
    with ExitStack() as end:
        for queues, processes in (("urgent", 1), ("default,bulk", 2)):
            started = worker(folder, queues, processes=processes, name=queues.replace(",", "-"))
            end.callback(stop, started, first=signal.SIGTERM, grace=10)
        yield
