"""manage.py load_nomenclatures: professions, specialities and categories."""

from django.core.management.base import BaseCommand

from directory.services import load_nomenclatures


class Command(BaseCommand):
    help = "Charge les professions, les spécialités et les catégories d’établissement."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{load_nomenclatures()} codes à jour.")
