"""What a person says of their time: days, wishes, absences, limits."""

from django import forms
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from coordination.oncall.models import Availability, Wish
from portal.ui.fields import DayField, MomentField, ShortText
from portal.ui.forms import PortalForm

NOTHING = "none"
STATES = [
    (Availability.State.AVAILABLE.value, "Disponible"),
    (Availability.State.UNAVAILABLE.value, "Indisponible"),
    (NOTHING, "Pas encore dit"),
]


class MonthForm(PortalForm):
    """Three states for each day of a month; the days left unsaid can be filled at once."""

    def __init__(self, *args, days, **kwargs):
        super().__init__(*args, **kwargs)
        self.days = days
        for one in days:
            self.fields[self.name_of(one.day)] = forms.ChoiceField(
                choices=STATES,
                required=False,
                initial=one.state or NOTHING,
                widget=forms.RadioSelect,
            )
        self.fields["fill"] = forms.ChoiceField(
            label="Les jours pas encore dits",
            required=False,
            choices=[
                ("", "les laisser ainsi"),
                (Availability.State.AVAILABLE.value, "je suis disponible"),
                (Availability.State.UNAVAILABLE.value, "je suis indisponible"),
            ],
            widget=forms.Select(attrs={"class": "fr-select"}),
        )

    def name_of(self, day):
        """The name of the field of a day."""
        return f"day_{day:%Y%m%d}"

    def rows(self):
        """Each day with its field."""
        return [(one, self[self.name_of(one.day)]) for one in self.days]

    def states(self):
        """The state of each day; "" for what is left unsaid."""
        fill = self.cleaned_data.get("fill") or ""
        given = {one.day: self.cleaned_data.get(self.name_of(one.day)) for one in self.days}
        return {
            day: fill if state in ("", NOTHING, None) else state for day, state in given.items()
        }


class AbsenceForm(PortalForm):
    """A time away."""

    starts_at = MomentField(label="Absent à partir de")
    ends_at = MomentField(label="Jusqu’à")
    private_reason = ShortText(
        label="Raison (privée)",
        max_length=200,
        required=False,
        help_text="Elle n’est montrée sur aucun tableau.",
    )

    def clean(self):
        """The period is in order."""
        cleaned = super().clean()
        self.check_order("starts_at", "ends_at")
        return cleaned

    def period(self):
        """The time away, its end excluded."""
        return DateTimeTZRange(self.cleaned_data["starts_at"], self.cleaned_data["ends_at"])


class WishForm(PortalForm):
    """What somebody would rather: to wish is not to be able."""

    kind = forms.ChoiceField(
        label="Vous",
        choices=[(Wish.Kind.WANTS, "souhaitez"), (Wish.Kind.AVOIDS, "préférez éviter")],
    )
    first = DayField(label="Du")
    last = DayField(label="Au (inclus)", required=False, help_text="Vide : ce jour-là seulement.")
    weight = forms.TypedChoiceField(
        label="À quel point",
        coerce=int,
        initial=3,
        choices=[(1, "un peu"), (3, "plutôt"), (5, "beaucoup")],
    )


class LimitsForm(PortalForm):
    """How much somebody accepts in a month."""

    most_duties = forms.IntegerField(
        label="Astreintes par mois, au plus",
        required=False,
        min_value=0,
        max_value=31,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="Vide : sans limite. Au-delà, le tableau prévient ; il n’interdit pas.",
    )
    most_weekends = forms.IntegerField(
        label="Week-ends par mois, au plus",
        required=False,
        min_value=0,
        max_value=5,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    on_holidays = forms.BooleanField(label="Volontaire les jours fériés", required=False)
