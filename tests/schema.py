"""The migrated database, made once: each test database is a copy of it.

Migrating costs twenty seconds of processor, copying one. Dumps are kept in pytest's cache, each
beside the digests of its migrations (none reads a file): a second session reads its own back, and
a new migration is added to the largest dump that it prolongs. Only for the servers that the
session has started: others are migrated plainly.
"""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.apps import apps

from portal.embedded.postgres import package_folder

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = package_folder() / "pginstall" / "bin"
NAME = "schema"
MOST_KEPT = 5


def migrated_template(cache: Path) -> str | None:
    """The name of a migrated database to copy, made by the first who asks; None elsewhere."""
    folder, url = Path(os.environ["PORTAL_VAR_DIR"]), urlsplit(os.environ["DATABASE_URL"])
    if str(folder) not in os.environ["DATABASE_URL"]:
        return None
    with _alone(folder / "schema.lock"), psycopg.connect(url.geturl(), autocommit=True) as server:
        made = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone()
        if not made:
            server.execute(f"CREATE DATABASE {NAME}_draft")
            _fill(urlunsplit(url._replace(path=f"/{NAME}_draft")), cache)
            server.execute(f"ALTER DATABASE {NAME}_draft RENAME TO {NAME}")
    return NAME


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process of the session at a time."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fill(url: str, cache: Path) -> None:
    """The empty database at `url` is migrated: read from a dump, or migrated then dumped."""
    made_of = _made_of()
    nearest = _nearest(cache, made_of)
    if nearest is not None:
        _run(PROGRAMS / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-1", "-f", nearest, "-d", url)
        if json.loads(nearest.with_suffix(".json").read_text()) == made_of:
            nearest.touch()
            return
    _run(sys.executable, "manage.py", "migrate", "--verbosity=0", DATABASE_URL=url)
    _keep(url, cache, made_of)


def _nearest(cache: Path, made_of: dict[str, str]) -> Path | None:
    """The dump made of the most that is still there, unchanged; None when each holds something
    that is no more."""
    made = {dump: json.loads(dump.with_suffix(".json").read_text()) for dump in _dumps(cache)}
    held = {dump: parts for dump, parts in made.items() if parts.items() <= made_of.items()}
    return max(held, key=lambda dump: len(held[dump]), default=None)


def _keep(url: str, cache: Path, made_of: dict[str, str]) -> None:
    """The database at `url` is dumped; the oldest dumps leave. A dump is named last, when whole."""
    for old in sorted(_dumps(cache), key=lambda dump: dump.stat().st_mtime)[: 1 - MOST_KEPT]:
        old.unlink()
        old.with_suffix(".json").unlink()
    text = json.dumps(made_of)
    dump = cache / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.sql"
    partial = dump.with_suffix(".partial")
    _run(PROGRAMS / "pg_dump", "--no-owner", "-f", partial, "-d", url)
    dump.with_suffix(".json").write_text(text)
    partial.replace(dump)


def _dumps(cache: Path) -> list[Path]:
    return [dump for dump in cache.glob("*.sql") if dump.with_suffix(".json").exists()]


def _run(*words: str | Path, **environment: str) -> None:
    subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        env=os.environ | environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _made_of() -> dict[str, str]:
    """The digest of each migration of each installed app, ours and the packages'."""
    return {
        f"{app.label}/{source.name}": hashlib.sha256(source.read_bytes()).hexdigest()
        for app in apps.get_app_configs()
        for source in sorted(Path(app.path).glob("migrations/*.py"))
    }
