"""What is asked in peacetime: people to name, dates of a plan, a contact."""

from django import forms
from django.utils import timezone

from coordination.crisis.models import CrisisPlan, Role
from coordination.crisis.services.preparation import Dates, Named
from portal.ui.fields import DayField, PhoneField, ShortText
from portal.ui.forms import PortalForm

RANKS = [(0, "titulaire"), *((rank, f"suppléant {rank}") for rank in range(1, 6))]


class DesignationForm(PortalForm):
    """Who is named, for what, at which rank, until when."""

    role = forms.ModelChoiceField(Role.objects.none(), label="Fonction")
    rank = forms.TypedChoiceField(label="Rang", coerce=int, choices=RANKS, initial=0)
    email = forms.EmailField(label="Adresse électronique de son compte", required=False)
    first_name = ShortText(max_length=80, label="Sinon, prénom", required=False)
    last_name = ShortText(max_length=80, label="Nom", required=False)
    mobile = PhoneField(label="Téléphone mobile", required=False)
    site = ShortText(
        max_length=120, label="Site habituel", required=False,
        help_text="Un suppléant d’un autre site reste joignable si le premier est touché.",
    )  # fmt: skip
    since = DayField(label="Du", initial=timezone.localdate)
    until = DayField(label="Jusqu’à la veille du", required=False)
    trained_on = DayField(label="Formé le", required=False)

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles

    def clean(self):
        """An end comes after its beginning."""
        asked = super().clean()
        if asked.get("until") and asked.get("since") and asked["until"] <= asked["since"]:
            self.add_error("until", "La fin doit suivre le début.")
        return asked

    @property
    def named(self):
        """Who."""
        names = ("email", "first_name", "last_name", "mobile")
        return Named(**{name: str(self.cleaned_data[name] or "") for name in names})

    @property
    def terms(self):
        """At which rank, where, when."""
        names = ("rank", "site", "since", "until", "trained_on")
        return {name: self.cleaned_data[name] for name in names}


class PlanForm(PortalForm):
    """The dates of a plan, and where it is."""

    kind = forms.ChoiceField(label="Quel plan ?", choices=CrisisPlan.Kind.choices)
    adopted_on = DayField(label="Adopté le")
    review_on = DayField(label="À revoir avant le", help_text="Un plan de CPTS, chaque année.")
    sent_ars_on = DayField(label="Transmis à l’ARS le", required=False)
    sent_cpam_on = DayField(label="Transmis à la CPAM le", required=False)
    proof = ShortText(max_length=200, label="Preuve de transmission", required=False)
    reference = ShortText(max_length=200, label="Où le trouver", required=False)

    @property
    def dates(self):
        """The dates, without the kind."""
        asked = self.cleaned_data
        return Dates(**{name: asked[name] for name in asked if name != "kind"})


class ContactForm(PortalForm):
    """A function that answers, not a named person."""

    label = ShortText(
        max_length=120, label="Fonction qui répond",
        help_text="Administrateur de garde, boîte de crise : pas le nom d’une personne.",
    )  # fmt: skip
    phone = PhoneField(label="Téléphone", required=False)
    email = forms.EmailField(label="Adresse électronique", required=False)
