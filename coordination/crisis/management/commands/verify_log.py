from django.core.management.base import BaseCommand, CommandError

from coordination.crisis.models import Cell
from coordination.crisis.services.verification import verify_log
from portal.lib.text import counted


class Command(BaseCommand):
    help = "Recalcule la chaîne des mains courantes et nomme la première entrée fautive."

    def add_arguments(self, parser):
        parser.add_argument("--cell", help="identifiant public d’une cellule ; toutes sinon")

    def handle(self, *args, **options):
        cells = Cell.objects.filter(log__isnull=False).order_by("pk")
        if options["cell"]:
            cells = cells.filter(uuid=options["cell"])
            if not cells:
                raise CommandError("Aucune cellule n’a cet identifiant.")
        bad = 0
        for cell in cells:
            report = verify_log(cell)
            bad += not report.is_sound
            self.stdout.write(f"{cell.uuid} {cell} : {words(report)}")
        if bad:
            one, several = "main courante ne se vérifie pas", "mains courantes ne se vérifient pas"
            raise CommandError(f"{counted(bad, one, several)}.")


def words(report):
    """The report on one line."""
    if report.is_sound:
        return f"{report.entries} entrées, {report.redacted} effacées, tête {report.head}"
    return f"première entrée fautive n° {report.first_bad} : {report.why}"
