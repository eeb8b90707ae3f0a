"""Keeps the processes of the portal alive together, and lets none survive."""

import fcntl
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from portal.embedded.failures import CannotStart
from portal.embedded.processes import kill_group, last_lines, spawn

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
STEADY_SECONDS = 60.0
WATCH_SECONDS = 0.25
STOP_SECONDS = 15.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Program:
    """One process to keep: the portal stops with an essential one, restarts the others."""

    name: str
    command: list[str]
    essential: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restart_at: float = 0.0
    pause: float = FIRST_PAUSE


@dataclass
class Supervisor:
    """Starts programs, restarts them with a growing pause, stops them all at once."""

    logs: Path
    env: Mapping[str, str]
    say: Callable[[str], object]
    programs: list[Program] = field(default_factory=list)

    def start(self, program: Program) -> None:
        """The program runs and is watched from now on. Raises CannotStart."""
        if program not in self.programs:
            self.programs.append(program)
        try:
            program.process = spawn(program.command, log=self.log_of(program), env=self.env)
        except OSError as error:
            raise CannotStart(f"{program.command[0]} est introuvable ou illisible.") from error
        program.started_at = time.monotonic()

    def log_of(self, program: Program) -> Path:
        """Where the program writes."""
        return self.logs / f"{program.name}.log"

    def watch(self) -> None:
        """Never returns while all is well. Raises CannotStart when an essential one dies."""
        while True:
            self.look_once()
            time.sleep(WATCH_SECONDS)

    def look_once(self) -> None:
        """Dead programs are restarted when their pause is over."""
        now = time.monotonic()
        for program in self.programs:
            if program.process is None:
                if now >= program.restart_at:
                    self.start(program)
            elif program.process.poll() is not None:
                self._note_death(program, now)

    def _note_death(self, program: Program, now: float) -> None:
        assert program.process is not None  # noqa: S101 - for the type checker
        code = program.process.returncode
        kill_group(program.process.pid)
        program.process = None
        if program.essential:
            detail = last_lines(self.log_of(program))
            raise CannotStart(f"Le processus « {program.name} » s’est arrêté ({code}) : {detail}")
        if now - program.started_at > STEADY_SECONDS:
            program.pause = FIRST_PAUSE
        program.restart_at = now + program.pause
        self.say(
            f"Le processus « {program.name} » s’est arrêté ({code}), "
            f"il redémarre dans {program.pause:.0f} s."
        )
        program.pause = min(program.pause * 2, LONGEST_PAUSE)

    def stop(self) -> None:
        """No program is left: all are asked together, then killed with their children."""
        running = [program.process for program in self.programs if program.process]
        for process in running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            kill_group(process.pid)


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Inside the block the first stop signal raises KeyboardInterrupt, the next are ignored."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def only_one(var: Path) -> Iterator[None]:
    """Inside the block nobody else runs on this folder. Raises CannotStart."""
    with (var / "up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotStart(
                f"Le portail tourne déjà avec le dossier {var} : arrêtez-le d’abord (Ctrl-C), "
                "ou choisissez un autre dossier avec PORTAL_VAR_DIR."
            ) from error
        yield


def check_port(port: int) -> None:
    """The port is free. Raises CannotStart with the sentence to show."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        raise CannotStart(
            f"Le port {port} est déjà pris ou interdit : choisissez-en un autre, "
            "par exemple « make demo PORT=8001 »."
        ) from error
