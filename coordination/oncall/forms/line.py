"""The line itself: what it is, its roles, its points, whom its rosters are sent to."""

from decimal import Decimal

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.utils import timezone

from coordination.oncall.models import (
    COORDINATORS,
    Line,
    LineRole,
    Recipient,
    Regime,
    SlotClass,
)
from directory.models import Profession
from portal.territories.models import Territory
from portal.ui.fields import DayField, HourField, LongText, PhoneField, ShortText
from portal.ui.forms import PortalForm, PortalModelForm, dress

ZONES = [
    ("Europe/Paris", "France hexagonale"),
    ("America/Guadeloupe", "Guadeloupe, Saint-Martin, Saint-Barthélemy"),
    ("America/Martinique", "Martinique"),
    ("America/Cayenne", "Guyane"),
    ("Indian/Reunion", "La Réunion"),
    ("Indian/Mayotte", "Mayotte"),
    ("Pacific/Noumea", "Nouvelle-Calédonie"),
    ("Pacific/Tahiti", "Polynésie française"),
    ("America/Miquelon", "Saint-Pierre-et-Miquelon"),
]
SMALL = (Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)


class LineForm(PortalModelForm):
    """What a line is, for whom, under which rules."""

    name = ShortText(
        label="Nom de la ligne", max_length=120, help_text="Lu par ceux qui appellent."
    )
    phone = PhoneField(
        label="Numéro de la ligne", required=False, help_text="S’il en existe un, tous le verront."
    )
    instructions = ShortText(
        label="Consigne à l’appelant",
        max_length=300,
        required=False,
        help_text="Par exemple : aux heures de fermeture des cabinets. Urgence vitale : le 15.",
    )
    zone = forms.ChoiceField(label="Heure locale", choices=ZONES)
    regimes = forms.MultipleChoiceField(
        label="Régimes des personnes inscrites",
        choices=Regime.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Les règles de repos et les plafonds en dépendent.",
    )
    handover_at = HourField(label="Heure de relève")
    gap_notice_hours = SimpleArrayField(
        forms.IntegerField(min_value=1, max_value=2400),
        label="Signaler les trous, en heures avant le créneau",
        required=False,
        help_text="1080 (45 jours), 360 (15 jours), 72 (3 jours), 12. L’ARS l’apprend dès 72.",
    )

    class Meta:
        model = Line
        fields = (
            "name", "kind", "territory", "phone", "instructions", "zone", "regimes",
            "handover_at", "bridges", "bridge_saturdays", "is_exclusive", "approves_swaps",
            "gap_notice_hours",
        )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        held = user.territories_of(*COORDINATORS)
        places = Territory.objects.within(held).exclude(kind__in=SMALL)
        self.fields["territory"].queryset = places.order_by("kind", "search_key")
        self.fields["territory"].empty_label = "Choisissez"


class NewLineForm(LineForm):
    """A line to open, from what is usual for its kind."""

    roles = LongText(
        label="Rôles, un par ligne",
        required=False,
        max_length=800,
        rows=3,
        help_text="Par exemple : effecteur fixe. Vide : le rôle habituel de ce type de ligne.",
    )
    with_usual = forms.BooleanField(
        label="Commencer avec les horaires et les points habituels de ce type de ligne",
        required=False,
        initial=True,
        help_text="Chacun se change ensuite.",
    )
    since = DayField(label="À partir du", help_text="Premier jour tenu.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = timezone.localdate()


class RoleForm(PortalModelForm):
    """A place to hold: its name, who may hold it."""

    label = ShortText(label="Nom du rôle", max_length=80)
    professions = forms.ModelMultipleChoiceField(
        label="Professions admises",
        queryset=Profession.objects.order_by("label"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Aucune cochée : toutes.",
    )
    asked = LongText(
        label="Qualifications exigées, une par ligne",
        required=False,
        max_length=1000,
        rows=3,
        help_text="Diplôme, formation, agrément. Qui ne les a pas ne tient pas ce rôle.",
    )

    class Meta:
        model = LineRole
        fields = ("label", "professions")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            held = self.instance.qualifications.all()
            self.fields["asked"].initial = "\n".join(str(one) for one in held)

    def qualifications(self):
        """The labels that were typed."""
        return [row.strip() for row in self.cleaned_data["asked"].splitlines() if row.strip()]


class PointsForm(PortalForm):
    """How much each type of slot is worth, from a day on."""

    def __init__(self, *args, weights, **kwargs):
        super().__init__(*args, **kwargs)
        for value, label in SlotClass.choices:
            self.fields[value] = forms.DecimalField(
                label=label.capitalize(),
                min_value=0,
                max_value=Decimal("99.99"),
                decimal_places=2,
                required=False,
                localize=True,
                initial=weights.get(value),
                widget=forms.TextInput(attrs={"class": "fr-input", "inputmode": "decimal"}),
            )
        self.fields["since"] = DayField(
            label="À partir du",
            initial=timezone.localdate(),
            widget=DayField.widget(attrs={"class": "fr-input"}),
            help_text="Les créneaux déjà publiés gardent leurs points.",
        )
        dress(self)

    def weights(self):
        """The points of each class that has some."""
        given = ((name, self.cleaned_data.get(name)) for name in SlotClass.values)
        return {name: points for name, points in given if points is not None}


class RecipientForm(PortalModelForm):
    """Whom the rosters are sent to, and when."""

    name = ShortText(label="Nom", max_length=150)
    email = forms.EmailField(label="Adresse électronique", required=False)

    class Meta:
        model = Recipient
        fields = ("kind", "stage", "name", "email")


class ClosingForm(PortalForm):
    """The day from which something is no more."""

    on = DayField(label="À partir du", help_text="Ce jour-là compris. Le passé ne change pas.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
