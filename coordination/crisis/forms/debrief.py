"""What is asked by the hot debrief: WHO's questions, a mark on five levels."""

from django import forms

from coordination.crisis.models import Testimony
from portal.ui.fields import LongText, ShortText
from portal.ui.forms import PortalForm

ASKED = {
    "in_place": "Qu’est-ce qui était prévu ou en place avant ?",
    "happened": "Que s’est-il passé, vu de votre place ?",
    "went_well": "Qu’est-ce qui a bien marché ?",
    "went_badly": "Qu’est-ce qui a moins bien marché ?",
    "causes": "Pourquoi, à votre avis ?",
    "improve": "Que faire pour que cela aille mieux la prochaine fois ?",
}


class TestimonyForm(PortalForm):
    """A mark is enough; each question may stay without an answer."""

    rating = forms.TypedChoiceField(
        label="Dans l’ensemble, comment cela s’est-il passé ?", coerce=int,
        choices=Testimony.Rating.choices, widget=forms.RadioSelect,
    )  # fmt: skip
    role = ShortText(
        max_length=80, label="Votre fonction, si vous voulez la dire", required=False,
        help_text="Seul à la tenir, vous seriez reconnu : laissez vide si cela vous gêne.",
    )  # fmt: skip
    confirmed = forms.BooleanField(
        label="J’ai relu : ce texte ne permet de reconnaître aucun patient", required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["rating", *ASKED, "role", "confirmed"])


for _name, _label in ASKED.items():
    TestimonyForm.base_fields[_name] = LongText(
        max_length=1000, rows=3, label=_label, required=False, help_text=""
    )
