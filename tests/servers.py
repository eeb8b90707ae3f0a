"""The real PostgreSQL and Redis of the test session, shared by all the processes of xdist.

The controller (or the only process) starts them before Django reads its settings; xdist
workers inherit the addresses, take their own test database (pytest-django's suffix) and
their own Redis database. DATABASE_URL and REDIS_URL point to real servers instead.
"""

import atexit
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from portal.embedded.servers import running_servers

# Each xdist worker owns one database for the cache and one for the broker of its workers.
DATABASES_PER_WORKER = 2


def start_servers() -> None:
    """The environment names a PostgreSQL, a Redis and a data folder of this session only."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker:
        _start_session()
    os.environ["REDIS_URL"] = own_redis_url(os.environ["REDIS_URL"], worker)
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"


def own_redis_url(url: str, worker: str) -> str:
    """The same server, with the database number reserved to this xdist worker."""
    number = int(worker.removeprefix("gw") or 0) + 1 if worker else 0
    parts = urlsplit(url)
    first = int(parts.path.strip("/") or 0)
    return urlunsplit(parts._replace(path=f"/{first + number * DATABASES_PER_WORKER}"))


def _start_session() -> None:
    folder = Path(tempfile.mkdtemp(prefix="portail-tests-"))
    # Reachable by the ordinary user that runs the servers when we are root.
    folder.chmod(0o711)
    session = ExitStack()
    session.callback(shutil.rmtree, folder, ignore_errors=True)
    addresses = session.enter_context(
        running_servers(
            folder,
            database=os.environ.get("DATABASE_URL", ""),
            redis=os.environ.get("REDIS_URL", ""),
            lasting=False,
        )
    )
    atexit.register(session.close)
    os.environ["DATABASE_URL"] = addresses.database
    os.environ["REDIS_URL"] = addresses.redis
    os.environ["PORTAL_VAR_DIR"] = str(folder)
