"""What is asked for a decision and for a task."""

from django import forms

from coordination.crisis.models import Role, Task
from coordination.crisis.selectors.catalogue import roles_of_cell
from coordination.crisis.selectors.membership import people_of
from coordination.crisis.services.decision import Proposal
from coordination.crisis.services.task import NewTask
from portal.ui.fields import LongText, MomentField, ShortText
from portal.ui.forms import PortalForm

READ_AGAIN = "J’ai relu : ce texte ne permet de reconnaître aucun patient"


class ProposalForm(PortalForm):
    """What is decided, why, what else was possible, who holds the matter."""

    statement = LongText(max_length=1000, rows=3, label="Ce qui est décidé")
    reason = LongText(max_length=1000, rows=2, label="Pourquoi ?", required=False, help_text="")
    rejected = LongText(
        max_length=1000, rows=2, label="Options écartées, et pourquoi", required=False,
        help_text="Ceux qui prendront la suite ne rouvriront pas la question pour rien.",
    )  # fmt: skip
    matter = forms.ModelChoiceField(
        Role.objects.none(), label="Fonction compétente", required=False,
        empty_label="toute la cellule (décidée par qui la dirige)",
    )  # fmt: skip
    in_force_until = MomentField(label="Valable jusqu’au, si une fin est connue", required=False)
    for_partners = forms.BooleanField(
        label="Les partenaires lisent cette décision", required=False,
        help_text="Hors de la cellule, une fois en vigueur : ni nom, ni effectif inférieur à cinq.",
    )  # fmt: skip
    take_now = forms.BooleanField(
        label="Je prends cette décision maintenant", required=False, initial=True,
        help_text="Sinon elle est proposée, et attend qui en a la charge.",
    )  # fmt: skip
    confirmed = forms.BooleanField(label=READ_AGAIN, required=False)

    def __init__(self, *args, cell, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["matter"].queryset = roles_of_cell(cell)

    def proposal(self, *, entry, supersedes):
        """What is to be written in the register."""
        names = ("statement", "reason", "rejected", "matter", "in_force_until", "for_partners")
        said = {name: self.cleaned_data[name] for name in names}
        return Proposal(**said, entry=entry, supersedes=supersedes)


class ReasonForm(PortalForm):
    """Why."""

    reason = ShortText(max_length=300, label="Pourquoi ?")


class ProofForm(PortalForm):
    """What shows that it is done."""

    proof = ShortText(
        max_length=500, label="Ce qui le montre, si c’est utile", required=False,
        help_text="Un numéro, une adresse, un nom de document : rien sur un patient.",
    )  # fmt: skip


class OwnerForm(PortalForm):
    """Who is in charge, and for when."""

    owner = forms.ChoiceField(
        label="Qui s’en charge ?", required=False,
        help_text="La tâche d’une fonction suit la fonction quand elle change de main.",
    )  # fmt: skip
    due_at = MomentField(label="Pour quand ?", required=False)

    def __init__(self, *args, cell, **kwargs):
        super().__init__(*args, **kwargs)
        self.cell = cell
        roles = [(f"role-{one.pk}", str(one)) for one in roles_of_cell(cell)]
        people = [(f"user-{one.pk}", str(one)) for one in people_of(cell).order_by("last_name")]
        self.fields["owner"].choices = [
            ("", "personne encore"), ("Fonctions", roles), ("Personnes", people)
        ]  # fmt: skip

    def given(self):
        """The owner, person or role, and the time."""
        kind, _, pk = self.cleaned_data["owner"].partition("-")
        role = roles_of_cell(self.cell).get(pk=pk) if kind == "role" else None
        owner = people_of(self.cell).get(pk=pk) if kind == "user" else None
        return {"owner": owner, "owner_role": role, "due_at": self.cleaned_data["due_at"]}


class TaskForm(OwnerForm):
    """What is to be done, by whom, for when."""

    title = ShortText(max_length=200, label="Que faut-il faire ?")
    priority = forms.TypedChoiceField(
        label="Priorité", coerce=int, choices=Task.Priority.choices, initial=Task.Priority.NORMAL
    )
    detail = LongText(max_length=1000, rows=2, label="Précisions", required=False)
    confirmed = forms.BooleanField(label=READ_AGAIN, required=False)

    field_order = ("title", "owner", "due_at", "priority", "detail", "confirmed")

    def new_task(self, *, entry, decision):
        """What is to be made."""
        asked = self.cleaned_data
        said = {name: asked[name] for name in ("title", "priority", "detail")}
        return NewTask(**said, **self.given(), entry=entry, decision=decision)
