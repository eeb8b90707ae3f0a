"""Communes that become one: which, into which, from which day."""

from django import forms
from django.utils import timezone

from portal.territories.models import Territory
from portal.ui.fields import CommuneField, DayField, LongText
from portal.ui.forms import PortalForm

MOST = 30


class MergerForm(PortalForm):
    """A merger of communes of a territory, on 1 January most often."""

    olds = LongText(
        label="Communes qui disparaissent, une par ligne",
        help_text="Nom, code postal ou code INSEE. Sans celle dont le code reste.",
        max_length=2000,
        rows=3,
    )
    into = CommuneField(label="Commune qui reste", queryset=Territory.objects.none())
    on = DayField(label="À partir du", help_text="Ce jour-là compris, un 1er janvier d’ordinaire.")

    def __init__(self, *args, territory, **kwargs):
        super().__init__(*args, **kwargs)
        inside = Territory.objects.within([territory.pk]).communes()
        self.fields["into"].queryset = inside.filter(closed_on__isnull=True)
        self.fields["on"].initial = timezone.localdate().replace(month=1, day=1)

    def clean_olds(self):
        """The communes, each read like a single one."""
        reader = CommuneField(queryset=self.fields["into"].queryset)
        rows = [row.strip() for row in self.cleaned_data["olds"].splitlines() if row.strip()]
        if len(rows) > MOST:
            raise forms.ValidationError(f"{MOST} communes au plus en une fois.")
        found = {one.pk: one for one in map(reader.clean, rows)}
        return list(found.values())
