"""The search box of the directory and its filters."""

import re

from django import forms

from directory.models import ApiKey, Structure
from directory.selectors import Criteria, activities_offered, list_of_territories
from directory.selectors.places import read_place
from portal.territories.models import Territory
from portal.ui.fields import CommuneField, ShortText
from portal.ui.forms import PortalForm, PortalModelForm

RADII = [5, 10, 20, 30, 50, 100]
DEFAULT_RADIUS = 20
Kind = Territory.Kind
# « 48.297,4.074 »: the third decimal is a hundred metres, enough to look around.
POSITION = re.compile(r"(-?\d{1,2}(?:\.\d{1,8})?),(-?\d{1,3}(?:\.\d{1,8})?)")
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
    astreinte = forms.BooleanField(label="Quelqu’un d’astreinte maintenant", required=False)
    couvre = forms.BooleanField(
        label="Intervient dans cette commune, d’où que ce soit", required=False
    )
    autour = forms.UUIDField(label="Autour de", required=False, widget=forms.HiddenInput)
    pres = ShortText(label="Autour de", required=False, max_length=30)
    mots = forms.BooleanField(
        label="Chercher les mots tels quels, sans y lire un lieu", required=False
    )

    def __init__(self, *args, around=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.around = around
        # CharField gives its own widget: the search box of the page shows this one.
        self.fields["q"].widget = forms.HiddenInput()
        self.fields["pres"].widget = forms.HiddenInput()
        # What the removable tag says instead of numbers.
        self.fields["pres"].choices = [(self.data.get("pres", ""), "ma position")]
        self.middle = self._middle()
        self.fields["territoire"].choices = self._territories(around)
        self.fields["service"].choices = [("", "Tous"), *activities_offered()]
        self.show_categories([])

    def clean(self):
        data = super().clean()
        if data.get("couvre") and "commune" not in self.errors and not data.get("commune"):
            self.add_error("commune", "Dites la commune où l’on doit pouvoir intervenir.")
        if repeated := self._repeated():
            named = "\u00a0», «\u00a0".join(repeated)
            self.add_error(
                None,
                f"Une seule valeur par filtre\u00a0: la dernière est retenue pour "
                f"«\u00a0{named}\u00a0».",
            )
        return data

    @property
    def territories(self):
        """The ids of the territories that are offered."""
        return [pk for pk, _name in self.fields["territoire"].choices if pk]

    def show_categories(self, rows):
        """The choices of category are `rows` of code, label and count, the chosen one included."""
        chosen = self.data.get("categorie", "")
        choices = [(code, _counted(label, count)) for code, label, count in rows]
        if chosen and chosen not in dict(choices):
            choices.append((chosen, f"Catégorie {chosen[:8]}"))
        self.fields["categorie"].choices = [("", "Toutes"), *choices]

    def counted(self, found):
        """`found`, whose counts are now those of the choices: what each filter would leave."""
        self.show_categories(found.categories)
        self._count("service", found.services)
        self._count("territoire", found.territories)
        for name, count in (("ouvert", found.open), ("astreinte", found.on_call)):
            self[name].label = _counted(self.fields[name].label, count)
        return found

    def criteria(self):
        """What the valid fields ask; a field in error asks nothing."""
        self.is_valid()
        data = self.cleaned_data
        text = data.get("q") or ""
        around = self.around.pk if self.around else None
        point, label = self.middle
        return Criteria(
            text=text,
            place=None if data.get("mots") else read_place(text, around=around),
            point=point,
            centre_label=label,
            category=data.get("categorie") or "",
            territory=int(data["territoire"]) if data.get("territoire") else None,
            commune=data.get("commune"),
            radius_km=data.get("rayon") or (DEFAULT_RADIUS if point else None),
            activity=data.get("service") or "",
            is_open=bool(data.get("ouvert")),
            on_call=bool(data.get("astreinte")),
            covers=bool(data.get("couvre") and data.get("commune")),
        )

    def _count(self, name, counts):
        choices = self.fields[name].choices
        if counts is not None:
            self.fields[name].choices = [
                (key, _counted(label, counts.get(str(key), 0)) if key else label)
                for key, label in choices
            ]

    def _repeated(self):
        """The labels of the filters to which the address gives several values."""
        valued = getattr(self.data, "getlist", lambda name: [])
        return [field.label for name, field in self.fields.items() if len(set(valued(name))) > 1]

    def _middle(self):
        """The point around which to look and its name: a structure, or where the reader is."""
        near = POSITION.fullmatch(str(self.data.get("pres", ""))[:30])
        if near:
            latitude, longitude = (round(float(part), 3) for part in near.groups())
            if abs(latitude) <= 90 and abs(longitude) <= 180:
                return (latitude, longitude), "ma position"
        field = self.fields["autour"]
        try:
            uuid = field.clean(self.data.get("autour", ""))
        except forms.ValidationError:
            uuid = None
        found = Structure.objects.filter(uuid=uuid).first() if uuid else None
        if found is None:
            return None, ""
        field.choices = [(self.data["autour"], str(found))]
        if found.latitude is None:
            return None, ""
        return (found.latitude, found.longitude), str(found)

    def _territories(self, around):
        """Regions and departments, the parts of the territory in force, and the chosen one."""
        chosen = self.data.get("territoire", "")
        found = list_of_territories(around, int(chosen[:18]) if chosen.isdecimal() else None)
        found.sort(key=lambda one: (WIDTHS.index(one.kind), one.search_key))
        named = [(one.pk, f"{one.name} ({one.get_kind_display()})") for one in found]
        return [("", "Toute la France"), *named]


def _counted(label, count):
    """« EHPAD (37) », « Aube (département, 120) »; nothing more when it was not counted."""
    if count is None:
        return label
    return f"{label[:-1]}, {count})" if label.endswith(")") else f"{label} ({count})"


class ServiceFilter(PortalForm):
    """Which service, coming where."""

    commune = CommuneField(
        label="Intervient dans la commune", required=False, queryset=Territory.objects.communes()
    )
    service = ShortText(label="Service", required=False)
    ouvert = forms.BooleanField(label="Ouvert maintenant", required=False)


class RevealForm(PortalForm):
    """Why a protected contact is read."""

    reason = ShortText(
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
        field_classes = {"holder": ShortText, "label": ShortText}
        widgets = {"expires_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {
            "holder": "Par exemple : GHT de l’Aube et du Sézannais.",
            "label": "Par exemple : serveur de résultats du laboratoire.",
            "expires_on": "Sans date, la clé vaut jusqu’à ce que vous la révoquiez.",
        }


class SearchNameForm(PortalForm):
    """The name of a search, and its filters as the address bears them."""

    filtres = forms.CharField(max_length=4000, widget=forms.HiddenInput(), label="Filtres")
    nom = ShortText(
        label="Nom de la recherche", max_length=80, help_text="Par exemple : EHPAD du secteur nord."
    )
