"""manage.py retention [--dry-run]"""

from django.core.management.base import BaseCommand

from coordination.situation.services import apply_retention, retention_due

WORDS = {
    "files_warned": "volontaires inactifs à prévenir",
    "files_erased": "dossiers de volontaires à effacer (24 mois, prévenus)",
    "notes_erased": "mots joints à des réponses à effacer (12 mois)",
    "texts_purged": "textes de messages à effacer (3 mois)",
    "entries_purged": "lignes du journal à effacer (12 mois)",
    "accounts_forgotten": "comptes jamais confirmés à effacer (48 heures)",
    "contacts_purged": "crises terminées dont le contact sur place est à effacer",
    "asked_erased": "personnes interrogées à chaud à ne plus nommer (30 jours après l’échéance)",
    "sessions_forgotten": "sessions terminées à effacer",
}


class Command(BaseCommand):
    help = "Efface ce qui n’a plus à être gardé."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="compte, n’efface rien")

    def handle(self, *args, **options) -> None:
        found = retention_due() if options["dry_run"] else apply_retention()
        if not found:
            self.stdout.write("Déjà fait depuis moins d’une heure.")
        for name, count in found.items():
            self.stdout.write(f"{count:>8}  {WORDS[name]}")
        if options["dry_run"]:
            self.stdout.write("Essai seulement : rien n’a été effacé.")
