"""An alert to the public."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from coordination.crisis.models import PublicAlert
from coordination.crisis.selectors.public_alert import areas_of
from coordination.crisis.services.public_alert import NewAlert
from portal.territories.models import Territory
from portal.ui.fields import LongText, MomentField, ShortText
from portal.ui.forms import PortalForm

PLAIN = "Des phrases courtes, sans sigle : tout le monde doit comprendre."


class PublicAlertForm(PortalForm):
    """What the public will read, how pressing, where, until when."""

    event = ShortText(max_length=80, label="Quel évènement ?", help_text="Deux ou trois mots.")
    headline = ShortText(max_length=160, label="Titre")
    description = LongText(max_length=2000, rows=4, label="Que se passe-t-il ?", help_text=PLAIN)
    instruction = LongText(
        max_length=2000, rows=3, label="Que faut-il faire ?", required=False, help_text=PLAIN
    )
    audience = ShortText(max_length=200, label="À qui s’adresse-t-elle ?", required=False)
    urgency = forms.ChoiceField(label="Urgence", choices=PublicAlert.Urgency.choices)
    severity = forms.ChoiceField(label="Gravité", choices=PublicAlert.Severity.choices)
    certainty = forms.ChoiceField(label="Certitude", choices=PublicAlert.Certainty.choices)
    area = forms.ModelChoiceField(Territory.objects.none(), label="Où ?", empty_label=None)
    onset_at = MomentField(label="À partir de quand, si ce n’est pas maintenant ?", required=False)
    expires_at = MomentField(label="Jusqu’à quand ?")
    confirmed = forms.BooleanField(
        label="J’ai relu : ce texte ne permet de reconnaître aucun patient", required=False
    )

    def __init__(self, *args, cell, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas_of(cell)
        self.fields["area"].initial = cell.territory_id
        self.fields["expires_at"].initial = timezone.localtime() + timedelta(hours=24)

    def clean(self):
        """It ends after it begins."""
        found = super().clean()
        self.check_order("onset_at", "expires_at")
        return found

    def new_alert(self):
        """What is to be written."""
        asked = dict(self.cleaned_data)
        asked.pop("confirmed")
        return NewAlert(**asked)
