"""manage.py load_demo: the demonstration, if nobody is there yet."""

import time

from django.core.management.base import BaseCommand

from portal.demo import story


class Command(BaseCommand):
    help = "Charge la démonstration (territoires, structures, volontaires, besoins) si elle manque."

    def handle(self, *args, **options):
        if not story.is_untold():
            self.say("La base contient déjà des comptes : la démonstration n’est pas rechargée.")
            return
        start = time.monotonic()
        story.tell(self.say)
        self.say(f"La démonstration est prête ({time.monotonic() - start:.0f} s).")

    def say(self, sentence):
        """The sentence is on the screen at once."""
        self.stdout.write(sentence)
        self.stdout.flush()
