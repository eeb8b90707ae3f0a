"""What the animator and the observers of an exercise write."""

from django import forms

from coordination.crisis.models import Cell, Channel, Objective, Observation, Role
from coordination.crisis.selectors.catalogue import roles_of_cell
from coordination.crisis.services.inject import NewInject
from portal.ui.fields import LongText, MomentField, ShortText
from portal.ui.forms import PortalForm

READ_AGAIN = "J’ai relu : ce texte ne permet de reconnaître aucun patient"


class InjectForm(PortalForm):
    """What is told, by whom, to whom, when."""

    cell = forms.ModelChoiceField(Cell.objects.none(), label="À quelle cellule ?", empty_label=None)
    role = forms.ModelChoiceField(
        Role.objects.none(), label="À quelle fonction ?", required=False,
        empty_label="toute la cellule",
    )  # fmt: skip
    after_minutes = forms.IntegerField(
        label="Combien de minutes après le début ?", required=False, min_value=0, max_value=20160,
        help_text="Laissez vide pour le jouer à la main, quand le moment sera venu.",
    )  # fmt: skip
    sender = ShortText(max_length=120, label="De la part de qui ?", help_text="Un rôle fictif.")
    channel = forms.ChoiceField(label="Par quel canal ?", choices=Channel.choices)
    text = LongText(max_length=1500, rows=4, label="Ce qui est annoncé")
    expected = LongText(
        max_length=1000, rows=2, label="Réaction attendue", required=False,
        help_text="Pour les observateurs : les joueurs ne la lisent pas.",
    )  # fmt: skip
    objective = forms.ModelChoiceField(
        Objective.objects.none(), label="Objectif éprouvé", required=False, empty_label="aucun"
    )
    confirmed = forms.BooleanField(label=READ_AGAIN, required=False)

    def __init__(self, *args, crisis, **kwargs):
        super().__init__(*args, **kwargs)
        cells = crisis.cells.filter(archived_at=None).order_by("pk")
        self.fields["cell"].queryset = cells
        self.fields["objective"].queryset = crisis.objectives.order_by("rank")
        roles = Role.objects.none()
        for one in cells:
            roles |= roles_of_cell(one)
        self.fields["role"].queryset = roles.distinct()

    def clean(self):
        """A role of the cell chosen."""
        found = super().clean()
        cell, role = found.get("cell"), found.get("role")
        if cell and role and not roles_of_cell(cell).filter(pk=role.pk).exists():
            self.add_error("role", f"« {role} » n’est pas une fonction de « {cell} ».")
        return found

    def new_inject(self):
        """What is to be planned."""
        names = ("text", "sender", "after_minutes", "role", "channel", "expected", "objective")
        return NewInject(**{name: self.cleaned_data[name] for name in names})


class ObjectiveForm(PortalForm):
    """One more objective."""

    words = ShortText(max_length=200, label="Objectif de l’exercice")


class ObservationForm(PortalForm):
    """What was seen, when, and what it says of an objective."""

    cell = forms.ModelChoiceField(
        Cell.objects.none(), label="Dans quelle cellule ?", empty_label=None
    )
    text = LongText(max_length=1000, rows=3, label="Qu’avez-vous vu ?")
    objective = forms.ModelChoiceField(
        Objective.objects.none(), label="À propos de quel objectif ?", required=False,
        empty_label="aucun en particulier",
    )  # fmt: skip
    met = forms.ChoiceField(
        label="Cet objectif est-il atteint ?", required=False, widget=forms.RadioSelect,
        choices=[("", "je ne le dis pas"), *Observation.Met.choices],
    )  # fmt: skip
    seen_at = MomentField(label="Quand, si ce n’est pas maintenant ?", required=False)
    confirmed = forms.BooleanField(label=READ_AGAIN, required=False)

    def __init__(self, *args, crisis, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cell"].queryset = crisis.cells.filter(archived_at=None).order_by("pk")
        self.fields["objective"].queryset = crisis.objectives.order_by("rank")

    def clean(self):
        """An objective is met or not: which one?"""
        found = super().clean()
        if found.get("met") and not found.get("objective"):
            self.add_error("objective", "Dites de quel objectif il s’agit.")
        return found
