"""What the screens across the modules ask."""

from django import forms

from directory.models import Structure
from portal.ui.fields import LongText, ShortText
from portal.ui.forms import PortalForm


class StructureSearchForm(PortalForm):
    """The structure one answers for."""

    q = ShortText(
        label="Nom, commune ou numéro FINESS de votre structure", max_length=100, required=False
    )


class GrantRequestForm(PortalForm):
    """The structure chosen, by its number."""

    structure = forms.ModelChoiceField(
        queryset=Structure.objects.opened(), to_field_name="uuid", widget=forms.HiddenInput
    )


class GrantRefusalForm(PortalForm):
    """Why: the person reads it."""

    reason = LongText(label="Motif du refus, que la personne lira", max_length=300, rows=3)


class PeriodForm(PortalForm):
    """How far back the figures look."""

    jours = forms.ChoiceField(
        label="Période",
        choices=[(str(days), f"{days} derniers jours") for days in (30, 7, 90)],
        required=False,
    )

    @property
    def days(self) -> int:
        """The days chosen; thirty by default, or when the address says anything else."""
        chosen = self.cleaned_data.get("jours") if self.is_valid() else ""
        return int(chosen or 30)
