from django.core.management.base import BaseCommand

from coordination.crisis.services.catalogue import load_catalogue
from coordination.crisis.services.shipped_cards import load_cards


class Command(BaseCommand):
    help = "Charge les niveaux, fonctions, fiches réflexes et listes des cellules de crise."

    def handle(self, *args, **options):
        changed = load_catalogue() + load_cards()
        self.stdout.write(f"Référentiel des cellules de crise : {changed} créés ou modifiés.")
