"""The words of a situation report."""

from django import forms

from coordination.crisis.forms.figures import figure_field
from coordination.crisis.models import Sitrep
from portal.ui.fields import NO_PATIENT, LongText
from portal.ui.forms import PortalForm, dress

HELP = {
    "facts": f"Ce qui est vérifié. {NO_PATIENT}",
    "anticipation": "Ce qui est attendu d’ici 24 à 72 heures.",
}


class AudienceForm(PortalForm):
    """For whom a report is begun."""

    audience = forms.ChoiceField(
        label="Pour qui ?", choices=Sitrep.Audience.choices, initial=Sitrep.Audience.CELL
    )


class SitrepForm(PortalForm):
    """Each section, as it was assembled or left by the last writer."""

    SECTIONS = Sitrep.SECTIONS

    confirmed = forms.BooleanField(
        label="J’ai relu : ce texte ne permet de reconnaître aucun patient", required=False
    )

    def __init__(self, *args, sitrep, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.SECTIONS:
            label = str(Sitrep._meta.get_field(name).verbose_name)
            self.fields[name] = LongText(
                label=label[:1].upper() + label[1:], max_length=4000, rows=4, required=False,
                initial=getattr(sitrep, name), help_text=HELP.get(name, ""),
            )  # fmt: skip
        # A draft is saved without it, and nothing leaves without it.
        self.fields["anticipation"].required_later = "obligatoire pour soumettre"
        self.order_fields([*self.SECTIONS, "confirmed"])
        dress(self)


class ShortForm(SitrepForm):
    """The ten fields of a plan bleu: four texts, six figures of the house."""

    SECTIONS = ("facts", "needs", "actions", "anticipation")
    FIGURES = (
        "tension", "places_free", "staff_absent", "oxygen_days", "masks_days", "gowns_days",
    )  # fmt: skip

    def __init__(self, *args, sitrep, values, **kwargs):
        self.values = [one for one in values if one.indicator.slug in self.FIGURES]
        super().__init__(*args, sitrep=sitrep, **kwargs)
        for one in self.values:
            self.fields[one.indicator.slug] = figure_field(one)
        figures = [one.indicator.slug for one in self.values]
        self.order_fields(["facts", *figures, "needs", "actions", "anticipation", "confirmed"])
        dress(self)

    @property
    def said(self):
        """The figures that were answered; what was left empty keeps its age."""
        asked = ((one.indicator, self.cleaned_data[one.indicator.slug]) for one in self.values)
        return {indicator: value for indicator, value in asked if value is not None}
