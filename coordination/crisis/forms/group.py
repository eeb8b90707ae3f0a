"""What is asked to keep a group: its charter, its end, one more member."""

from django import forms

from coordination.crisis.forms.crisis import MemberForm
from coordination.crisis.forms.work import READ_AGAIN
from coordination.crisis.selectors.message import filtered
from coordination.crisis.services.group import NewGroup
from portal.ui.fields import NO_PATIENT, DayField, LongText, ShortText
from portal.ui.forms import PortalForm


class GroupForm(PortalForm):
    """Its name, what it is for, until when, which list it includes."""

    name = ShortText(max_length=80, label="Nom du groupe")
    charter = LongText(
        max_length=1000, rows=4, label="Charte : à quoi il sert, ce qu’on y écrit",
        help_text=f"Chaque membre la lit. {NO_PATIENT}",
    )  # fmt: skip
    expires_on = DayField(
        label="Dernier jour",
        help_text="Le groupe se ferme ensuite ; qui l’anime est prévenu trois jours avant.",
    )
    source = forms.ChoiceField(
        label="Y comprendre une liste", required=False,
        help_text="Ses personnes du jour reçoivent aussi les messages du groupe.",
    )  # fmt: skip
    confirmed = forms.BooleanField(label=READ_AGAIN, required=False)

    def __init__(self, *args, cell, **kwargs):
        super().__init__(*args, **kwargs)
        lists = [(one.code, one.label) for one in filtered(cell)]
        self.fields["source"].choices = [("", "aucune"), *lists]

    @property
    def new(self):
        """What is to be created."""
        asked = self.cleaned_data
        return NewGroup(asked["name"], asked["charter"], asked["expires_on"], asked["source"])


class GroupMemberForm(MemberForm):
    """A person by their address, or a function of the cell."""

    is_moderator = forms.BooleanField(label="Anime le groupe avec vous", required=False)
    field_order = ("role", "email", "is_moderator")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("rank", "standing", "reason"):
            del self.fields[name]
        self.fields["role"].empty_label = "aucune : une personne"
        self.fields["role"].help_text = "Qui la tiendra le jour du message le recevra."
        self.fields["email"].required = False

    def clean_email(self):
        """The account of that address, if one was given."""
        self.cleaned_data["user"] = None
        return super().clean_email() if self.cleaned_data["email"] else ""

    def clean(self):
        """One or the other."""
        asked = super().clean()
        if not self.errors and bool(asked.get("role")) == bool(asked.get("user")):
            raise forms.ValidationError("Choisissez une fonction, ou donnez l’adresse d’un compte.")
        if asked.get("is_moderator") and asked.get("role"):
            self.add_error("is_moderator", "Une personne anime un groupe, pas une fonction.")
        return asked


class CharterForm(PortalForm):
    """What the group is for, said otherwise."""

    charter = LongText(
        max_length=1000, rows=4, label="Nouvelle charte",
        help_text=f"Chaque membre est prévenu qu’elle a changé. {NO_PATIENT}",
    )  # fmt: skip
    confirmed = forms.BooleanField(label=READ_AGAIN, required=False)


class ProlongForm(PortalForm):
    """Another last day."""

    until = DayField(label="Nouveau dernier jour")
