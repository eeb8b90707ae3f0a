"""What a campaign asks, of whom, before when, and what is said to whoever answers."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from coordination.crisis.models import Indicator
from coordination.crisis.selectors.campaign_choice import (
    categories_of,
    places_of,
    structures_asked,
)
from coordination.crisis.services.campaign import NewCampaign
from portal.territories.models import Territory
from portal.ui.fields import CommuneField, MomentField, ShortText
from portal.ui.forms import PortalForm

USUAL = timedelta(hours=3)
PURPOSE = (
    "aider les structures en tension (lits, renforts, matériel) et préparer le point de "
    "situation ; ni contrôle, ni réquisition"
)
READERS = "les membres de la cellule, et eux seuls ; les autres n’en voient que des totaux"
RETENTION = "le temps de la crise, puis pour le retour d’expérience, avec leur heure et leur source"


class CampaignForm(PortalForm):
    """Everything has a sensible value: one can send it after a look at the list."""

    title = ShortText(
        max_length=120, label="Objet", initial="Situation des structures",
        help_text="Ce que les structures liront d’abord.",
    )  # fmt: skip
    indicators = forms.ModelMultipleChoiceField(
        Indicator.objects.none(), label="Chiffres demandés", widget=forms.CheckboxSelectMultiple,
        help_text="Chaque structure ne verra que ceux qui la concernent.",
    )  # fmt: skip
    deadline = MomentField(label="Réponses attendues avant")
    categories = forms.MultipleChoiceField(
        label="Types de structures", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Sans choix : celles qui ont un responsable sur le portail, ou déjà un chiffre.",
    )  # fmt: skip
    place = forms.ChoiceField(label="Secteur", required=False)
    commune = CommuneField(
        label="Ou une commune", required=False, queryset=Territory.objects.none()
    )
    purpose = ShortText(max_length=300, label="Ces chiffres servent à…", initial=PURPOSE)
    readers = ShortText(max_length=300, label="Ils sont lus par…", initial=READERS)
    retention = ShortText(max_length=300, label="Ils sont gardés…", initial=RETENTION)

    def __init__(self, *args, cell, **kwargs):
        super().__init__(*args, **kwargs)
        self.cell = cell
        active = Indicator.objects.filter(is_active=True).order_by("rank", "slug")
        self.fields["indicators"].queryset = active
        self.fields["deadline"].initial = timezone.localtime() + USUAL
        self.fields["categories"].choices = categories_of(cell)
        self.fields["place"].choices = places_of(cell)
        inside = Territory.objects.within([cell.territory_id])
        self.fields["commune"].queryset = inside.communes()

    def structures(self):
        """Those that what was chosen means."""
        names = ("categories", "place", "commune")
        return structures_asked(self.cell, **{one: self.cleaned_data[one] for one in names})

    def asked(self, structures):
        """What is to be sent."""
        names = ("title", "deadline", "purpose", "readers", "retention")
        said = {name: self.cleaned_data[name] for name in names}
        return NewCampaign(
            **said, indicators=list(self.cleaned_data["indicators"]), structures=structures
        )
