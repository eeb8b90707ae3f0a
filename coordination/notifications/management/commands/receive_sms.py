"""An SMS as if somebody had sent it: for the demonstration, where no telephone is at hand."""

from uuid import uuid4

from django.core.management.base import BaseCommand

from coordination.notifications.services import hear_sms


class Command(BaseCommand):
    help = "Fait comme si ce numéro avait envoyé ce SMS : receive_sms '06 39 98 12 34' 'OUI 47'"

    def add_arguments(self, parser):
        """Whose number, and the words."""
        parser.add_argument("numero")
        parser.add_argument("texte", nargs="+")

    def handle(self, *args, **options):
        """The SMS is read like any other; what is said back is shown."""
        sent = {"id": str(uuid4()), "sender": options["numero"]}
        said = hear_sms(sent | {"message": " ".join(options["texte"])})
        self.stdout.write(said or "(rien n’est répondu)")
