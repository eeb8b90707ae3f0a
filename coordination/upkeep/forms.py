"""What people type to keep the directory."""

from django import forms

from coordination.upkeep.models import Follow, Suggestion
from coordination.upkeep.models.claim import LEVELS
from coordination.upkeep.selectors.claims import lines_for_codes, members_of
from coordination.upkeep.selectors.watch import places_to_follow
from coordination.upkeep.services.follows import Subject
from directory.models import Category, Structure
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


class FollowForm(PortalForm):
    """What to follow, read in the address or typed, and how often to hear of it."""

    structure = forms.ModelChoiceField(
        queryset=None, to_field_name="uuid", required=False, widget=forms.HiddenInput
    )
    territoire = forms.ModelChoiceField(
        label="Territoire", queryset=None, required=False, empty_label="Tous",
    )  # fmt: skip
    categorie = forms.ModelChoiceField(
        label="Catégorie de structures", queryset=None, required=False, empty_label="Toutes"
    )
    cadence = forms.ChoiceField(
        label="Être prévenu", choices=Follow.Cadence.choices, initial=Follow.Cadence.WEEKLY
    )

    def __init__(self, *args, asked, reader, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("structure", "territoire", "categorie"):
            self.fields[name].initial = asked.get(name)
        visible = Structure.objects.visible_to(reader).filter(merged_into__isnull=True)
        self.fields["structure"].queryset = visible
        self.fields["territoire"].queryset = places_to_follow(reader, asked.get("territoire"))
        self.fields["categorie"].queryset = Category.objects.order_by("label")
        self.about = self._about(asked.get("structure"))
        if self.about:
            del self.fields["territoire"], self.fields["categorie"]

    def _about(self, asked):
        """The structure that is proposed, or was posted."""
        field = self.fields["structure"]
        try:
            return field.clean(self.data.get("structure") or asked)
        except forms.ValidationError:
            return None

    def clean(self):
        data = super().clean()
        if not any(data.get(name) for name in ("structure", "territoire", "categorie")):
            raise forms.ValidationError("Choisissez un territoire ou une catégorie à suivre.")
        return data

    def subject(self):
        """What is followed."""
        data = self.cleaned_data
        if data.get("structure"):
            return Subject(structure=data["structure"])
        return Subject(territory=data["territoire"], category=data["categorie"])
