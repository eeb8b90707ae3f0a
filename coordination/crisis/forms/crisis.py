"""What is asked when a crisis is declared, when a cell opens, changes level, is lifted."""

from django import forms
from django.utils import timezone

from coordination.crisis.models import Cell, CellMember, Mode, Role, Term, Visibility, around
from coordination.crisis.selectors.catalogue import roles_of_cell, terms
from portal.accounts.models import User
from portal.territories.models import Territory
from portal.ui.fields import LongText, MomentField, PhoneField, ShortText
from portal.ui.forms import PortalForm, PortalModelForm, dress

# Where a crisis is declared: a commune is too small, the country too wide.
PLACES = (
    Territory.Kind.REGION,
    Territory.Kind.DEPARTMENT,
    Territory.Kind.EPCI,
    Territory.Kind.CPTS,
    Territory.Kind.PERIMETER,
)
MODES = [(Mode.ACTUAL, "Réelle"), (Mode.EXERCISE, "Exercice : rien n’est réel")]


class DeclarationForm(PortalForm):
    """First screen: what, where, since, effects on care, for real or not."""

    title = ShortText(max_length=120, label="Que se passe-t-il ?", help_text="En quelques mots.")
    nature = ShortText(max_length=300, label="Nature de l’évènement")
    territory = forms.ModelChoiceField(Territory.objects.none(), label="Où ?")
    started_at = MomentField(label="Depuis quand ?", initial=timezone.localtime)
    effects = LongText(max_length=2000, rows=3, label="Effets sur l’offre de soins", required=False)
    contact = ShortText(max_length=120, label="Qui joindre sur place", required=False)
    typologies = forms.ModelMultipleChoiceField(
        Term.objects.none(), label="Type de crise", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    mode = forms.ChoiceField(
        label="Situation", choices=MODES, initial=Mode.ACTUAL, widget=forms.RadioSelect
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        places = around(user).filter(kind__in=PLACES, closed_on__isnull=True)
        self.fields["territory"].queryset = places.order_by("kind", "name")
        self.fields["typologies"].queryset = terms(Term.Kind.TYPOLOGY)


class DecisionForm(PortalForm):
    """Who decides, as what, on which basis, why."""

    decided_by = forms.ModelChoiceField(User.objects.none(), label="Qui décide ?")
    capacity = ShortText(max_length=80, label="En quelle qualité ?")
    basis = ShortText(
        max_length=200,
        label="Sur quel fondement ?",
        help_text="Plan, texte ou consigne, par exemple « plan blanc de l’établissement ».",
    )
    reason = ShortText(max_length=500, label="Pourquoi ?")

    def __init__(self, *args, user, deciders, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decided_by"].queryset = deciders
        self.fields["decided_by"].initial = user.pk
        known = ", ".join(term.label for term in terms(Term.Kind.CAPACITY)[:4])
        self.fields["capacity"].help_text = f"Par exemple : {known}."


class LevelForm(DecisionForm):
    """To which level; in doubt between two, the higher is proposed."""

    level = forms.TypedChoiceField(label="Niveau", coerce=int, widget=forms.RadioSelect)
    hesitates = forms.BooleanField(
        label="J’hésite entre ce niveau et celui du dessus", required=False
    )
    review_on = forms.DateField(
        label="À revoir le", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    field_order = ("level", "hesitates", "decided_by", "capacity", "basis", "reason", "review_on")

    def __init__(self, *args, levels, **kwargs):
        super().__init__(*args, **kwargs)
        self.levels = levels
        self.fields["level"].choices = [
            (one.rank, f"{one.rank} – {one.name}. {one.meaning}") for one in levels
        ]

    @property
    def higher(self):
        """The level proposed to who hesitates; None when there is no doubt, or none above."""
        asked = self.cleaned_data
        above = [one for one in self.levels if one.rank > asked.get("level", 0)]
        return above[0] if asked.get("hesitates") and above else None

    def doubled(self, rank):
        """The same answers with that level chosen, and no hesitation left."""
        data = self.data.copy()
        data["level"], data["hesitates"] = str(rank), ""
        return data


class OpeningForm(LevelForm):
    """Second screen: at which level the cell opens, under whose decision; the rest is usual."""

    name = ShortText(max_length=120, label="Nom de la cellule")
    parent = forms.ModelChoiceField(
        Cell.objects.none(), label="Rattachée à", required=False, empty_label="aucune"
    )
    visibility = forms.ChoiceField(
        label="Qui la voit ?", choices=Visibility.choices, initial=Visibility.PROFESSIONALS
    )
    phone = PhoneField(label="Téléphone de la cellule", required=False)
    video_url = forms.URLField(
        label="Lien de visioconférence", required=False, assume_scheme="https"
    )

    field_order = (
        *LevelForm.field_order[:-1],
        "name",
        "visibility",
        "parent",
        "phone",
        "video_url",
    )

    def __init__(self, *args, parents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents
        del self.fields["review_on"]


class ContactsForm(PortalModelForm):
    """How a cell is reached."""

    name = ShortText(max_length=120, label="Nom de la cellule")
    phone = PhoneField(label="Téléphone principal", required=False)
    fallback_phone = PhoneField(label="Téléphone de secours", required=False)
    video_url = forms.URLField(
        label="Lien de visioconférence", required=False, assume_scheme="https"
    )
    dial_in = ShortText(max_length=60, label="Numéro et code d’accès", required=False)
    place = ShortText(max_length=200, label="Lieu", required=False)

    class Meta:
        model = Cell
        fields = ("name", "phone", "fallback_phone", "mailbox", "video_url", "dial_in", "place")


class LiftForm(DecisionForm):
    """The exit checklist: each line done, or what is to be known of it."""

    def __init__(self, *args, leaving, **kwargs):
        super().__init__(*args, **kwargs)
        self.leaving = leaving
        for term in leaving.checks:
            self.fields[f"done_{term.code}"] = forms.BooleanField(label=term.label, required=False)
            self.fields[f"note_{term.code}"] = ShortText(
                max_length=300, label="Sinon, ce qu’il en est", required=False
            )
        if leaving.critical_tasks:
            self.fields["despite"] = ShortText(
                max_length=300, label="Pourquoi lever malgré les tâches critiques ?", required=False
            )
        dress(self)

    @property
    def pairs(self):
        """Each line of the checklist, with its two fields."""
        return [
            (self[f"done_{term.code}"], self[f"note_{term.code}"]) for term in self.leaving.checks
        ]


class MemberForm(PortalForm):
    """Somebody enters the cell, by their address."""

    email = forms.EmailField(label="Adresse électronique de la personne")
    role = forms.ModelChoiceField(
        Role.objects.none(), label="Fonction", required=False, empty_label="sans fonction"
    )
    rank = forms.TypedChoiceField(
        label="Rang", coerce=int, initial=0,
        choices=[(0, "titulaire"), (1, "1er suppléant"), (2, "2e suppléant"), (3, "3e suppléant")],
    )  # fmt: skip
    standing = forms.ChoiceField(label="À quel titre", choices=CellMember.Standing.choices)
    reason = ShortText(max_length=300, label="Motif", required=False)

    def __init__(self, *args, cell, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles_of_cell(cell)

    def clean_email(self):
        """The account of that address."""
        found = User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True)
        if not found:
            raise forms.ValidationError(
                "Personne n’a de compte avec cette adresse : demandez-lui d’en créer un d’abord."
            )
        self.cleaned_data["user"] = found[0]
        return self.cleaned_data["email"]
