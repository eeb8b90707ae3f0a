"""The command lines of the portal's processes; docker/compose.yml runs the same ones."""

import sys
from pathlib import Path

from portal.embedded.supervisor import Program

CELERY = [sys.executable, "-m", "celery", "--app", "portal"]
# A worker of ours never needs to hear of the others.
ALONE = ["--without-gossip", "--without-mingle", "--loglevel", "INFO"]


def web(port: int) -> Program:
    """gunicorn, threads included: a page that waits for the database holds no process."""
    return Program(
        "web",
        [
            *(sys.executable, "-m", "gunicorn", "portal.wsgi"),
            *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"),
            *("--workers", "2", "--threads", "4", "--timeout", "60", "--graceful-timeout", "10"),
            *("--max-requests", "5000", "--max-requests-jitter", "500"),
            *("--preload", "--no-control-socket"),
        ],
        essential=True,
    )


def worker(name: str, queues: str, *, processes: int) -> Program:
    """A Celery worker that consumes `queues` only."""
    command = [*CELERY, "worker", "--queues", queues, "--hostname", f"{name}@%h"]
    return Program(name, [*command, "--concurrency", str(processes), *ALONE])


def beat(var: Path) -> Program:
    """The only clock. Its file may be lost: each tick is idempotent."""
    schedule = str(var / "celerybeat-schedule")
    command = [*CELERY, "beat", "--schedule", schedule, "--pidfile", "", "--loglevel", "INFO"]
    return Program("beat", command)


def everything_behind(var: Path) -> list[Program]:
    """The processes that work behind the pages."""
    return [
        worker("worker-urgent", "urgent", processes=1),
        worker("worker-bulk", "default,bulk", processes=2),
        beat(var),
    ]
