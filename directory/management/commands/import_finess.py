"""manage.py import_finess FILE [--dry-run] [--report FILE.json]"""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from directory.imports.run import Guards
from directory.services import import_finess
from portal.lib.refusal import Refusal

SHOWN = 10


class Command(BaseCommand):
    help = "Importe une extraction FINESS (CSV cs1100502 et cs1100507, ou JSON FINESS+)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--dry-run", action="store_true", help="dit tout, n’écrit rien")
        parser.add_argument("--partial", action="store_true", help="ne couvre pas tout le pays")
        parser.add_argument("--accept", action="store_true", help="accepte un grand changement")
        parser.add_argument("--report", type=Path, metavar="FICHIER.json", help="compte rendu")

    def handle(self, *args, **options) -> None:
        target = options["report"]
        if target is not None and not os.access(target.absolute().parent, os.W_OK):
            raise CommandError(f"Le compte rendu ne peut pas être écrit dans {target.parent}.")
        try:
            guards = Guards(is_partial=options["partial"], is_accepted=options["accept"])
            report = import_finess(options["file"], dry_run=options["dry_run"], guards=guards)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        if target is not None:
            report.write(target)
        self._tell(report)

    def _tell(self, report) -> None:
        self.stdout.write(
            f"{report.read} établissements lus ({report.encoding}) : {report.created} créés, "
            f"{report.updated} modifiés, {report.unchanged} inchangés, "
            f"{report.closed} fermés, {report.absent} absents, "
            f"{len(report.rejected)} rejetés, {len(report.warnings)} remarques."
        )
        if report.dry_run:
            self.stdout.write("Essai seulement : rien n’a été écrit.")
        for rank, one in enumerate(report.rejected):
            if rank == SHOWN:
                self.stdout.write("… la suite dans le compte rendu (--report).")
                break
            self.stdout.write(f"  ligne {one['line']}, {one['finess'] or '?'} : {one['reason']}")
