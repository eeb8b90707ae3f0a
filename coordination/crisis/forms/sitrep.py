"""The words of a situation report."""

from django import forms

from coordination.crisis.models import Sitrep
from portal.ui.fields import NO_PATIENT, LongText
from portal.ui.forms import PortalForm, dress

HELP = {
    "facts": f"Ce qui est vérifié. {NO_PATIENT}",
    "anticipation": "Ce qui est attendu d’ici 24 à 72 heures : sans elle, rien n’est soumis.",
}


class AudienceForm(PortalForm):
    """For whom a report is begun."""

    audience = forms.ChoiceField(
        label="Pour qui ?", choices=Sitrep.Audience.choices, initial=Sitrep.Audience.CELL
    )


class SitrepForm(PortalForm):
    """Each section, as it was assembled or left by the last writer."""

    confirmed = forms.BooleanField(
        label="J’ai relu : ce texte ne permet de reconnaître aucun patient", required=False
    )

    def __init__(self, *args, sitrep, **kwargs):
        super().__init__(*args, **kwargs)
        for name in Sitrep.SECTIONS:
            label = str(Sitrep._meta.get_field(name).verbose_name)
            self.fields[name] = LongText(
                label=label[:1].upper() + label[1:], max_length=4000, rows=4, required=False,
                initial=getattr(sitrep, name), help_text=HELP.get(name, ""),
            )  # fmt: skip
        self.order_fields([*Sitrep.SECTIONS, "confirmed"])
        dress(self)
