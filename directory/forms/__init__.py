"""The search box of the directory and its filters."""

from django import forms

from directory.models import ApiKey
from directory.selectors import Criteria, activities_offered, list_of_territories
from portal.territories.models import Territory
from portal.ui.fields import CommuneField, ShortText
from portal.ui.forms import PortalForm, PortalModelForm

RADII = [5, 10, 20, 30, 50, 100]
DEFAULT_RADIUS = 20
Kind = Territory.Kind
WIDTHS = [Kind.CPTS, Kind.PERIMETER, Kind.EPCI, Kind.DEPARTMENT, Kind.REGION, Kind.COUNTRY]


class StructureFilter(PortalForm):
    """What is looked for; bound to the address of the page, so that a search can be shared."""

    q = ShortText(label="Recherche", required=False, widget=forms.HiddenInput)
    categorie = forms.ChoiceField(label="Catégorie", required=False)
    territoire = forms.ChoiceField(label="Territoire", required=False)
    commune = CommuneField(
        label="Autour de la commune", required=False, queryset=Territory.objects.communes()
    )
    rayon = forms.TypedChoiceField(
        label="Dans un rayon de",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Commune seule"), *((km, f"{km}\u00a0km") for km in RADII)],
    )
    service = forms.ChoiceField(label="Service proposé", required=False)
    ouvert = forms.BooleanField(label="Ouvert maintenant", required=False)
    couvre = forms.BooleanField(
        label="Intervient dans cette commune, d’où que ce soit", required=False
    )

    def __init__(self, *args, around=None, **kwargs):
        super().__init__(*args, **kwargs)
        # CharField gives its own widget: the search box of the page shows this one.
        self.fields["q"].widget = forms.HiddenInput()
        self.fields["territoire"].choices = self._territories(around)
        self.fields["service"].choices = [("", "Tous"), *activities_offered()]
        self.show_categories([])

    def clean(self):
        data = super().clean()
        if data.get("couvre") and "commune" not in self.errors and not data.get("commune"):
            self.add_error("commune", "Dites la commune où l’on doit pouvoir intervenir.")
        return data

    def show_categories(self, rows):
        """The choices of category are `rows` of code, label and count, the chosen one included."""
        chosen = self.data.get("categorie", "")
        choices = [(code, f"{label} ({count})") for code, label, count in rows]
        if chosen and chosen not in dict(choices):
            choices.append((chosen, f"Catégorie {chosen[:8]}"))
        self.fields["categorie"].choices = [("", "Toutes"), *choices]

    def counted(self, found):
        """`found`, whose counts by category are now those of the choices."""
        self.show_categories(found.categories)
        return found

    def criteria(self):
        """What the valid fields ask; a field in error asks nothing."""
        self.is_valid()
        data = self.cleaned_data
        return Criteria(
            text=data.get("q") or "",
            category=data.get("categorie") or "",
            territory=int(data["territoire"]) if data.get("territoire") else None,
            commune=data.get("commune"),
            radius_km=data.get("rayon"),
            activity=data.get("service") or "",
            is_open=bool(data.get("ouvert")),
            covers=bool(data.get("couvre") and data.get("commune")),
        )

    def _territories(self, around):
        """Regions and departments, the parts of the territory in force, and the chosen one."""
        chosen = self.data.get("territoire", "")
        found = list_of_territories(around, int(chosen[:18]) if chosen.isdecimal() else None)
        found.sort(key=lambda one: (WIDTHS.index(one.kind), one.search_key))
        named = [(one.pk, f"{one.name} ({one.get_kind_display()})") for one in found]
        return [("", "Toute la France"), *named]


class ServiceFilter(PortalForm):
    """Which service, coming where."""

    commune = CommuneField(
        label="Intervient dans la commune", required=False, queryset=Territory.objects.communes()
    )
    service = ShortText(label="Service", required=False)
    ouvert = forms.BooleanField(label="Ouvert maintenant", required=False)


class RevealForm(PortalForm):
    """Why a protected contact is read."""

    reason = forms.CharField(
        label="Pourquoi avez-vous besoin de ce contact ?",
        help_text="Gardé au journal avec votre nom et l’heure, sans le numéro.",
        min_length=3,
        max_length=200,
    )


class KeyForm(PortalModelForm):
    """Which system will read the directory, and until when."""

    class Meta:
        model = ApiKey
        fields = ["holder", "label", "expires_on"]
        widgets = {"expires_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {
            "holder": "Par exemple : GHT de l’Aube et du Sézannais.",
            "label": "Par exemple : serveur de résultats du laboratoire.",
            "expires_on": "Sans date, la clé vaut jusqu’à ce que vous la révoquiez.",
        }
