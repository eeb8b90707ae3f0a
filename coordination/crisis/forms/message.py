"""What is asked to write to a group."""

from django import forms

from coordination.crisis.forms.work import READ_AGAIN
from coordination.crisis.models import Message
from coordination.crisis.selectors.message import audiences
from coordination.crisis.services.message import Words
from coordination.crisis.services.message_draft import Typed
from portal.ui.fields import NO_PATIENT, LongText, ShortText
from portal.ui.forms import PortalForm, dress

HOURS = [(4, "4 heures"), (12, "12 heures"), (24, "1 jour"), (72, "3 jours"), (168, "1 semaine")]
ACK_HOURS = [(1, "1 heure"), (4, "4 heures"), (12, "12 heures"), (24, "1 jour")]
MOST_ANSWERS = 4


class MessageForm(PortalForm):
    """To whom, what, which answers in one tap, until when."""

    audience = forms.ChoiceField(label="À qui ?")
    title = ShortText(max_length=120, label="Objet")
    text = LongText(max_length=1000, rows=5, label="Message", help_text=NO_PATIENT)
    answers = ShortText(
        max_length=160, label="Réponses proposées, séparées par une virgule", required=False,
        help_text="Quatre au plus, à toucher sans se connecter : oui, non, rappelez-moi.",
    )  # fmt: skip
    requires_ack = forms.BooleanField(label="Demander un accusé de lecture", required=False)
    ack_hours = forms.TypedChoiceField(
        label="Accusé attendu avant", coerce=int, choices=ACK_HOURS, initial=1, required=False,
        empty_value=1,
        help_text="Qui se tait est relancé une fois, puis le secrétariat est prévenu.",
    )  # fmt: skip
    is_urgent = forms.BooleanField(label="Urgent : SMS même la nuit", required=False)
    hours = forms.TypedChoiceField(
        label="Les réponses sont attendues pendant", coerce=int, choices=HOURS, initial=24
    )
    confirmed = forms.BooleanField(label=READ_AGAIN, required=False)

    def __init__(self, *args, cell, first=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = [(one.code, one.label) for one in audiences(cell)]
        if first is not None:
            del self.fields["audience"]
            kinds = Message.Kind.UPDATE, Message.Kind.CANCEL
            self.fields["kind"] = forms.ChoiceField(
                label="Ce que devient le message", choices=[(one, one.label) for one in kinds]
            )
            self.order_fields(["kind"])
            dress(self)

    def clean_answers(self):
        """At most four, each short, each once."""
        typed = [one.strip() for one in self.cleaned_data["answers"].split(",")]
        found = list(dict.fromkeys(one for one in typed if one))
        if len(found) > MOST_ANSWERS or any(len(one) > 40 for one in found):
            raise forms.ValidationError("Quatre réponses au plus, de 40 caractères au plus.")
        return tuple(found)

    def keep_typed(self):
        """What is missing is forgiven, for it is a draft; what is wrong is not."""
        for name, errors in list(self.errors.as_data().items()):
            if all(one.code == "required" for one in errors):
                del self.errors[name]

    @property
    def typed(self):
        """What is to be kept as a draft."""
        asked = self.cleaned_data
        words = {name: asked.get(name) or "" for name in ("audience", "title", "text")}
        marks = {name: bool(asked.get(name)) for name in ("requires_ack", "is_urgent")}
        answers = ", ".join(asked.get("answers") or ())
        delays = {"hours": asked.get("hours") or 24, "ack_hours": asked.get("ack_hours") or 1}
        return Typed(**words, **marks, **delays, answers=answers)

    def words(self, *, until):
        """What is to be sent; `until`: the instant in so many hours."""
        asked = self.cleaned_data
        return Words(
            asked["title"], asked["text"], until(asked["hours"]), is_urgent=asked["is_urgent"],
            requires_ack=asked["requires_ack"], quick_answers=asked["answers"],
            ack_due_at=until(asked["ack_hours"]) if asked["requires_ack"] else None,
        )  # fmt: skip
