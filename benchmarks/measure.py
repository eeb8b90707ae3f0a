"""What every measure shares: a portal of its own to measure, and one JSON line to say it."""

import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import django
from django.core.management import call_command

from portal.embedded import programs
from portal.embedded.servers import running_servers


@contextmanager
def fresh_portal() -> Iterator[None]:
    """Inside the block Django runs on an empty, migrated database and a Redis of its own.

    DATABASE_URL and REDIS_URL point to real servers instead; their database must be empty.
    The embedded servers keep their data safely (fsync on), as in service.
    """
    folder = Path(tempfile.mkdtemp(prefix="portail-mesures-"))
    folder.chmod(0o711)
    try:
        given = {name: os.environ.get(f"{name.upper()}_URL", "") for name in ("database", "redis")}
        with running_servers(folder, **given) as addresses:
            os.environ["DATABASE_URL"] = addresses.database
            os.environ["REDIS_URL"] = addresses.redis
            os.environ["PORTAL_VAR_DIR"] = str(folder)
            os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
            django.setup()
            call_command("migrate", verbosity=0)
            yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def as_served() -> None:
    """The rest of the process runs as gunicorn does: what is loaded is never looked through again.

    Otherwise the collector goes through 300,000 objects now and then: 250 ms of one page in ten.
    """
    importlib.import_module("portal.wsgi")


@contextmanager
def served(port: int) -> Iterator[str]:
    """Inside the block the pages answer at the address given, from gunicorn as in service."""
    started = subprocess.Popen(
        programs.web(port).command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PORTAL_DEBUG": "false"},
    )
    try:
        for _ in range(240):
            if _answers(f"http://localhost:{port}/sante/vivant/"):
                break
            time.sleep(0.5)
        else:
            raise SystemExit("gunicorn did not answer")
        yield f"http://localhost:{port}"
    finally:
        started.terminate()
        started.wait(20)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def emit(
    measure: str,
    value: float,
    *,
    unit: str,
    target: float,
    ok: bool,
    baseline: dict[str, Any],
    **more: Any,
) -> None:
    """One JSON line on the standard output, as the table of the README expects it."""
    line = {
        "measure": measure,
        "value": round(value, 3),
        "unit": unit,
        "target": target,
        "ok": ok,
        "baseline": baseline,
        **more,
    }
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def say(progress: str) -> None:
    """Progress, with the time of day, beside the report."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {progress}\n")
    sys.stderr.flush()


def milliseconds(act: Callable[[], Any]) -> float:
    """How long `act` took, on the wall clock."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def p95(values: list[float]) -> float:
    """The 95th centile (at least twenty values make it meaningful)."""
    return quantiles(values, n=20, method="inclusive")[-1]


def summary(values: list[float]) -> dict[str, float]:
    """Median, 95th centile and worst, to print beside a value."""
    return {
        "median": round(median(values), 2),
        "p95": round(p95(values), 2),
        "max": round(max(values), 2),
    }
