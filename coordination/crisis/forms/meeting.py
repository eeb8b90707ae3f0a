"""What is asked for a meeting, a point of its agenda, a line of its minutes."""

from django import forms
from django.core.exceptions import ValidationError

from coordination.crisis.models import AgendaItem, MinuteLine, Role
from coordination.crisis.selectors.catalogue import roles_of_cell
from coordination.crisis.services.meetings.planning import NewMeeting
from coordination.crisis.services.meetings.sitting import NewLine
from portal.ui.fields import NO_PATIENT, LongText, MomentField, ShortText
from portal.ui.forms import PortalForm

READ_AGAIN = "J’ai relu : ce texte ne permet de reconnaître aucun patient"


class MeetingForm(PortalForm):
    """When, for how long; the link and the numbers are the cell's unless said otherwise."""

    starts_at = MomentField(label="Commence le")
    planned_minutes = forms.IntegerField(
        label="Durée, en minutes", min_value=5, max_value=480, initial=30
    )
    title = ShortText(max_length=120, label="Objet, s’il est particulier", required=False)
    video_url = forms.URLField(
        label="Lien de visioconférence", required=False, assume_scheme="https"
    )
    dial_in = ShortText(max_length=60, label="Numéro et code d’accès", required=False)
    place = ShortText(max_length=200, label="Lieu", required=False)
    confirmed = forms.BooleanField(label=READ_AGAIN, required=False)

    def clean_video_url(self):
        """Only what a browser opens safely."""
        link = self.cleaned_data["video_url"]
        if link and not link.startswith("https://"):
            raise ValidationError("Le lien doit commencer par https://.")
        return link

    @property
    def meeting(self):
        """What is to be planned."""
        names = ("starts_at", "planned_minutes", "title", "video_url", "dial_in", "place")
        return NewMeeting(**{name: self.cleaned_data[name] for name in names})


class MoveForm(PortalForm):
    """Another hour."""

    starts_at = MomentField(label="Commence désormais le")


class ItemForm(PortalForm):
    """A point of the agenda, who presents it, for how long."""

    title = ShortText(max_length=200, label="Point à ajouter")
    kind = forms.ChoiceField(label="Nature", choices=AgendaItem.Kind.choices)
    owner_role = forms.ModelChoiceField(
        Role.objects.none(), label="Présenté par", required=False, empty_label="personne en titre"
    )
    planned_minutes = forms.IntegerField(
        label="Minutes prévues", min_value=1, max_value=120, initial=5
    )
    confirmed = forms.BooleanField(label=READ_AGAIN, required=False)

    def __init__(self, *args, cell, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner_role"].queryset = roles_of_cell(cell)


class LineForm(PortalForm):
    """One field, as in the log: `!` is a decision, `+` a task, nothing is a note."""

    text = LongText(
        max_length=1000, rows=2, label="Ce qui vient d’être dit",
        help_text=f"! au début en fait une décision, + une tâche. Ctrl + Entrée. {NO_PATIENT}",
        error_messages={"required": "Écrivez au moins un mot."},
    )  # fmt: skip
    kind = forms.ChoiceField(
        choices=MinuteLine.Kind.choices, required=False, widget=forms.HiddenInput
    )
    owner_role = forms.ModelChoiceField(
        Role.objects.none(), label="Tâche pour", required=False, empty_label="ma fonction"
    )
    due_at = MomentField(label="Pour le (sinon demain à la même heure)", required=False)
    confirmed = forms.BooleanField(label=READ_AGAIN, required=False)

    def __init__(self, *args, cell, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner_role"].queryset = roles_of_cell(cell)
        self.doubt = False

    def doubted(self, doubt):
        """What reads like a patient is asked to be read again."""
        self.doubt = True
        self.add_error("confirmed", str(doubt))

    def line(self, item):
        """What is to be written."""
        asked = self.cleaned_data
        return NewLine(
            text=asked["text"],
            kind=asked["kind"] or MinuteLine.Kind.NOTE,
            item=item,
            owner_role=asked["owner_role"],
            due_at=asked["due_at"],
        )
