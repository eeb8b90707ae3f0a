"""`manage.py prepare`: database, static files and demonstration, ready to serve."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from portal.embedded.freshness import fingerprint_of_sources, stamp, static_files_are_ready


class Command(BaseCommand):
    """Safe to run at each start: does only what is missing."""

    help = "Met à jour la base et les fichiers statiques, charge la démonstration si elle est vide."

    def add_arguments(self, parser):
        parser.add_argument(
            "--sans-demonstration", action="store_true", help="laisse une base vide telle quelle"
        )

    def handle(self, *args, **options):
        self.say("Mise à jour de la base…")
        call_command("migrate", verbosity=0, interactive=False)
        if not static_files_are_ready():
            self.collect_static()
        empty = not get_user_model().objects.exists()
        if empty and not options["sans_demonstration"] and "load_demo" in get_commands():
            self.say("La base est vide : chargement de la démonstration…")
            call_command("load_demo")

    def collect_static(self):
        """The served files are those of the sources. Raises CommandError."""
        self.say("Préparation des fichiers statiques…")
        try:
            call_command("collectstatic", verbosity=0, interactive=False)
            stamp().write_text(fingerprint_of_sources())
        except PermissionError as error:
            raise CommandError(
                f"Le dossier {settings.STATIC_ROOT} n’est pas accessible en écriture."
            ) from error

    def say(self, sentence):
        """The sentence is on the screen at once."""
        self.stdout.write(sentence)
        self.stdout.flush()
