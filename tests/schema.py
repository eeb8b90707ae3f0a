"""The migrated database, made once: each test database is a copy of it.

Migrating costs twenty seconds of processor, copying one. The dump is kept in pytest's cache under
a key that changes with the migrations, what they load and the packages; so a second session reads
it back. Only for the servers that the session has started: others are migrated plainly.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from portal.embedded.postgres import package_folder

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = package_folder() / "pginstall" / "bin"
SOURCES = ("*/migrations/*.py", "*/*/migrations/*.py", "*/data/*.csv", "*/*/data/*.csv")
NAME = "schema"


def migrated_template(cache: Path) -> str | None:
    """The name of a migrated database to copy, made by the first who asks; None elsewhere."""
    folder, url = Path(os.environ["PORTAL_VAR_DIR"]), urlsplit(os.environ["DATABASE_URL"])
    if str(folder) not in os.environ["DATABASE_URL"]:
        return None
    with _alone(folder / "schema.lock"), psycopg.connect(url.geturl(), autocommit=True) as server:
        made = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone()
        if not made:
            server.execute(f"CREATE DATABASE {NAME}_draft")
            _fill(urlunsplit(url._replace(path=f"/{NAME}_draft")), cache / f"{_key()}.sql")
            server.execute(f"ALTER DATABASE {NAME}_draft RENAME TO {NAME}")
    return NAME


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process of the session at a time."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fill(url: str, dump: Path) -> None:
    """The empty database at `url` is migrated: read from `dump`, or migrated then dumped."""
    if dump.exists():
        _run(PROGRAMS / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-1", "-f", dump, "-d", url)
        return
    _run(sys.executable, "manage.py", "migrate", "--verbosity=0", DATABASE_URL=url)
    for old in dump.parent.glob("*.sql"):
        old.unlink()
    partial = dump.with_suffix(".partial")
    _run(PROGRAMS / "pg_dump", "--no-owner", "-f", partial, "-d", url)
    partial.replace(dump)


def _run(*words: str | Path, **environment: str) -> None:
    subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        env=os.environ | environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _key() -> str:
    """Changes with whatever the migrated database is made of."""
    digest = hashlib.sha256((ROOT / "requirements-dev.lock").read_bytes())
    for pattern in SOURCES:
        for source in sorted(ROOT.glob(pattern)):
            digest.update(f"{source.relative_to(ROOT)}\0".encode() + source.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
