"""`manage.py up`: it answers, lets nothing survive, and refuses in one French sentence."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from portal.embedded.failures import CannotStart
from portal.embedded.management.commands.up import read_port
from portal.embedded.processes import is_alive, wait_until
from portal.embedded.supervisor import check_port
from portal.embedded.valkey import free_port

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 420  # one or two minutes of processor, shared with the other tests
OF_THE_TESTS = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PORT")


@pytest.fixture
def var():
    folder = Path(tempfile.mkdtemp(prefix="portail-up-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def up(var, *options):
    env = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    return subprocess.Popen(
        [sys.executable, "manage.py", "up", "--sans-demonstration", *options],
        cwd=ROOT,
        env=env | {"PORTAL_VAR_DIR": str(var)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def processes_of(var):
    """Every process that names this folder, in its command line or its environment."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:
            continue
        if str(var).encode() in words and is_alive(int(folder.name)):
            found[int(folder.name)] = words.split(b"PATH=")[0].replace(b"\0", b" ").decode()
    return found


def holds_optimiser(pid):
    """Whether that process has loaded ortools, which only a search needs."""
    maps = Path(f"/proc/{pid}/maps")
    return maps.exists() and "/ortools/" in maps.read_text()


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sante/pret/", timeout=5) as page:
            return page.status == 200
    except urllib.error.HTTPError as error:
        error.close()
        return False
    except OSError:
        return False


def refusal(process):
    _said, error = process.communicate(timeout=120)
    assert process.returncode == 1
    return error.strip()


@pytest.mark.workers
def test_it_answers_restarts_what_dies_and_leaves_nothing_behind(var):
    """One folder for both ends, Ctrl-C then kill -9: what is slow is the first start."""
    port = free_port()
    portal = up(var, "--port", str(port))
    working = ("worker-urgent@", "worker-bulk@", "celery --app portal beat", "gunicorn", "postgres")

    def all_there():
        running = " ".join(processes_of(var).values())
        return all(word in running for word in working)

    try:
        assert wait_until(lambda: answers(port) and all_there(), seconds=START_SECONDS, pause=0.5)
        assert [line for pid, line in processes_of(var).items() if holds_optimiser(pid)] == []
        by_hand = (var / "environment").read_text()
        assert f"http://localhost:{port}" in by_hand
        assert str(var) in by_hand

        beat = next(pid for pid, line in processes_of(var).items() if "portal beat" in line)
        os.kill(beat, signal.SIGKILL)
        assert wait_until(lambda: beat not in processes_of(var) and all_there(), seconds=30)

        assert "tourne déjà" in refusal(up(var, "--port", str(free_port())))
    finally:
        portal.send_signal(signal.SIGINT)
        said, _error = portal.communicate(timeout=120)

    assert portal.returncode == 0
    assert f"Le portail répond : http://localhost:{port}/" in said
    assert "« beat » s’est arrêté" in said
    assert processes_of(var) == {}
    assert not (var / "environment").exists()
    if sys.platform == "linux":  # PR_SET_PDEATHSIG is Linux's
        a_killed_supervisor_leaves_nothing_either(var, port)


def a_killed_supervisor_leaves_nothing_either(var, port):
    portal = up(var, "--port", str(port))
    assert wait_until(lambda: answers(port), seconds=START_SECONDS, pause=0.5)

    portal.send_signal(signal.SIGKILL)
    portal.communicate()

    assert wait_until(lambda: processes_of(var) == {}, seconds=30, pause=0.5), processes_of(var)


def test_a_taken_port_is_refused_before_anything_starts(var):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        sentence = refusal(up(var, "--port", str(port)))

    assert sentence.startswith(f"Le port {port} est déjà pris")
    assert "\n" not in sentence
    assert list(var.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_refused(var):
    (var / "taken").write_text("a file")

    sentence = refusal(up(var / "taken", "--port", str(free_port())))

    assert "n’est pas accessible en écriture" in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "", "8 000"])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(CannotStart, match=f"^« {port} » n’est pas un port"):
        read_port(port)


def test_a_free_port_is_accepted_and_a_taken_one_is_not():
    port = free_port()
    check_port(port)

    with socket.create_server(("127.0.0.1", port)), pytest.raises(CannotStart, match=str(port)):
        check_port(port)
