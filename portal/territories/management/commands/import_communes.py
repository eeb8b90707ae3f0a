"""manage.py import_communes FILE: the communes of the country, with what holds them."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.lib.refusal import Refusal
from portal.territories.services import import_communes


class Command(BaseCommand):
    help = "Importe le fichier national des communes et arrondissements (CSV)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER")

    def handle(self, *args, **options) -> None:
        try:
            counts = import_communes(options["file"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{counts.read} territoires lus : {counts.created} créés, "
            f"{counts.updated} modifiés, {counts.unchanged} inchangés."
        )
