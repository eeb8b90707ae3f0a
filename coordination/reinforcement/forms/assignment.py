"""What is typed about an assignment: an answer, a choice, a reason, hours."""

from decimal import Decimal

from django import forms

from coordination.reinforcement.models import Assignment, Seat
from portal.ui.fields import LongText, ShortText
from portal.ui.forms import PortalForm, dress

YES, PART, NO, WAIT, CANCEL, SEEN = "oui", "partie", "non", "attente", "annuler", "vue"


class AnswerForm(PortalForm):
    """The volunteer's answer; what button was pressed says which one."""

    act = forms.ChoiceField(choices=[(a, a) for a in (YES, PART, NO, WAIT, CANCEL, SEEN)])
    slots = forms.TypedMultipleChoiceField(label="Créneaux", coerce=int, required=False)
    reason = forms.ChoiceField(
        label="Pourquoi",
        choices=[("", "Je préfère ne pas le dire"), *Assignment.Refusal.choices[:-1]],
        required=False,
    )
    note = ShortText(label="Un mot pour la structure", max_length=300, required=False)

    def __init__(self, *args, slots=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slots"].choices = [(slot.pk, str(slot)) for slot in slots]

    def chosen_slots(self):
        """Ids of the slots ticked; None when the answer is for all of them."""
        return self.cleaned_data["slots"] if self.cleaned_data["act"] == PART else None


class PhoneAnswerForm(PortalForm):
    """An answer heard on the phone, typed by whoever heard it."""

    answer = forms.ChoiceField(
        label="Réponse entendue",
        choices=[(YES, "oui"), (NO, "non")],
        widget=forms.RadioSelect,
        error_messages={"required": "Indiquez ce que la personne a répondu."},
    )
    slots = forms.TypedMultipleChoiceField(
        label="Créneaux", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = ShortText(label="Précision", max_length=300, required=False)

    def __init__(self, *args, slots=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slots"].choices = slots
        self.fields["slots"].initial = [pk for pk, _ in slots]


class DeclineForm(PortalForm):
    """Why the structure does not choose this person."""

    reason = forms.ChoiceField(label="Motif", choices=Assignment.Declined.choices)


class EmployerForm(PortalForm):
    """What the employer said."""

    consent = forms.ChoiceField(label="Accord de l’employeur", choices=Assignment.Employer.choices)


class ReasonForm(PortalForm):
    """A reason that the other side will read."""

    reason = ShortText(
        label="Motif", max_length=300, error_messages={"required": "Dites pourquoi."}
    )


class PresenceForm(PortalForm):
    """Who came for which slot."""

    slot = forms.IntegerField(min_value=1)
    presence = forms.ChoiceField(choices=[Seat.Presence.choices[1], Seat.Presence.choices[2]])


class FeedbackForm(PortalForm):
    """A few words after the mission."""

    rating = forms.TypedChoiceField(
        label="Comment s’est passée la mission ?",
        choices=[(5, "très bien"), (4, "bien"), (3, "moyennement"), (2, "mal"), (1, "très mal")],
        coerce=int,
        widget=forms.RadioSelect,
    )
    text = LongText(label="Commentaire", max_length=1000, rows=3, required=False)


class HoursForm(PortalForm):
    """The hours done, slot by slot, and what becomes of the slots still `to_come` (in words)."""

    gives_back = forms.BooleanField(
        label="Terminer maintenant et rendre les créneaux à venir",
        error_messages={
            "required": "Des créneaux sont encore à venir : attendez le dernier, ou cochez cette "
            "case pour les rendre."
        },
    )

    def __init__(self, *args, seats=(), to_come=(), **kwargs):
        super().__init__(*args, **kwargs)
        choice = self.fields.pop("gives_back")
        for seat, words, hours in seats:
            self.fields[f"hours_{seat.slot_id}"] = forms.DecimalField(
                label=words,
                min_value=Decimal(0),
                max_value=Decimal(300),
                decimal_places=2,
                initial=hours,
                localize=True,
                required=False,
                help_text="Heures faites, par exemple 11,5",
            )
        if to_come:
            choice.help_text = (
                f"À venir\u00a0: {' ; '.join(to_come)}. La personne n’y sera plus attendue, "
                "et la liste d’attente sera appelée."
            )
            self.fields["gives_back"] = choice
        dress(self)

    def hours(self):
        """Hours by slot id."""
        return {
            int(name.removeprefix("hours_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("hours_")
        }
