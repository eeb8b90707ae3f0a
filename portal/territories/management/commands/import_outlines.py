"""manage.py import_outlines FILE: the outlines of communes, from GeoJSON."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.lib.refusal import Refusal
from portal.territories.services import import_outlines


class Command(BaseCommand):
    help = "Importe les contours de communes connues (GeoJSON, WGS 84)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER")

    def handle(self, *args, **options) -> None:
        try:
            counts = import_outlines(options["file"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{counts.read} contours lus : {counts.created} créés, "
            f"{counts.updated} modifiés, {counts.unchanged} inchangés."
        )
