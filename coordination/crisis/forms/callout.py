"""What is asked to call people, and of whoever is called."""

from django import forms

from coordination.crisis.models import Call
from coordination.crisis.selectors.callout.ladder import roles_proposed
from coordination.crisis.selectors.catalogue import roles_of_cell
from coordination.crisis.selectors.membership import memberships
from portal.ui.fields import NO_PATIENT, ShortText
from portal.ui.forms import PortalForm

ANSWERS = [(value, label.capitalize()) for value, label in Call.Answer.choices]


class CallOutForm(PortalForm):
    """Why, and which roles: those that the level requires, unless the reader holds them."""

    cause = ShortText(max_length=160, label="Motif, tel que chacun le lira", help_text=NO_PATIENT)
    roles = forms.ModelMultipleChoiceField(
        None, label="Fonctions à rappeler", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, cell, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roles"].queryset = roles_of_cell(cell)
        held = set(memberships(user, cell).values_list("role", flat=True))
        self.proposed = [one for one, _count in roles_proposed(cell) if one.pk not in held]
        self.fields["roles"].initial = self.proposed
        name = cell.level_name or f"niveau {cell.level}"
        self.fields["cause"].initial = f"{name[:1].upper()}{name[1:]} : rejoindre la cellule"


class AnswerForm(PortalForm):
    """Where one will be, and when."""

    answer = forms.ChoiceField(label="Réponse", choices=ANSWERS, widget=forms.RadioSelect)
    eta_minutes = forms.IntegerField(
        label="Arrivée dans combien de minutes ?", required=False, min_value=0, max_value=1440,
        help_text="Si vous venez sur place, ou quand vous serez joignable à distance.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
