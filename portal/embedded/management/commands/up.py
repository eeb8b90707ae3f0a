"""`manage.py up`: the whole portal on this machine, until Ctrl-C."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from portal.embedded import programs
from portal.embedded.failures import CannotStart
from portal.embedded.freshness import database_is_ready, static_files_are_ready
from portal.embedded.servers import running_servers, writable_folder
from portal.embedded.supervisor import Supervisor, check_port, only_one, stopped_by_signals

ANSWER_SECONDS = 60.0


class Command(BaseCommand):
    """Starts the servers that are not given, prepares the data, runs every process."""

    help = "Lance tout le portail sur cette machine : serveurs, pages, tâches, horloge."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        port = os.environ.get("PORT", "8000")
        parser.add_argument("--port", default=port, help="port des pages (8000 par défaut)")
        parser.add_argument(
            "--sans-demonstration", action="store_true", help="laisse une base vide telle quelle"
        )

    def handle(self, *args, **options):
        os.environ["PYTHONUNBUFFERED"] = "1"
        try:
            with stopped_by_signals(), ExitStack() as stack:
                self.run(stack, read_port(options["port"]), options["sans_demonstration"])
        except KeyboardInterrupt:
            self.stdout.write("Tout est arrêté, les données sont gardées.")
        except CannotStart as failure:
            self.stdout.flush()
            sys.exit(str(failure))

    def run(self, stack, port, bare):
        """Everything runs until a signal. Raises CannotStart."""
        check_port(port)
        var = writable_folder(Path(settings.VAR_DIR).resolve())
        stack.enter_context(only_one(var))
        given = {name: os.environ.get(f"{name.upper()}_URL", "") for name in ("database", "redis")}
        addresses = stack.enter_context(running_servers(var, **given))
        env = environment(var, addresses, port)
        stack.callback((var / "environment").unlink, missing_ok=True)
        if not (database_is_ready(addresses.database) and static_files_are_ready()):
            prepare(env, *(["--sans-demonstration"] if bare else []))
        supervisor = Supervisor(logs=var / "log", env=env, say=self.stdout.write)
        stack.callback(supervisor.stop)
        supervisor.start(programs.web(port))
        wait_for_answer(supervisor, port)
        self.welcome(var, port)
        for program in programs.everything_behind(var):
            supervisor.start(program)
        supervisor.watch()

    def welcome(self, var, port):
        """The address, the accounts and the way out are on the screen."""
        self.stdout.write(f"\nLe portail répond : http://localhost:{port}/\n")
        for line in demonstration_accounts():
            self.stdout.write(f"  {line}")
        self.stdout.write(f"\nJournaux : {var / 'log'}. Ctrl-C arrête tout.")
        self.stdout.flush()


def demonstration_accounts():
    """One line per account; none when the demonstration is not there."""
    try:
        accounts = import_string(settings.PORTAL_DEMO_ACCOUNTS)
    except (ImportError, AttributeError):
        return []
    return [str(account) for account in accounts]


def read_port(text):
    """The port as a number. Raises CannotStart."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CannotStart(f"« {text} » n’est pas un port : donnez un nombre de 1 à 65535.")
    return int(text)


def environment(var, addresses, port):
    """What every process inherits, also written for the commands typed by hand."""
    found = {
        "DATABASE_URL": addresses.database,
        "REDIS_URL": addresses.redis,
        "PORTAL_BASE_URL": os.environ.get("PORTAL_BASE_URL", f"http://localhost:{port}"),
    }
    record = var / "environment"
    record.touch(mode=0o600)
    record.write_text("".join(f"{name}={value}\n" for name, value in found.items()))
    return os.environ | found | {"PORTAL_VAR_DIR": str(var)}


def prepare(env, *options):
    """The database, the static files and the demonstration are ready. Raises CannotStart."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "prepare", *options]
    done = subprocess.run(command, env=env, check=False, start_new_session=True)  # noqa: S603
    if done.returncode != 0:
        raise CannotStart("La préparation de la base a échoué, pour la raison donnée ci-dessus.")


def wait_for_answer(supervisor, port):
    """The pages answer. Raises CannotStart when they do not in time."""
    address = f"http://127.0.0.1:{port}/sante/vivant/"
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        supervisor.look_once()
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise CannotStart(f"Les pages ne répondent pas sur le port {port} : voyez var/log/web.log.")
