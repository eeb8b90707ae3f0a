"""The figures of a structure: one field each, already holding the last value; empty is unknown."""

from django import forms

from coordination.crisis.models import Indicator
from coordination.crisis.selectors.figures.board import (
    HOSPITAL,
    LABELS,
    RESIDENCE,
    STATES,
    Shown,
)
from coordination.crisis.selectors.figures.values import SCALE, Value, plain
from coordination.crisis.services.thresholds import NewLimits
from portal.ui.fields import MomentField
from portal.ui.forms import PortalForm, dress

EMPTY, ALL = ("", "Inconnu"), ("", "—")
KINDS = [ALL, (HOSPITAL, "Établissements de santé"), (RESIDENCE, "EHPAD et médico-social")]
STATE_CHOICES = [ALL, *((state, LABELS[rank][1]) for state, rank in STATES.items())]


class FiguresForm(PortalForm):
    """What a structure knows now. Sending it as it stands says that nothing has changed."""

    def __init__(self, *args, values: list[Value], **kwargs):
        super().__init__(*args, **kwargs)
        self.values = values
        for one in values:
            self.fields[one.indicator.slug] = figure_field(one)
        dress(self)

    @property
    def said(self) -> dict[Indicator, object]:
        """What was answered, without what was left empty."""
        asked = ((one.indicator, self.cleaned_data[one.indicator.slug]) for one in self.values)
        return {indicator: value for indicator, value in asked if value is not None}


class PhoneForm(FiguresForm):
    """The same, told on the phone, perhaps some time ago."""

    as_of = MomentField(label="Valeurs relevées le, si ce n’est pas maintenant", required=False)


class BoardFilterForm(PortalForm):
    """What one wants to see of the figures of a territory."""

    genre = forms.ChoiceField(label="Structures", required=False, choices=KINDS)
    etat = forms.ChoiceField(label="État", required=False, choices=STATE_CHOICES)
    chiffre = forms.ChoiceField(label="Un seul chiffre", required=False)

    def __init__(self, *args, **kwargs):
        # On the page of figures, beside the search by name.
        super().__init__(*args, auto_id="filtre_%s", **kwargs)
        active = Indicator.objects.filter(is_active=True).order_by("rank", "slug")
        self.fields["chiffre"].choices = [ALL, *active.values_list("slug", "label")]

    @property
    def shown(self):
        """As the reads take it; what is not understood filters nothing."""
        self.is_valid()
        asked = self.cleaned_data
        return Shown(
            kind=asked.get("genre") or "",
            state=asked.get("etat") or "",
            indicator=asked.get("chiffre") or "",
        )


# More than any structure counts; the database keeps nine digits.
MOST = 9_999_999


class LimitsForm(PortalForm):
    """From which value it is tense, critical; for how long a value says how it is."""

    watch_at = forms.DecimalField(
        label="Tendu à partir de", required=False, min_value=0, max_value=MOST, decimal_places=1,
        localize=True,
    )  # fmt: skip
    critical_at = forms.DecimalField(
        label="Critique à partir de", required=False, min_value=0, max_value=MOST,
        decimal_places=1, localize=True,
    )  # fmt: skip
    fresh_hours = forms.IntegerField(
        label="Valable (heures)", min_value=1, max_value=720,
        help_text="Au-delà, le chiffre est grisé et la structure compte comme silencieuse.",
    )  # fmt: skip

    def new(self):
        """What is to be set."""
        return NewLimits(**self.cleaned_data)


def figure_field(one: Value) -> forms.Field:
    """One value: the last one is already there, empty is unknown."""
    kept = {"required": False, "label": one.indicator.label, "help_text": _last(one)}
    if one.indicator.is_scale:
        choices = [EMPTY, *((str(rank), word.capitalize()) for rank, word in SCALE.items())]
        kept["initial"] = str(int(one.figure.value)) if one.figure else None
        return forms.TypedChoiceField(
            **kept, choices=choices, coerce=forms.DecimalField().to_python, empty_value=None
        )
    if one.indicator.unit:
        kept["label"] = f"{kept['label']} ({one.indicator.unit})"
    if one.figure:
        kept["initial"] = plain(one.figure.value)
    return forms.DecimalField(
        **kept,
        localize=True,
        min_value=0,
        max_value=one.indicator.most,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


def _last(one: Value) -> str:
    return f"Dernière valeur : {one.words}, {one.age}." if one.figure else "Jamais déclaré."
