"""manage.py draw_demo_structures: writes the FINESS file of the demonstration again."""

from django.core.management.base import BaseCommand

from portal.demo.structures import FILE, write_file


class Command(BaseCommand):
    help = "Réécrit le fichier FINESS fictif de la démonstration."

    def handle(self, *args, **options):
        self.stdout.write(f"{write_file()} structures fictives dans {FILE.name}.")
