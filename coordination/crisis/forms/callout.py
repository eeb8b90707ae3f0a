"""What is asked to call people, and of whoever is called."""

from django import forms

from coordination.crisis.models import Call
from coordination.crisis.selectors.callout.chosen import (
    contacts_to_call,
    designated_to_call,
    duties_of,
    groups_to_call,
    members_to_call,
)
from coordination.crisis.selectors.callout.ladder import roles_proposed
from coordination.crisis.selectors.catalogue import roles_of_cell
from coordination.crisis.selectors.membership import memberships
from coordination.crisis.services.callout.launch import Wanted
from portal.ui.fields import NO_PATIENT, ShortText
from portal.ui.forms import PortalForm

ANSWERS = [(value, label.capitalize()) for value, label in Call.Answer.choices]


def _people(label):
    return forms.ModelMultipleChoiceField(
        None, label=label, widget=forms.CheckboxSelectMultiple, required=False
    )


class CallOutForm(PortalForm):
    """Why, and which roles: those that the level requires, unless the reader holds them."""

    why = "liste"
    cause = ShortText(max_length=160, label="Motif, tel que chacun le lira", help_text=NO_PATIENT)
    roles = _people("Fonctions à rappeler")

    def __init__(self, *args, cell, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roles"].queryset = roles_of_cell(cell)
        held = set(memberships(user, cell).values_list("role", flat=True))
        self.proposed = [one for one, _count in roles_proposed(cell) if one.pk not in held]
        self.fields["roles"].initial = self.proposed
        name = cell.level_name or f"niveau {cell.level}"
        self.fields["cause"].initial = f"{name[:1].upper()}{name[1:]} : rejoindre la cellule"

    def wanted(self):
        """What the call-out would be, of a form that is valid or not asked yet."""
        if not self.is_bound:
            return Wanted(self.fields["cause"].initial, tuple(self.proposed))
        asked = dict(self.cleaned_data)
        lists = {name: tuple(rows) for name, rows in asked.items() if name != "cause"}
        return Wanted(asked["cause"], why=self.why, **lists)


class ChosenForm(CallOutForm):
    """Why, and which people one by one; roles too, if some are wanted besides."""

    why = "choisie pour ce rappel"
    groups = _people("Prévenir tout un groupe")
    people = _people("Membres de la cellule")
    cards = _people("Désignés pour une fonction, pas encore dans la cellule")
    contacts = _people("Contacts de crise, que le secrétariat appelle par téléphone")
    field_order = ("cause", "groups", "people", "cards", "contacts", "roles")

    def __init__(self, *args, cell, user, **kwargs):
        super().__init__(*args, cell=cell, user=user, **kwargs)
        held = duties_of(cell)
        self.fields["people"].queryset = members_to_call(cell, besides=user)
        self.fields["people"].label_from_instance = lambda one: (
            f"{one} ({held[one.pk]})" if one.pk in held else str(one)
        )
        self.fields["groups"].queryset = groups_to_call(cell)
        self.fields["cards"].queryset = designated_to_call(cell, besides=user)
        self.fields["contacts"].queryset = contacts_to_call(cell)
        self.fields["roles"].label = "Fonctions à rappeler aussi, avec leurs suppléants"
        self.fields["roles"].initial = self.proposed = []
        self.fields["cause"].initial = "Renfort demandé : rejoindre la cellule"
        for name in ("groups", "people", "cards", "contacts"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]


class AnswerForm(PortalForm):
    """Where one will be, and when."""

    answer = forms.ChoiceField(label="Réponse", choices=ANSWERS, widget=forms.RadioSelect)
    eta_minutes = forms.IntegerField(
        label="Arrivée dans combien de minutes ?", required=False, min_value=0, max_value=1440,
        help_text="Si vous venez sur place, ou quand vous serez joignable à distance.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
