"""manage.py verify_bundle FILE [--key BASE64]"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from coordination.crisis.sealing import verify
from coordination.crisis.services.closing.bundle import public_keys


class Command(BaseCommand):
    help = "Vérifie l’archive signée d’une cellule ; nomme le premier fichier fautif."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", help="clé publique en base64 ; celles du portail sinon")

    def handle(self, *args, **options) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"Ce fichier ne se lit pas : {error}") from error
        found = verify(content, [options["key"]] if options["key"] else public_keys())
        if not found.is_sound:
            raise CommandError(f"{found.bad} : {found.why}.")
        self.stdout.write(f"Archive intacte : {found.files} fichiers, clé {found.key}.")
