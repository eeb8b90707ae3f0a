"""The pair of embedded servers: starts what is not given by DATABASE_URL and REDIS_URL."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.embedded.failures import CannotStart
from portal.embedded.owner import data_folder, find_owner
from portal.embedded.postgres import FAST_AND_UNSAFE, Postgres
from portal.embedded.valkey import Valkey


@dataclass(frozen=True)
class Addresses:
    """Where the database and Redis answer, in the form of DATABASE_URL and REDIS_URL."""

    database: str
    redis: str


@contextmanager
def running_servers(
    var: Path, *, database: str = "", redis: str = "", lasting: bool = True
) -> Iterator[Addresses]:
    """Inside the block both servers answer; after it, those we started are stopped.

    A non-empty `database` or `redis` is the address of a real server, used as it is.
    `lasting=False` trades durability for speed (tests). Raises CannotStart.
    """
    logs = writable_folder(var / "log")
    with ExitStack() as servers:
        owner = None if database and redis else find_owner()
        if not database:
            settings = {} if lasting else FAST_AND_UNSAFE
            postgres = Postgres(
                data_folder(var, owner), log=logs / "postgres.log", owner=owner, settings=settings
            )
            servers.callback(postgres.stop)
            postgres.start()
            database = postgres.url
        if not redis:
            valkey = Valkey(
                data_folder(var, owner), log=logs / "valkey.log", owner=owner, lasting=lasting
            )
            servers.callback(valkey.stop)
            valkey.start()
            redis = valkey.url
        yield Addresses(database=database, redis=redis)


def writable_folder(folder: Path) -> Path:
    """The folder exists and can be written. Raises CannotStart with the sentence to show."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK | os.X_OK)
    except OSError:
        writable = False
    if not writable:
        raise CannotStart(
            f"Le dossier {folder} n’est pas accessible en écriture : corrigez ses droits "
            "ou choisissez un autre dossier avec PORTAL_VAR_DIR."
        )
    return folder
