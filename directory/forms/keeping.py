"""What the people of a structure type on its page, as they would say it."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from directory.models import (
    Activity,
    ContactPoint,
    Membership,
    Network,
    ResponsePlan,
    Service,
)
from directory.selectors.keeping import hours_typed, networks_named
from directory.services.keeping import Hours
from portal.lib.phone import national, parse_french
from portal.lib.text import search_key
from portal.lib.timetable import HOLIDAY, parse_spans, parse_week
from portal.territories.models import Territory
from portal.ui.fields import DayField, PhoneField, ShortText
from portal.ui.forms import PortalForm

Channel = ContactPoint.Channel
CALLED = (Channel.PHONE, Channel.MOBILE, Channel.FAX)
WRITTEN = (Channel.EMAIL, Channel.MSS)
RANKS = [(10, "En premier"), (50, "À sa place"), (90, "En dernier")]
MOBILE = re.compile(r"\+33[67]|\+262(692|693|639)|\+590690|\+596696|\+594694")
NAMED = re.compile(r"(?P<name>.+?)\s*\((?P<kind>[^()]+?) (?P<code>[\w-]+)\)")
MOST_ZONES = 60
HOURS_HINT = "Une ligne par groupe de jours. Par exemple : lundi à vendredi 8h30-12h, 14h-18h"
HOURS_EXAMPLES = (
    f"{HOURS_HINT}. Ou : 24h/24. Et pour les jours fériés : « jours fériés fermé », « jours fériés "
    "9h-12h » ; sinon, la fiche dit de vérifier par téléphone ces jours-là."
)
CLOSED_IS_USUAL = "Dites que les jours fériés sont fermés dans les horaires habituels."


class FactsForm(PortalForm):
    """The fields of the structure itself; what is left as it was is not touched."""

    name = ShortText(label="Nom")
    other_name = ShortText(label="Autre nom, ou complément", required=False)
    street = ShortText(label="Numéro et rue", max_length=250, required=False)
    postal_line = ShortText(label="Code postal et ville", max_length=80, required=False)
    phone = PhoneField(label="Téléphone du standard", required=False)
    email = forms.EmailField(label="Adresse électronique publique", required=False)

    def __init__(self, *args, structure, **kwargs):
        kwargs.setdefault("initial", {name: getattr(structure, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)
        self.structure = structure

    def changes(self):
        """The values that differ from those of the structure, by field."""
        known = {name: getattr(self.structure, name) for name in self.cleaned_data}
        return {name: value for name, value in self.cleaned_data.items() if value != known[name]}


class TerritoriesField(forms.CharField):
    """Places, one a line or separated by commas: « Aube », « Troyes », « 10000 »."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def prepare_value(self, value):
        """Each place with its kind and code, so that nothing is ambiguous when sent again."""
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(f"{one.name} ({one.get_kind_display()} {one.code})" for one in value)

    def clean(self, value):
        """The territories. Raises ValidationError that says which word to mend, and how."""
        typed = re.split(r"[\n,;]", super().clean(value) or "")
        names = [" ".join(one.split()) for one in typed if one.strip()]
        if len(names) > MOST_ZONES:
            raise ValidationError(f"{len(names)} lieux, c’est trop : {MOST_ZONES} au plus.")
        found = [self._place(name) for name in names]
        return list({place.pk: place for place in found}.values())

    def _place(self, name):
        places = list(self._candidates(name)[:7])
        if len(places) == 1:
            return places[0]
        if not places:
            raise ValidationError(
                f"« {name[:60]} » n’est pas un lieu connu : vérifiez l’orthographe, ou tapez "
                "son code postal.",
                code="unknown",
            )
        said = ", ".join(self.prepare_value([one]) for one in places[:6])
        raise ValidationError(
            f"« {name[:60]} » désigne plusieurs lieux : {said}. Recopiez celui que vous voulez.",
            code="ambiguous",
        )

    def _candidates(self, name):
        known = Territory.objects.filter(closed_on__isnull=True).order_by("kind", "code")
        kinds = {str(label): kind for kind, label in Territory.Kind.choices}
        if (full := NAMED.fullmatch(name)) and full["kind"] in kinds:
            return known.filter(kind=kinds[full["kind"]], code=full["code"])
        if re.fullmatch(r"\d{5}|2[AB]\d{3}", name):
            by_code = known.communes().filter(code=name)
            return by_code if by_code.exists() else known.filter(postal_codes__contains=[name])
        return known.filter(search_key=search_key(name))


