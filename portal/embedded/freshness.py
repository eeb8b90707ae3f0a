"""What a start has to prepare: told cheaply, so that a second start answers at once."""

import hashlib
from pathlib import Path

import psycopg
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.db.migrations.loader import MigrationLoader


def database_is_ready(url: str) -> bool:
    """True when every migration is applied and somebody has an account.

    Asks the server directly: the settings of this process were read before it had an address.
    """
    people = get_user_model()._meta.db_table
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            applied = set(connection.execute("SELECT app, name FROM django_migrations"))
            somebody = connection.execute(f'SELECT EXISTS (SELECT 1 FROM "{people}")')  # noqa: S608
            if somebody.fetchone() != (True,):
                return False
    except psycopg.Error:
        return False
    on_disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return set(on_disk) <= applied


def static_files_are_ready() -> bool:
    """True when the served static files are those of the sources."""
    try:
        return stamp().read_text() == fingerprint_of_sources()
    except OSError:
        return False


def stamp() -> Path:
    """Where the fingerprint of the collected sources is kept."""
    return Path(settings.STATIC_ROOT) / ".sources"


def fingerprint_of_sources() -> str:
    """Changes when a static file is added, removed or modified, or with the way to serve them."""
    seen = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            seen.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return seen.hexdigest()
