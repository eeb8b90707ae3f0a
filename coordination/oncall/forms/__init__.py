"""What is typed on the pages of the on-call rosters."""

from django import forms
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from coordination.oncall.models import Line, LineRole, Person, Shift, Swap
from coordination.oncall.selectors.holders.eligibility import Candidate
from coordination.oncall.selectors.wording import period_said
from portal.territories.models import Territory
from portal.ui.fields import NO_PATIENT, CommuneField, MomentField, ShortText
from portal.ui.forms import PortalForm


class QuestionForm(PortalForm):
    """Who is on call: a commune, and another moment than now if one likes."""

    commune = CommuneField(label="Commune", queryset=Territory.objects.none())
    at = MomentField(label="À un autre moment", required=False, help_text="Vide : maintenant.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        open_communes = Territory.objects.communes().filter(closed_on__isnull=True)
        self.fields["commune"].queryset = open_communes


class GenerationForm(PortalForm):
    """How long to search, and whether to start from what the draft holds."""

    seconds = forms.TypedChoiceField(
        label="Durée du calcul",
        coerce=int,
        initial=60,
        choices=[
            (20, "20 secondes : un premier aperçu"),
            (60, "1 minute"),
            (120, "2 minutes : pour un trimestre"),
        ],
    )
    stays_close = forms.BooleanField(
        label="Changer le moins possible le tableau actuel",
        required=False,
        help_text="Utile après une absence : les autres astreintes restent où elles sont.",
    )


class ChoiceForm(PortalForm):
    """Who takes a place of a proposal, among those whom no rule keeps away; zero is nobody."""

    enters = forms.TypedChoiceField(label="Qui prend cette place", coerce=int)

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["enters"].choices = [(row.pk, row.name) for row in rows if row.is_free]


class SeatForm(PortalForm):
    """Who holds a slot, in which role, in whose place, and why."""

    person = forms.ModelChoiceField(
        label="Qui", queryset=Person.objects.none(), empty_label="Choisissez"
    )
    role = forms.ModelChoiceField(label="Rôle", queryset=LineRole.objects.none(), empty_label=None)
    replaces = forms.ModelChoiceField(
        label="À la place de",
        queryset=Shift.objects.none(),
        required=False,
        empty_label="Personne : quelqu’un s’ajoute",
    )
    motive = ShortText(label="Motif (lu par les personnes concernées)", max_length=300)
    forced_reason = ShortText(
        label="Motif pour passer outre une règle",
        help_text="Seules les règles qui le permettent sont passées outre. Le journal le garde.",
        required=False,
        max_length=300,
    )

    def __init__(self, *args, slot, people, shifts, **kwargs):
        super().__init__(*args, **kwargs)
        self.slot = slot
        self.fields["person"].queryset = people
        self.fields["role"].queryset = slot.roster.line.roles.all()
        self.fields["replaces"].queryset = shifts
        self.fields["replaces"].label_from_instance = lambda shift: f"{shift.person} ({shift.role})"

    def candidate(self):
        """Whom the rules are to be read for, in the role of the shift they take over."""
        shift = self.cleaned_data["replaces"]
        return Candidate(
            self.cleaned_data["person"],
            self.slot.roster.line,
            self.slot.sector,
            shift.role if shift else self.cleaned_data["role"],
            shift.period if shift else self.slot.period,
            self.slot.slot_class,
        )


class MotiveForm(PortalForm):
    """Why."""

    motive = ShortText(label="Motif (lu par la personne concernée)", max_length=300)


class RevealForm(forms.Form):
    """The number to open, and the answer in which it stands."""

    contact = forms.IntegerField()
    line = forms.SlugField()
    commune = forms.CharField(max_length=5)


class SwapForm(PortalForm):
    """Who may take a shift, which part of it, and why."""

    offered_to = forms.ModelChoiceField(
        label="À qui",
        queryset=Person.objects.none(),
        required=False,
        empty_label="À tous les collègues qui peuvent le tenir",
    )
    counter_shift = forms.ModelChoiceField(
        label="En échange de",
        queryset=Shift.objects.none(),
        required=False,
        empty_label="Rien : je la cède",
    )
    starts_at = MomentField(label="Une partie seulement : à partir de", required=False)
    ends_at = MomentField(label="Jusqu’à", required=False)
    reason = ShortText(label="Motif (lu par les collègues)", required=False, max_length=300)

    def __init__(self, *args, shift, colleagues, counters, **kwargs):
        super().__init__(*args, **kwargs)
        self.shift = shift
        self.fields["offered_to"].queryset = colleagues
        self.fields["counter_shift"].queryset = counters
        self.fields["counter_shift"].label_from_instance = lambda one: (
            f"{one.person}, {period_said(one.period)}, {one.sector}"
        )

    def clean(self):
        """The part is in order; one exchanges whole shifts."""
        cleaned = super().clean()
        self.check_order("starts_at", "ends_at")
        part = cleaned.get("starts_at") or cleaned.get("ends_at")
        if cleaned.get("counter_shift") and part:
            raise forms.ValidationError(
                "On échange des tours entiers : laissez vides les heures d’une partie."
            )
        return cleaned

    def wish(self):
        """What `services.swap.open_swap` is to be told."""
        period = DateTimeTZRange(
            self.cleaned_data["starts_at"] or self.shift.period.lower,
            self.cleaned_data["ends_at"] or self.shift.period.upper,
        )
        whole, counter = period == self.shift.period, self.cleaned_data["counter_shift"]
        kind = Swap.Kind.GIVE if whole else Swap.Kind.PARTIAL
        return {
            "kind": Swap.Kind.EXCHANGE if counter else kind,
            "period": period,
            "offered_to": self.cleaned_data["offered_to"],
            "counter_shift": counter,
            "needs_approval": self.shift.line.approves_swaps,
            "reason": self.cleaned_data["reason"],
        }


class OverrideForm(PortalForm):
    """Who takes, who leaves, when and why."""

    role = forms.ModelChoiceField(label="Rôle", queryset=LineRole.objects.none(), empty_label=None)
    starts_at = MomentField(label="À partir de")
    ends_at = MomentField(label="Jusqu’à")
    removed = forms.ModelChoiceField(
        label="Laisse l’astreinte",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Personne : quelqu’un s’ajoute",
    )
    added = forms.ModelChoiceField(
        label="Prend l’astreinte",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Personne : l’astreinte reste vide",
    )
    motive = ShortText(label="Motif (lu par les personnes concernées)", max_length=300)

    def __init__(self, *args, roles, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles
        for name in ("removed", "added"):
            self.fields[name].queryset = people

    def clean(self):
        """The period is in order, and somebody is touched."""
        cleaned = super().clean()
        self.check_order("starts_at", "ends_at")
        if not self.errors and not (cleaned.get("added") or cleaned.get("removed")):
            raise forms.ValidationError("Indiquez qui prend l’astreinte, ou qui la laisse.")
        return cleaned

    def chosen(self):
        """What `selectors.preview` and `services.override` are to be told."""
        chosen = self.cleaned_data
        return {
            "role": chosen["role"],
            "period": DateTimeTZRange(chosen["starts_at"], chosen["ends_at"]),
            "added": [chosen["added"]] if chosen["added"] else [],
            "removed": [chosen["removed"]] if chosen["removed"] else [],
        }


class AlertForm(PortalForm):
    """Which line to call, for which commune, and what is asked in a few words."""

    line = forms.ModelChoiceField(
        label="Ligne",
        queryset=Line.objects.none(),
        to_field_name="slug",
        empty_label="Choisir une ligne",
    )
    commune = CommuneField(label="Commune", queryset=Territory.objects.none())
    subject = ShortText(
        label="Ce qui est demandé",
        max_length=160,
        help_text=f"Lu par les personnes appelées. {NO_PATIENT}",
    )

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = lines
        open_communes = Territory.objects.communes().filter(closed_on__isnull=True)
        self.fields["commune"].queryset = open_communes
