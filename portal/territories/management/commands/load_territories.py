"""manage.py load_territories: the territories shipped with the portal."""

from django.core.management.base import BaseCommand

from portal.territories.services import load_territories


class Command(BaseCommand):
    help = "Charge la France, ses régions, ses départements et les communes de l’Aube."

    def handle(self, *args, **options) -> None:
        counts = load_territories()
        self.stdout.write(
            f"{counts.read} territoires lus : {counts.created} créés, "
            f"{counts.updated} modifiés, {counts.unchanged} inchangés."
        )
