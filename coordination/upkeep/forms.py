"""What people type to keep the directory."""

from django import forms

from coordination.upkeep.models.claim import LEVELS
from coordination.upkeep.selectors.claims import lines_for_codes, members_of
from portal.ui.fields import ShortText
from portal.ui.forms import PortalForm

DOORS = [("domain", "par mon adresse"), ("approval", "par un accord")]


class ClaimForm(PortalForm):
    """Which role, by which door."""

    role = forms.ChoiceField(label="Rôle", choices=LEVELS)
    door = forms.ChoiceField(label="Preuve", choices=DOORS)


class CodeRequestForm(PortalForm):
    """To which known line the code is sent."""

    role = forms.ChoiceField(label="Rôle", choices=LEVELS)
    contact = forms.ModelChoiceField(label="Ligne", queryset=None, to_field_name="uuid")

    def __init__(self, *args, structure, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = lines_for_codes(structure)


class CodeForm(PortalForm):
    """The six digits that were read on that line."""

    code = ShortText(label="Code à six chiffres", max_length=20)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "inputmode": "numeric", "autocomplete": "one-time-code",
        }  # fmt: skip


class HandoverForm(PortalForm):
    """Who takes over."""

    to = forms.ModelChoiceField(
        label="À qui passez-vous la main ?", queryset=None, empty_label="Choisissez"
    )

    def __init__(self, *args, structure, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = members_of(structure).exclude(pk=user.pk)
