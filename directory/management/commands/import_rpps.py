"""manage.py import_rpps FILE --department 10 [--profession 60 …] [--dry-run] [--accept]"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from directory.imports.rpps import Wanted
from directory.services.register import import_rpps
from portal.lib.refusal import Refusal


class Command(BaseCommand):
    help = "Lit l’extraction ouverte du RPPS pour un département et des professions."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--department", required=True, metavar="10")
        parser.add_argument("--profession", action="append", default=[], metavar="60")
        parser.add_argument("--liberal", action="store_true", help="liste les cabinets libéraux")
        parser.add_argument("--accept", action="store_true", help="accepte un grand changement")
        parser.add_argument("--dry-run", action="store_true", help="dit tout, n’écrit rien")

    def handle(self, *args, **options) -> None:
        department = options["department"].strip().upper().zfill(2)
        wanted = Wanted(department, frozenset(options["profession"]))
        try:
            report = import_rpps(
                options["file"],
                wanted,
                lists_liberal=options["liberal"],
                dry_run=options["dry_run"],
                is_accepted=options["accept"],
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{report.read} activités retenues : {report.created} personnes nouvelles, "
            f"{report.updated} modifiées, {report.absent} absentes, {len(report.rejected)} rejets."
        )
