"""What is typed in a shortage file."""

from django import forms

from coordination.oncall.models import Sector, ShortageStep
from coordination.oncall.services.serving.shortage import Step
from portal.ui.fields import NO_PATIENT, DayField, LongText, MomentField, ShortText
from portal.ui.forms import PortalForm


class ShortageForm(PortalForm):
    """The days, and the sector if it is one only."""

    sector = forms.ModelChoiceField(
        label="Secteur", queryset=Sector.objects.none(), required=False,
        empty_label="Toute la ligne",
    )  # fmt: skip
    first = DayField(label="Du")
    last = DayField(label="Au (inclus)")

    def __init__(self, *args, line, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sector"].queryset = Sector.objects.filter(line=line).order_by("name")


class StepForm(PortalForm):
    """One act, with whom, when, and what came of it."""

    kind = forms.ChoiceField(label="Acte", choices=ShortageStep.Kind.choices)
    party = forms.ChoiceField(label="Auprès de", choices=ShortageStep.Party.choices)
    who = ShortText(label="Qui précisément", required=False, max_length=160)
    means = ShortText(label="Par quel moyen", required=False, max_length=80)
    at = MomentField(label="Fait le")
    reached = forms.IntegerField(
        label="Personnes jointes", required=False, min_value=0, max_value=100_000
    )
    answer = LongText(label="Réponse", required=False, max_length=500, rows=3, help_text=NO_PATIENT)
    answered_at = MomentField(label="Réponse reçue le", required=False)
    reference = ShortText(
        label="Référence de l’acte (ordre de réquisition, courrier)", required=False, max_length=160
    )
    served_at = MomentField(label="Ordre remis à la personne le", required=False)

    def step(self):
        """What `services.shortage.note_step` is to be told."""
        return Step(**self.cleaned_data)
