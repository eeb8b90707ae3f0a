"""manage.py load_nos FILE…: official tables of the NOS (.tabs or CSV)."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from directory.services.register import load_nos_table
from portal.lib.refusal import Refusal


class Command(BaseCommand):
    help = "Charge des tables de nomenclature (R66, R397, G15, R38), .tabs ou CSV."

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", type=Path, nargs="+", metavar="FICHIER")

    def handle(self, *args, **options) -> None:
        for path in options["files"]:
            try:
                table, count = load_nos_table(path)
            except Refusal as refusal:
                raise CommandError(str(refusal)) from refusal
            self.stdout.write(f"{table} : {count} codes.")
