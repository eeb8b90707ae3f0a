"""What people type to keep the directory."""

from django import forms

from coordination.upkeep.models import Suggestion
from coordination.upkeep.models.claim import LEVELS
from coordination.upkeep.selectors.claims import lines_for_codes, members_of
from portal.lib.phone import parse_french
from portal.ui.fields import LongText, ShortText
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


class SuggestionForm(PortalForm):
    """What is wrong on a page, what it should say, and how one knows."""

    field = forms.ChoiceField(label="Ce qui est à corriger", choices=Suggestion.Field.choices)
    proposed = ShortText(label="Ce qu’il faudrait lire", max_length=250)
    why = ShortText(
        label="Pourquoi", max_length=300, help_text="Par exemple : ce numéro ne répond plus."
    )
    source = ShortText(
        label="Comment le savez-vous ?", max_length=160, required=False,
        help_text="Par exemple : le site de la structure, un appel ce matin.",
    )  # fmt: skip

    def clean(self):
        """A telephone is read as one; the rest is a text."""
        data = super().clean()
        if data.get("field") == "phone" and data.get("proposed"):
            try:
                data["proposed"] = parse_french(data["proposed"])
            except ValueError as error:
                self.add_error("proposed", str(error))
        return data


class AnswerForm(PortalForm):
    """What is said to whoever suggested; compulsory to say no."""

    answer = LongText(
        label="Votre réponse, que la personne lira", max_length=300, rows=3, required=False
    )
