"""Starting, recognising and stopping the processes of the embedded servers."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def dies_with_parent(death_signal: int) -> Callable[[], None] | None:
    """What to run in a child so that it receives `death_signal` when its parent dies.

    Linux only; elsewhere None, and the next start finds and stops what was left.
    """
    libc = _libc
    if libc is None:
        return None

    def ask_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, death_signal)

    return ask_kernel


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    death_signal: int = signal.SIGTERM,
    owner: tuple[int, int] | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """The command runs in its own session, writes to `log`, and dies with this process.

    `owner` is the (uid, gid) to run as. Raises OSError when the command is not there.
    """
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - our own commands, no shell
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=dies_with_parent(death_signal),
            env=env,
            cwd=cwd,
            user=None if owner is None else owner[0],
            group=None if owner is None else owner[1],
            extra_groups=None if owner is None else [],
        )


def stop(process: subprocess.Popen[bytes], *, first: int, grace: float) -> None:
    """The process and its group are gone: asked by `first`, killed after `grace` seconds."""
    if process.poll() is None:
        process.send_signal(first)
        try:
            process.wait(grace)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    kill_group(process.pid)


def kill_group(leader: int) -> None:
    """No process of the group of `leader` is left running."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def end(pid: int, *, grace: float) -> None:
    """A process that is not our child is gone: asked first, killed after `grace` seconds."""
    for ask in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, ask)
        except ProcessLookupError:
            return
        if wait_until(lambda: not is_alive(pid), seconds=grace):
            return


def is_alive(pid: int) -> bool:
    """True while a process bears this number, zombies excepted."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return not Path("/proc/self").exists()


def command_line(pid: int) -> str:
    """The command line of a running process, empty when it is gone or hidden."""
    record = Path(f"/proc/{pid}/cmdline")
    try:
        return record.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        found = subprocess.run(  # noqa: S603
            ["ps", "-p", str(pid), "-o", "command="],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
        )
        return found.stdout.strip()


def wait_until(condition: Callable[[], bool], *, seconds: float, pause: float = 0.05) -> bool:
    """True as soon as `condition` holds, False when it did not within `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(pause)
    return False


def last_lines(log: Path, *, count: int = 3) -> str:
    """The end of a log file on one line, to explain a refusal."""
    try:
        lines = log.read_text(errors="replace").strip().splitlines()
    except OSError:
        return ""
    return " / ".join(line.strip() for line in lines[-count:])
