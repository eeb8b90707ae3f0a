"""The hours at which a line is held, and what each sector owes at these hours."""

from dataclasses import dataclass

from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from coordination.oncall.models import LineRole, Requirement, SlotClass, SlotTemplate
from portal.ui.fields import DayField, HourField, ShortText
from portal.ui.forms import PortalForm, PortalModelForm, dress

MOST = 50
NOT_COVERED = "non couvert par décision"


class TemplateForm(PortalModelForm):
    """Hours of the wall clock and the days on which they are held."""

    name = ShortText(label="Nom", max_length=80, help_text="Par exemple : soirée.")
    starts_at = HourField(label="Début")
    ends_at = HourField(
        label="Fin", help_text="Une fin avant le début est le lendemain. Pour minuit : 0h."
    )
    since = DayField(label="À partir du")
    until = DayField(label="Jusqu’au (exclu)", required=False, help_text="Vide : sans fin prévue.")

    class Meta:
        model = SlotTemplate
        fields = ("name", "starts_at", "ends_at", "day_rule", "slot_class", "sectors")
        widgets = {"sectors": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        line, validity = self.instance.line, self.instance.validity
        self.fields["sectors"].queryset = line.sectors.open()
        self.fields["sectors"].help_text = "Aucun coché : tous les secteurs de la ligne."
        self.fields["since"].initial = validity.lower if validity else timezone.localdate()
        self.fields["until"].initial = validity.upper if validity else None

    def clean(self):
        """The dates are in order, and the template bears them."""
        cleaned = super().clean()
        self.check_order("since", "until", message="La fin doit venir après le début.")
        if not self.errors:
            self.instance.validity = DateRange(cleaned["since"], cleaned["until"])
        return cleaned


@dataclass
class Row:
    """A type of slot and a role: what is owed today, and the fields that change it."""

    slot_class: str
    label: str
    role: LineRole | None
    standing: Requirement | None
    key: str


class RequirementsForm(PortalForm):
    """What a sector owes, type by type: the whole table at once, from a day on."""

    def __init__(self, *args, rows, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self._add(row)
        self.fields["since"] = DayField(
            label="À partir du", widget=DayField.widget(attrs={"class": "fr-input"}),
            initial=timezone.localdate(), help_text="Ce qui valait avant s’arrête ce jour-là.",
        )  # fmt: skip
        self.fields["until"] = DayField(
            label="Jusqu’au (exclu)", widget=DayField.widget(attrs={"class": "fr-input"}),
            required=False, help_text="Vide : sans fin prévue.",
        )  # fmt: skip
        self.fields["reason"] = ShortText(
            label="Là où personne n’est d’astreinte par décision, ce qui est fait à la place",
            max_length=200,
            required=False,
            initial=next((row.standing.reason for row in rows if _is_left(row)), ""),
            help_text="Par exemple : régulation seule, appelez le 15.",
            widget=forms.TextInput(attrs={"class": "fr-input"}),
        )
        if others:
            self.fields["everywhere"] = forms.BooleanField(
                label=f"Appliquer aussi aux {others} autres secteurs de la ligne"
                if others > 1
                else "Appliquer aussi à l’autre secteur de la ligne",
                required=False,
            )
        dress(self)

    def _add(self, row):
        standing = row.standing
        for name, label in (("minimum", "minimum"), ("target", "souhaité"), ("maximum", "maximum")):
            self.fields[f"{row.key}_{name}"] = forms.IntegerField(
                label=f"{row.label} : {label}",
                min_value=0,
                max_value=MOST,
                required=False,
                initial=getattr(standing, name, None) if standing else None,
                widget=forms.TextInput(attrs=_attrs(f"{row.label} : {label}")),
            )
        self.fields[f"{row.key}_reference"] = ShortText(
            label=f"{row.label} : non couvert par décision, référence",
            max_length=200,
            required=False,
            initial=standing.reference if standing else "",
            widget=forms.TextInput(
                attrs={
                    "class": "fr-input",
                    "aria-label": f"{row.label} : référence de la décision",
                }
            ),
        )

    def clean(self):
        """Each row is in order: minimum, wished, maximum; nobody where a decision says so."""
        cleaned = super().clean()
        self.check_order("since", "until")
        for row in self.rows:
            given = [cleaned.get(f"{row.key}_{name}") for name in ("minimum", "target", "maximum")]
            least, wished, most = given
            if least is None and (wished is not None or most is not None):
                self.add_error(f"{row.key}_minimum", f"{row.label} : indiquez le minimum.")
            known = [number for number in given if number is not None]
            if known != sorted(known):
                words = f"{row.label} : minimum, souhaité et maximum doivent être croissants."
                self.add_error(f"{row.key}_minimum", words)
        return cleaned

    def table(self):
        """The rows with their fields, for the page."""
        names = ("minimum", "target", "maximum", "reference")
        return [(row, [self[f"{row.key}_{name}"] for name in names]) for row in self.rows]

    def wanted(self):
        """The requirements that differ from those of today, without their sector."""
        return [one for row in self.rows if (one := self._wanted(row)) is not None]

    def _wanted(self, row):
        cleaned = self.cleaned_data
        least, wished, most = (
            cleaned.get(f"{row.key}_{name}") for name in ("minimum", "target", "maximum")
        )
        reference = cleaned.get(f"{row.key}_reference", "")
        if least is None and not reference:
            return None
        # A reference alone, or with a nought, is a decision to hold nothing.
        uncovered = bool(reference) and not least
        least = 0 if uncovered else least
        wished = least if wished is None or uncovered else wished
        most = wished if most is None or uncovered else most
        found = Requirement(
            slot_class=row.slot_class,
            role=row.role,
            minimum=least,
            target=wished,
            maximum=most,
            is_uncovered=uncovered,
            reference=reference if uncovered else "",
            reason=(cleaned.get("reason") or NOT_COVERED) if uncovered else "",
            validity=DateRange(cleaned["since"], cleaned["until"]),
        )
        return found if _differs(found, row.standing) else None


def _is_left(row):
    return row.standing is not None and row.standing.is_uncovered


def _differs(wanted, standing):
    names = ("minimum", "target", "maximum", "is_uncovered", "reference", "reason")
    if standing is None or wanted.validity.upper != standing.validity.upper:
        return True
    return any(getattr(wanted, name) != getattr(standing, name) for name in names)


def _attrs(label):
    return {"class": "fr-input pt-small-number", "inputmode": "numeric", "aria-label": label}


CLASSES = dict(SlotClass.choices)
