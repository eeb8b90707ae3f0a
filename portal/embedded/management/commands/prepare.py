"""`manage.py prepare`: database, static files and demonstration, ready to serve."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Safe to run at each start: does only what is missing."""

    help = "Met à jour la base et les fichiers statiques, charge la démonstration si elle est vide."

    def add_arguments(self, parser):
        parser.add_argument(
            "--sans-demonstration", action="store_true", help="laisse une base vide telle quelle"
        )

    def handle(self, *args, **options):
        call_command("migrate", verbosity=0, interactive=False)
        self.collect_static()
        empty = not get_user_model().objects.exists()
        if empty and not options["sans_demonstration"] and "load_demo" in get_commands():
            self.stdout.write("La base est vide : chargement de la démonstration…")
            self.stdout.flush()
            call_command("load_demo")

    def collect_static(self):
        """The served files are those of the sources. Raises CommandError."""
        stamp = Path(settings.STATIC_ROOT) / ".sources"
        sources = fingerprint_of_sources()
        if stamp.exists() and stamp.read_text() == sources:
            return
        self.stdout.write("Préparation des fichiers statiques…")
        self.stdout.flush()
        try:
            call_command("collectstatic", verbosity=0, interactive=False)
            stamp.write_text(sources)
        except PermissionError as error:
            raise CommandError(
                f"Le dossier {settings.STATIC_ROOT} n’est pas accessible en écriture."
            ) from error


def fingerprint_of_sources():
    """Changes when a static file is added, removed or modified, or with the storage's settings."""
    seen = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            seen.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return seen.hexdigest()
