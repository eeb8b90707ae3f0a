"""What is typed on the pages of the on-call rosters."""

from django import forms

from portal.territories.models import Territory
from portal.ui.fields import CommuneField, MomentField
from portal.ui.forms import PortalForm


class QuestionForm(PortalForm):
    """Who is on call: a commune, and another moment than now if one likes."""

    commune = CommuneField(label="Commune", queryset=Territory.objects.none())
    at = MomentField(label="À un autre moment", required=False, help_text="Vide : maintenant.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        open_communes = Territory.objects.communes().filter(closed_on__isnull=True)
        self.fields["commune"].queryset = open_communes


class RevealForm(forms.Form):
    """The number to open, and the answer in which it stands."""

    contact = forms.IntegerField()
    line = forms.SlugField()
    commune = forms.CharField(max_length=5)
