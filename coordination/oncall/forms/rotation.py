"""A rotation: who follows whom, how often, from which day."""

from django import forms
from django.utils import timezone

from coordination.oncall.models import LineRole, Rotation
from portal.ui.fields import DayField, HourField, ShortText
from portal.ui.forms import PortalForm, dress

WEEKDAYS = [
    (0, "lundi"), (1, "mardi"), (2, "mercredi"), (3, "jeudi"), (4, "vendredi"), (5, "samedi"),
    (6, "dimanche"),
]  # fmt: skip
MOST_PLACES = 99


class RotationForm(PortalForm):
    """The terms of a rotation, and the order of its people: same number, they serve together."""

    role = forms.ModelChoiceField(label="Rôle", queryset=LineRole.objects.none(), empty_label=None)
    name = ShortText(label="Nom", max_length=80, initial="Roulement")
    cadence = forms.ChoiceField(label="On change", choices=Rotation.Cadence.choices)
    every = forms.IntegerField(
        label="Tous les combien (1 : à chaque fois)",
        min_value=1,
        max_value=366,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    handover_at = HourField(label="Heure de relève")
    daily_ends_at = HourField(
        label="Fin chaque jour", required=False, help_text="Vide : jusqu’à la relève suivante."
    )
    weekdays = forms.TypedMultipleChoiceField(
        label="Seulement ces jours",
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Aucun coché : tous. On compte les tours, pas les jours : personne n’est oublié.",
    )
    priority = forms.IntegerField(
        label="Priorité de la couche",
        min_value=1,
        max_value=99,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="La plus grande l’emporte aux heures où elle sert.",
    )
    starts_on = DayField(label="À partir du", help_text="Rien ne bouge avant ce jour.")

    def __init__(self, *args, sector, people, places=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.people = list(people)
        self.fields["role"].queryset = sector.line.roles.all()
        self.fields["handover_at"].initial = sector.line.handover_at
        self.fields["starts_on"].initial = timezone.localdate()
        known = {place.person_id: place for place in places}
        for person in self.people:
            self._add(person, known.get(person.pk))
        dress(self)

    def _add(self, person, place):
        self.fields[f"rank_{person.pk}"] = forms.IntegerField(
            min_value=1,
            max_value=MOST_PLACES,
            required=False,
            label=f"Rang de {person}",
            initial=place.rank if place else None,
            widget=forms.TextInput(
                attrs={
                    "class": "fr-input pt-small-number",
                    "inputmode": "numeric",
                    "aria-label": f"Rang de {person}",
                }
            ),
        )
        for name, label in (("joins_on", "arrive le"), ("leaves_on", "part le (exclu)")):
            self.fields[f"{name}_{person.pk}"] = DayField(
                required=False,
                label=f"{person} {label}",
                initial=getattr(place, name) if place else None,
                widget=DayField.widget(
                    attrs={"class": "fr-input", "aria-label": f"{person} {label}"}
                ),
            )

    def clean(self):
        """Somebody takes turns, and leaves after joining."""
        cleaned = super().clean()
        if not self.errors and not self.places():
            raise forms.ValidationError(
                "Ce roulement ne compte personne : donnez un rang à au moins une personne."
            )
        for person in self.people:
            self.check_order(
                f"joins_on_{person.pk}",
                f"leaves_on_{person.pk}",
                message=f"{person} doit partir après être arrivé.",
            )
        return cleaned

    def terms(self):
        """The fields of a `Rotation`, as plain values."""
        names = ("cadence", "every", "handover_at", "daily_ends_at", "weekdays", "starts_on")
        return {name: self.cleaned_data[name] for name in names}

    def places(self):
        """(person, rank, joins, leaves) of those who take turns, in their order."""
        found = [
            (
                person,
                self.cleaned_data.get(f"rank_{person.pk}"),
                self.cleaned_data.get(f"joins_on_{person.pk}"),
                self.cleaned_data.get(f"leaves_on_{person.pk}"),
            )
            for person in self.people
        ]
        return sorted((one for one in found if one[1]), key=lambda one: (one[1], one[0].pk))

    def table(self):
        """The people with their fields, those who take turns first."""
        rows = [
            (person, [self[f"{name}_{person.pk}"] for name in ("rank", "joins_on", "leaves_on")])
            for person in self.people
        ]
        return sorted(rows, key=lambda row: (_number(row[1][0].value()), str(row[0])))

    def terms_fields(self):
        """The fields that are not the order of the people."""
        names = (
            "role", "name", "cadence", "every", "handover_at", "starts_on", "weekdays",
            "daily_ends_at", "priority",
        )  # fmt: skip
        return [self[name] for name in names]


def _number(text):
    return int(text) if str(text or "").isdecimal() else MOST_PLACES + 1
