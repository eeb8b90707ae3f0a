"""People of a line: who they are, what they hold, how much they accept, how they are reached."""

from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from coordination.oncall.models import ContactMethod, Member, Person, Qualification
from directory.models import Profession
from portal.territories.models import Territory
from portal.ui.fields import CommuneField, DayField, PhoneField, RppsField, ShortText
from portal.ui.forms import PortalForm, PortalModelForm


class MemberForm(PortalModelForm):
    """What a person is on a line, between two dates."""

    share = forms.DecimalField(
        label="Part d’engagement",
        min_value=0,
        max_value=5,
        decimal_places=2,
        localize=True,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text="1 pour une part entière, 0,5 pour une demi-part. Le partage en découle.",
    )
    joins_on = DayField(label="Inscrit à partir du")
    leaves_on = DayField(
        label="Part le (exclu)", required=False, help_text="Vide : pas de départ prévu."
    )

    class Meta:
        model = Member
        fields = (
            "roles", "sectors", "qualifications", "regime", "share", "most_duties_a_month",
            "most_weekends_a_month", "volunteers_on_holidays",
        )  # fmt: skip
        widgets = {
            "roles": forms.CheckboxSelectMultiple,
            "sectors": forms.CheckboxSelectMultiple,
            "qualifications": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "sectors": "Aucun coché : tous les secteurs.",
            "most_duties_a_month": "Ce que la personne accepte ; vide : sans limite.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        line, membership = self.instance.line, self.instance.membership
        self.fields["roles"].queryset = line.roles.all()
        if line.roles.count() == 1 and not self.instance.pk:
            self.fields["roles"].initial = [line.roles.get().pk]
        self.fields["sectors"].queryset = line.sectors.open()
        asked = Qualification.objects.filter(pk__in=line.roles.values("qualifications"))
        self.fields["qualifications"].queryset = asked
        if not asked.exists():
            del self.fields["qualifications"]
        if line.regimes and not self.instance.pk:
            self.fields["regime"].initial = line.regimes[0]
        self.fields["joins_on"].initial = membership.lower if membership else timezone.localdate()
        self.fields["leaves_on"].initial = membership.upper if membership else None

    def clean(self):
        """The dates are in order, and the membership bears them."""
        cleaned = super().clean()
        self.check_order("joins_on", "leaves_on", message="Le départ doit suivre l’arrivée.")
        if not self.errors:
            self.instance.membership = DateRange(cleaned["joins_on"], cleaned["leaves_on"])
        return cleaned


class NewMemberForm(MemberForm):
    """Somebody to list: known already, with an account, or by name."""

    known = forms.ModelChoiceField(
        label="Une personne déjà inscrite sur une autre ligne",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Quelqu’un d’autre",
    )
    account = forms.EmailField(
        label="Ou l’adresse de son compte sur le portail",
        required=False,
        help_text="Avec un compte, la personne voit ses tours, répond et échange elle-même.",
    )
    first_name = ShortText(label="Ou son prénom", max_length=80, required=False)
    last_name = ShortText(label="et son nom", max_length=80, required=False)
    profession = forms.ModelChoiceField(
        label="Profession",
        queryset=Profession.objects.order_by("label"),
        required=False,
        empty_label="Non précisée",
    )
    rpps = RppsField(label="Numéro RPPS", required=False)
    mobile = PhoneField(label="Portable", required=False)
    email = forms.EmailField(label="Courriel", required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["known"].queryset = people

    def clean(self):
        """One person, said in one way."""
        cleaned = super().clean()
        names = ("known", "account", "last_name")
        said = [name for name in names if cleaned.get(name)]
        if not said and not self.errors:
            self.add_error("last_name", "Choisissez une personne, un compte, ou donnez un nom.")
        if len(said) > 1:
            words = "Une seule façon suffit : une personne connue, un compte, ou un nom."
            self.add_error(said[-1], words)
        return cleaned

    def identity(self):
        """What is known of somebody listed by name."""
        names = ("first_name", "last_name", "profession", "rpps")
        return {name: self.cleaned_data[name] for name in names}


class PersonForm(PortalModelForm):
    """Who somebody is."""

    first_name = ShortText(label="Prénom", max_length=80, required=False)
    last_name = ShortText(label="Nom", max_length=80)
    rpps = RppsField(label="Numéro RPPS", required=False)
    commune = CommuneField(
        label="Commune de départ", queryset=Territory.objects.none(), required=False
    )
    account = forms.EmailField(
        label="Adresse de son compte sur le portail",
        required=False,
        help_text="Reliez un compte : la personne voit alors ses tours et agit elle-même.",
    )
    left_on = DayField(label="A quitté le territoire le", required=False)

    class Meta:
        model = Person
        fields = ("first_name", "last_name", "profession", "rpps", "commune", "left_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        open_communes = Territory.objects.communes().filter(closed_on__isnull=True)
        self.fields["commune"].queryset = open_communes
        user = self.instance.user
        self.fields["account"].initial = user.email if user else ""


class ContactForm(PortalForm):
    """One more way to reach a person, and who may read it."""

    kind = forms.ChoiceField(label="Nature", choices=ContactMethod.Kind.choices)
    value = ShortText(label="Numéro ou adresse", max_length=254)
    audience = forms.ChoiceField(
        label="Lu par",
        choices=ContactMethod.Audience.choices,
        widget=forms.RadioSelect,
        initial=ContactMethod.Audience.PROFESSIONALS,
    )

    def clean(self):
        """A number that can be called, or an address that can be written to."""
        cleaned = super().clean()
        kind, value = cleaned.get("kind"), cleaned.get("value")
        if kind and value:
            field = forms.EmailField() if kind == ContactMethod.Kind.EMAIL else PhoneField()
            try:
                cleaned["value"] = field.clean(value).lower()
            except forms.ValidationError as error:
                self.add_error("value", error)
        return cleaned


class CodeForm(PortalForm):
    """The six digits that were received."""

    code = ShortText(
        label="Code reçu",
        max_length=12,
        help_text="6 chiffres, valables un quart d’heure.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def digits(self):
        """The digits alone."""
        return "".join(char for char in self.cleaned_data["code"] if char.isdigit())
