"""Sectors: their name, their communes, the communes that a decision leaves out."""

from django import forms
from django.utils import timezone

from coordination.oncall.forms.line import ZONES, ClosingForm
from coordination.oncall.models import Sector
from portal.ui.fields import DayField, HourField, LongText, PhoneField, ShortText
from portal.ui.forms import PortalForm, PortalModelForm

DAY_MINUTES = 1440
LARGEST_FILE = 500_000
CODES_HELP = (
    "Un code INSEE par ligne, ou les lignes d’un tableau qui en contiennent : "
    "10387, ou 10387;Troyes."
)


class SectorForm(PortalModelForm):
    """A sector, before its communes."""

    name = ShortText(label="Nom du secteur", max_length=120, help_text="Par exemple : Troyes nord.")
    phone = PhoneField(label="Numéro du secteur", required=False, help_text="S’il en a un à lui.")

    class Meta:
        model = Sector
        fields = ("name", "phone")


class SectorEditForm(SectorForm):
    """A sector, with the calendar that its slots follow."""

    zone = forms.ChoiceField(label="Heure locale", choices=ZONES)

    class Meta:
        model = Sector
        fields = ("name", "phone", "zone", "holiday_zone", "good_friday")
        help_texts = {
            "holiday_zone": "Déduite des communes ; choisissez quand elles n’ont pas les mêmes.",
            "good_friday": "En Alsace-Moselle, dans les communes qui ont un temple protestant "
            "ou une église mixte (ordonnance du 16 août 1892).",
        }


class CodesForm(PortalForm):
    """A list of communes, typed, pasted or brought in a file, from a day on."""

    codes = LongText(
        label="Communes, une par ligne",
        help_text=CODES_HELP,
        max_length=200_000,
        rows=8,
        required=False,
    )
    file = forms.FileField(
        label="Ou un fichier CSV",
        required=False,
        help_text="Ses codes s’ajoutent à la liste. 500 Ko au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )
    since = DayField(label="À partir du", help_text="Le passé ne change pas.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = timezone.localdate()

    def clean_file(self):
        """The text of the file, in UTF-8 or as old spreadsheets write it."""
        given = self.cleaned_data["file"]
        if not given:
            return ""
        if given.size > LARGEST_FILE:
            raise forms.ValidationError("Ce fichier dépasse 500 Ko : gardez-en les codes INSEE.")
        raw = given.read()
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            return raw.decode("cp1252", errors="replace")

    def clean(self):
        """Something was given; the file joins the list."""
        cleaned = super().clean()
        text = "\n".join(filter(None, [cleaned.get("codes"), cleaned.get("file")]))
        if not self.errors and not text.strip():
            self.add_error("codes", "Choisissez au moins une commune.")
        cleaned["text"] = text
        return cleaned

    def bands(self):
        """The parts of the local day, in minutes: the whole of it."""
        return [(0, DAY_MINUTES)]


class CommunesForm(CodesForm):
    """The communes of a sector, at all hours or at some."""

    field_order = ("codes", "file", "since", "starts", "ends", "take")
    starts = HourField(
        label="Seulement à partir de",
        required=False,
        help_text="Vide : toute la journée. Par exemple 0h et 8h pour un secteur de nuit profonde.",
    )
    ends = HourField(label="Jusqu’à", required=False, help_text="0h veut dire minuit.")
    take = forms.BooleanField(
        label="Prendre aussi celles qui sont dans un autre secteur",
        required=False,
        help_text="Elles le quittent à cette date, aux heures dites.",
    )

    def clean(self):
        """Both hours or none, and not the same."""
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if (starts is None) != (ends is None) and not self.errors:
            self.add_error("ends" if ends is None else "starts", "Indiquez les deux heures.")
        elif starts is not None and starts == ends:
            self.add_error("ends", "Les deux heures sont les mêmes : laissez-les vides.")
        return cleaned

    def bands(self):
        """The parts of the local day, in minutes; past midnight makes two."""
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data.get("ends")
        if starts is None or ends is None:
            return [(0, DAY_MINUTES)]
        first, last = _minute(starts), _minute(ends) or DAY_MINUTES
        return [(first, last)] if first < last else [(0, last), (first, DAY_MINUTES)]


class SectorEndForm(ClosingForm):
    """The day when a sector ends, and who takes its communes."""

    heir = forms.ModelChoiceField(
        label="Ses communes passent à",
        queryset=Sector.objects.none(),
        required=False,
        empty_label="Choisissez",
    )
    leave = forms.BooleanField(
        label="Personne ne les prend : elles ne seront dans aucun secteur",
        required=False,
        help_text="La carte les montrera sans secteur, jusqu’à ce qu’un autre les prenne.",
    )

    def __init__(self, *args, sector, **kwargs):
        super().__init__(*args, **kwargs)
        others = sector.line.sectors.open().exclude(pk=sector.pk)
        self.fields["heir"].queryset = others.order_by("name")

    def clean(self):
        """One or the other."""
        cleaned = super().clean()
        if cleaned.get("heir") and cleaned.get("leave"):
            self.add_error("leave", "Choisissez un secteur, ou personne.")
        return cleaned


class UncoveredForm(CodesForm):
    """Communes that nobody serves, because a decision says so."""

    field_order = ("codes", "file", "since", "reason", "reference")
    reason = ShortText(
        label="Ce qui est fait à la place",
        max_length=200,
        help_text="Lu par ceux qui cherchent. Par exemple : régulation seule, appelez le 15.",
    )
    reference = ShortText(label="Référence de la décision", max_length=200)


def _minute(hour):
    return hour.hour * 60 + hour.minute
