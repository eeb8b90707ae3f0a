"""The containers: no engine here, so their files are read and their commands are run outside."""

import http.server
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import yaml

from portal.celery import QUEUES
from portal.embedded import programs

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker" / "compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name for name, service in SERVICES.items() if "build" in service}
STEPS = re.sub(r"\\\n\s*", "", (ROOT / "docker" / "Dockerfile").read_text()).splitlines()
STEPS = [line.split(maxsplit=1) for line in STEPS if line and not line.startswith("#")]


def steps(instruction):
    return [arguments for name, arguments in STEPS if name == instruction]


def image_command():
    (command,) = steps("CMD")
    return yaml.safe_load(command)


def test_the_image_is_pinned_and_runs_as_nobody_in_particular():
    assert all(re.search(r":\d+\.\d+", image) for image in steps("FROM"))
    assert steps("USER") == ["10001:10001"]
    assert not steps("ADD")
    after_user = [name for name, _ in STEPS][[name for name, _ in STEPS].index("USER") :]
    assert set(after_user) <= {"USER", "EXPOSE", "HEALTHCHECK", "CMD"}


def test_the_image_installs_the_locked_packages_by_their_hashes():
    assert any("--require-hashes -r /tmp/requirements.lock" in step for step in steps("RUN"))


def test_the_image_copies_files_that_exist_and_no_secret():
    for arguments in steps("COPY"):
        for source in arguments.split()[:-1]:
            assert source.startswith(("--", "/opt")) or (ROOT / source).exists()
    assert "SECRET" not in "".join(steps("ENV") + steps("ARG"))


def test_every_service_has_a_health_check_and_a_pinned_image():
    for name, service in SERVICES.items():
        checked = service.get("healthcheck") or (name in OURS and steps("HEALTHCHECK"))
        assert checked, name
        assert name in OURS or re.search(r":v?\d", service["image"]), name


def test_our_services_write_nothing_and_gain_no_right():
    for name in OURS:
        assert SERVICES[name]["read_only"] is True
        assert SERVICES[name]["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in SERVICES[name]["security_opt"]


def test_the_services_are_those_that_the_portal_needs():
    named = {"migrate", "web", "worker-urgent", "worker-bulk", "beat"}
    assert named == OURS
    assert set(SERVICES) - OURS == {"postgres", "broker", "cache", "mailpit"}


def test_every_queue_has_its_worker():
    commands = [SERVICES[name]["command"] for name in ("worker-urgent", "worker-bulk")]
    consumed = [command[command.index("--queues") + 1] for command in commands]
    assert consumed == ["urgent", "default,bulk"]
    assert set(",".join(consumed).split(",")) == set(QUEUES)


def meaningful(command):
    """Without the interpreter, the address and the place of a file, which differ by nature."""
    dropped = {sys.executable, "-m"}
    words = [word for word in command if word not in dropped]
    return [word for word in words if ":8" not in word and "celerybeat" not in word]


@pytest.mark.parametrize("name", ["worker-urgent", "worker-bulk", "beat"])
def test_containers_run_the_same_processes_as_the_supervisor(name):
    local = {program.name: program.command for program in programs.everything_behind(Path("var"))}
    assert meaningful(SERVICES[name]["command"]) == meaningful(local[name])


def test_the_pages_are_served_alike_in_the_image_and_by_the_supervisor():
    served = [word for word in image_command() if word not in {"--worker-tmp-dir", "/dev/shm"}]
    assert meaningful(served) == meaningful(programs.web(8000).command)


@pytest.mark.parametrize("name", sorted(OURS - {"web"}) + ["image"])
def test_the_command_of_a_container_is_understood_outside_docker(name):
    command = image_command() if name == "image" else SERVICES[name]["command"]
    program = [sys.executable] if command[0] == "python" else [sys.executable, "-m", command[0]]
    # gunicorn reads its whole configuration, the others their options up to --help.
    last = "--check-config" if command[0] == "gunicorn" else "--help"
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    done = subprocess.run(
        [*program, *command[1:], last], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False)])
def test_the_health_check_follows_the_page_and_names_an_allowed_host(status, healthy):
    asked = []

    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["Host"]))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_args):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        env = {"PORT": str(server.server_port), "PORTAL_ALLOWED_HOSTS": "portail.example.org,b"}
        check = [sys.executable, str(ROOT / "docker" / "healthcheck.py")]
        done = subprocess.run(check, env=env, capture_output=True)
        thread.join()

    assert asked == [("/sante/pret/", "portail.example.org")]
    assert (done.returncode == 0) is healthy


def test_the_health_check_fails_when_nobody_answers():
    check = [sys.executable, str(ROOT / "docker" / "healthcheck.py")]
    assert subprocess.run(check, env={"PORT": "1"}, capture_output=True).returncode != 0
