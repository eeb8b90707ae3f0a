from django.core.management.base import BaseCommand

from coordination.oncall.services.lines.parameters import load_rule_parameters


class Command(BaseCommand):
    help = "Charge les paramètres légaux des astreintes fournis avec le portail."

    def handle(self, *args, **options):
        changed = load_rule_parameters()
        self.stdout.write(f"Paramètres de règle : {changed} créés ou modifiés.")
