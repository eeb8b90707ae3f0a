from django.core.management.base import BaseCommand

from coordination.crisis.services.catalogue import load_catalogue


class Command(BaseCommand):
    help = "Charge les échelles de niveaux, les fonctions et les listes des cellules de crise."

    def handle(self, *args, **options):
        changed = load_catalogue()
        self.stdout.write(f"Référentiel des cellules de crise : {changed} créés ou modifiés.")