class WeekField(forms.CharField):
    """The hours of a week, as one says them."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 1000)
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **kwargs)

    def clean(self, value):
        """The spans of each day. Raises ValidationError with the sentence to show."""
        try:
            return parse_week(super().clean(value) or "")
        except ValueError as error:
            raise ValidationError(str(error), code="hours") from error


class ContactForm(PortalForm):
    """One line by which the structure is reached."""

    function = forms.ChoiceField(label="Qui répond", choices=ContactPoint.Function.choices)
    channel = forms.ChoiceField(label="Moyen", choices=Channel.choices)
    value = ShortText(label="Numéro ou adresse")
    own_line = forms.BooleanField(
        label="Ce mobile appartient à la structure, ou son titulaire accepte qu’il figure ici",
        required=False,
    )
    usage = forms.ChoiceField(label="Quand", choices=ContactPoint.Usage.choices)
    audience = forms.ChoiceField(
        label="Qui peut le lire",
        choices=[
            ("public", "Tout le monde, exports et autres logiciels compris"),
            ("professionals", "Les professionnels du département"),
            ("crisis", "Les cellules de crise et l’ARS, chaque lecture étant notée"),
            ("restricted", "L’ARS seulement, chaque lecture étant notée"),
        ],
        initial="professionals",
    )
    rank = forms.TypedChoiceField(label="Ordre d’appel", choices=RANKS, coerce=int, initial=50)
    service = forms.ModelChoiceField(
        label="Service", queryset=None, required=False, empty_label="Toute la structure"
    )
    note = ShortText(label="Précision", max_length=120, required=False)

    def __init__(self, *args, structure, line=None, **kwargs):
        self.line = line or ContactPoint(structure=structure)
        if line is not None:
            kwargs.setdefault("initial", self._known(line))
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.filter(structure=structure).current()
        if line is not None and not line.is_shown:
            self.fields["value"].required = False
            self.fields["value"].help_text = "Protégé : laissez vide pour le garder tel qu’il est."
        if line is not None and line.rank not in dict(RANKS):
            self.fields["rank"].choices = [*RANKS, (line.rank, f"Au rang {line.rank}")]

    def clean(self):
        data = super().clean()
        if not {"channel", "value"} <= data.keys():
            return data
        if not data["value"]:
            data["value"] = self.line.value
        try:
            data["value"] = _readable(data["channel"], data["value"])
        except (ValueError, ValidationError) as error:
            self.add_error("value", str(getattr(error, "message", error)))
            return data
        if MOBILE.match(data["value"]):
            self._warn_of_private(data)
        return data

    def keep(self):
        """The line as it was typed, not yet written."""
        for name in ("function", "channel", "value", "usage", "audience", "rank", "service"):
            setattr(self.line, name, self.cleaned_data[name])
        self.line.note = self.cleaned_data["note"]
        return self.line

    def _warn_of_private(self, data):
        if data["audience"] == "public":
            self.add_error(
                "audience",
                "Un mobile ne se publie pas : choisissez qui peut le lire, ou donnez une ligne "
                "fixe.",
            )
        if not data.get("own_line"):
            self.add_error(
                "own_line",
                "C’est un numéro de mobile. Si c’est le numéro personnel de quelqu’un, ne le "
                "donnez pas sans son accord ; sinon cochez cette case.",
            )

    @staticmethod
    def _known(line):
        shown = national(line.value) if line.channel in CALLED else line.value
        shown = shown if line.is_shown else ""
        names = ("function", "channel", "usage", "audience", "rank", "note")
        known = {name: getattr(line, name) for name in names}
        is_mobile = MOBILE.match(line.value) is not None
        return {**known, "value": shown, "service": line.service_id, "own_line": is_mobile}


def _readable(channel, text):
    """The value as it is kept. Raises ValueError or ValidationError with what to type instead."""
    if channel in CALLED:
        return parse_french(text)
    if channel in WRITTEN:
        validate_email(text)
        return text.lower()
    return text


class ServiceForm(PortalForm):
    """What the structure offers, where and when."""

    activity = forms.ChoiceField(label="Activité")
    name = ShortText(label="Nom usuel", max_length=120, required=False)
    conditions = ShortText(
        label="Conditions d’accès", max_length=300, required=False,
        help_text="Par exemple : sur avis du médecin traitant, sans rendez-vous.",
    )  # fmt: skip
    zones = TerritoriesField(
        label="Où l’on intervient", required=False,
        help_text="Communes, codes postaux, intercommunalités, CPTS ou département, un par ligne.",
    )  # fmt: skip
    usual = WeekField(label="Horaires habituels", required=False, help_text=HOURS_EXAMPLES)
    crisis = WeekField(
        label="Horaires pendant une crise", required=False,
        help_text="Seulement s’ils diffèrent : ils remplacent alors les horaires habituels.",
    )  # fmt: skip
    starts_on = DayField(label="Ouvert à partir du", required=False)
    ends_on = DayField(label="Dernier jour", required=False)

    def __init__(self, *args, structure, line=None, **kwargs):
        self.line = line or Service(structure=structure)
        if line is not None:
            kwargs.setdefault("initial", self._known(line))
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = [("", "Choisissez"), *_by_family()]

    def clean(self):
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Le dernier jour vient avant le premier.")
        return data

    def clean_crisis(self):
        """« Fermé les jours fériés » is said once, of the usual hours."""
        week = self.cleaned_data["crisis"]
        if week.get(HOLIDAY) == []:
            raise ValidationError(CLOSED_IS_USUAL, code="hours")
        return week

    def keep(self):
        """The service as it was typed, not yet written."""
        self.line.activity_id = self.cleaned_data["activity"]
        for name in ("name", "conditions", "starts_on", "ends_on"):
            setattr(self.line, name, self.cleaned_data[name])
        return self.line

    @property
    def hours(self):
        """When it is open, as typed."""
        return Hours(self.cleaned_data["usual"], self.cleaned_data["crisis"])

    @staticmethod
    def _known(line):
        names = ("name", "conditions", "starts_on", "ends_on")
        known = {name: getattr(line, name) for name in names}
        hours = hours_typed(line)
        return {**known, **hours, "activity": line.activity_id, "zones": list(line.zones.all())}


def _by_family():
    families = {}
    for one in Activity.objects.order_by("rank", "label"):
        families.setdefault(one.family or "Autres", []).append((one.code, one.label))
    return list(families.items())


class ExceptionForm(PortalForm):
    """Some days on which the hours are not the usual ones."""

    service = forms.ModelChoiceField(label="Service", queryset=None, empty_label="Choisissez")
    first_day = DayField(label="Du")
    last_day = DayField(label="Au", required=False, help_text="Le même jour si rien n’est écrit.")
    hours = ShortText(
        label="Horaires ces jours-là", required=False,
        help_text="Par exemple 9h-12h. Rien : fermé.",
    )  # fmt: skip
    reason = ShortText(label="Motif", max_length=120, required=False)

    def __init__(self, *args, structure, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.filter(structure=structure).current()

    def clean_hours(self):
        """The spans of the day."""
        try:
            return parse_spans(self.cleaned_data["hours"])
        except ValueError as error:
            raise ValidationError(str(error), code="hours") from error

    def clean(self):
        data = super().clean()
        data["last_day"] = data.get("last_day") or data.get("first_day")
        if data.get("first_day") and data["last_day"] < data["first_day"]:
            self.add_error("last_day", "Le dernier jour vient avant le premier.")
        if data.get("last_day") and data["last_day"] < timezone.localdate():
            self.add_error("last_day", "Ces jours sont passés : l’exception ne servirait à rien.")
        return data


class MembershipForm(PortalForm):
    """The network to which the structure belongs."""

    kind = forms.ChoiceField(label="Nature", choices=Network.Kind.choices)
    name = ShortText(label="Nom du réseau", help_text="Tout ou partie du nom.")
    create = forms.BooleanField(
        label="Ce réseau n’est pas encore dans l’annuaire : l’y ajouter", required=False
    )
    part = forms.ChoiceField(
        label="Rôle", choices=Membership.Part.choices, initial=Membership.Part.MEMBER
    )
    starts_on = DayField(label="Depuis le", required=False)

    def __init__(self, *args, structure, line=None, **kwargs):
        self.line = line or Membership(structure=structure)
        if line is not None:
            network = {"kind": line.network.kind, "name": line.network.name}
            dates = {"part": line.part, "starts_on": line.starts_on}
            kwargs.setdefault("initial", network | dates)
        super().__init__(*args, **kwargs)
        self.network = None

    def clean(self):
        data = super().clean()
        if not {"kind", "name"} <= data.keys():
            return data
        found = networks_named(data["kind"], data["name"])
        if len(found) == 1:
            self.network = found[0]
        elif found:
            said = ", ".join(str(one) for one in found[:6])
            self.add_error("name", f"Plusieurs réseaux correspondent : {said}. Précisez le nom.")
        elif not data.get("create"):
            self.add_error(
                "name",
                "Aucun réseau connu ne porte ce nom : vérifiez l’orthographe, ou cochez la case "
                "pour l’ajouter.",
            )
        return data

    def keep(self, network):
        """The membership as it was typed, not yet written."""
        self.line.network = network
        self.line.part, self.line.starts_on = (
            self.cleaned_data["part"],
            self.cleaned_data["starts_on"],
        )
        return self.line


class PlanForm(PortalForm):
    """When the plan was written, and tried."""

    kind = forms.ChoiceField(label="Plan", choices=ResponsePlan.Kind.choices)
    updated_on = DayField(label="À jour au", required=False)
    exercised_on = DayField(label="Dernier exercice le", required=False)

    def __init__(self, *args, structure, line=None, **kwargs):
        if line is not None:
            names = ("kind", "updated_on", "exercised_on")
            kwargs.setdefault("initial", {name: getattr(line, name) for name in names})
        super().__init__(*args, **kwargs)
