"""What is typed along the circuit of a roster, and to find or relieve somebody."""

from django import forms

from coordination.oncall.models import Person
from portal.ui.fields import NO_PATIENT, DayField, LongText, ShortText
from portal.ui.forms import PortalForm


class RosterForm(PortalForm):
    """The days of a new roster, both included, and its name."""

    name = ShortText(label="Nom du tableau", max_length=120, help_text="Lu par les destinataires.")
    first = DayField(label="Premier jour")
    last = DayField(label="Dernier jour (inclus)")


class ReceiptForm(PortalForm):
    """Why a recipient refuses a version."""

    reason = ShortText(label="Ce qui ne convient pas", max_length=300)


class CoverForm(PortalForm):
    """To whom a place is proposed, and why."""

    people = forms.ModelMultipleChoiceField(
        label="Personnes", queryset=Person.objects.none(), required=False
    )
    reason = ShortText(label="Motif (lu par les personnes)", required=False, max_length=300)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people


class NoteForm(PortalForm):
    """What whoever comes next must know."""

    text = LongText(
        label="Consignes pour la personne qui prend la suite",
        max_length=600,
        rows=5,
        help_text=f"Ce qui est en cours, ce qui est à surveiller. {NO_PATIENT}",
    )


class TakerForm(PortalForm):
    """The colleague in whose name the coordination answers."""

    person = forms.ModelChoiceField(
        label="Au nom de", queryset=Person.objects.none(), empty_label="Choisissez"
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
