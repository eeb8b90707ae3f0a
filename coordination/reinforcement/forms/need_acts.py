"""The few words that an act on a need asks for, and the filters of the list."""

from django import forms

from coordination.reinforcement.models import Need
from directory.models import Profession
from portal.territories.models import Territory
from portal.ui.fields import LongText, MomentField
from portal.ui.forms import PortalForm

PRIORITIES = [("", "Sans priorité"), *((n, str(n)) for n in range(1, 6))]
STAGES = {
    "": "En cours",
    "to_validate": "À valider par l’ARS",
    "unfilled": "En diffusion, places libres",
    "filled": "Pourvus",
    "draft": "Brouillons",
    "over": "Terminés, expirés ou annulés",
}


class ReasonForm(PortalForm):
    """Why, in words that the people concerned will read."""

    reason = LongText(label="Motif", max_length=300, rows=3)


class PriorityForm(PortalForm):
    """The ARS's priority."""

    priority = forms.TypedChoiceField(
        label="Priorité fixée par l’ARS",
        choices=PRIORITIES,
        coerce=int,
        empty_value=None,
        required=False,
        help_text="1 passe avant tous les autres.",
    )


class ProlongForm(PortalForm):
    """A later limit for answers."""

    answer_by = MomentField(label="Nouvelle date limite de réponse")


class CopyForm(PortalForm):
    """How far the copy is moved."""

    weeks = forms.IntegerField(
        label="Décaler de combien de semaines", min_value=0, max_value=52, initial=1
    )


class ReleaseForm(PortalForm):
    """How many, with which words, and why beyond the budget."""

    rank = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    size = forms.IntegerField(
        label="Nombre de personnes à prévenir", min_value=1, max_value=100_000
    )
    message = LongText(
        label="Un mot de votre part",
        max_length=300,
        rows=2,
        required=False,
        help_text="Ajouté au courriel. N’écrivez rien sur un patient.",
    )
    override_reason = LongText(
        label="Dépasser le plafond de sollicitation : pourquoi",
        max_length=300,
        rows=2,
        required=False,
        help_text="Réservé à l’urgence ; le motif est journalisé et montré aux volontaires.",
    )

    def __init__(self, *args, may_override=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_override:
            del self.fields["override_reason"]


class WaveDecisionForm(PortalForm):
    """Yes, or no and why."""

    decision = forms.ChoiceField(choices=[("yes", "Accorder"), ("no", "Refuser")])
    reason = LongText(
        label="Si vous refusez : pourquoi",
        max_length=300,
        rows=2,
        required=False,
        help_text="Lu par la personne qui a préparé la vague.",
    )

    def clean(self):
        """A refusal has its reason, an agreement has none."""
        said = super().clean()
        if said.get("decision") == "no" and not said.get("reason", "").strip():
            self.add_error("reason", "Dites pourquoi vous refusez.")
        if said.get("decision") == "yes":
            said["reason"] = ""
        return said


class NeedFilter(PortalForm):
    """What the list of needs shows; kept in its address."""

    state = forms.ChoiceField(label="État", choices=list(STAGES.items()), required=False)
    profession = forms.ModelChoiceField(
        label="Profession",
        queryset=Profession.objects.filter(closed_on__isnull=True),
        required=False,
        empty_label="Toutes",
    )
    territory = forms.ModelChoiceField(
        label="Département",
        queryset=Territory.objects.none(),
        required=False,
        empty_label="Tous",
    )
    criticality = forms.TypedChoiceField(
        label="Criticité",
        choices=[("", "Toutes"), *Need.Criticality.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args, territories, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = territories

    def chosen(self):
        """What to look for; nothing when an address holds something unknown."""
        good = self.is_bound and self.is_valid()
        chosen = self.cleaned_data if good else {}
        return {
            "stage": chosen.get("state", ""),
            "profession": chosen.get("profession"),
            "territory": chosen.get("territory"),
            "criticality": chosen.get("criticality"),
        }

    @property
    def stage_label(self):
        """`En cours`, or the stage asked for."""
        return STAGES[self.chosen()["stage"]]
