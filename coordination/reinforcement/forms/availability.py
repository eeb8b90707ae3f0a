"""When: some days at some hours, or the same hours every week."""

from datetime import date, datetime, time, timedelta

from django import forms

from coordination.reinforcement.models import Availability
from coordination.reinforcement.services.week import Habit
from portal.ui.fields import DayField, HourField
from portal.ui.forms import PortalForm

WEEKDAYS = list(
    enumerate(["Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche"])
)
DAY, NIGHT = (time(8), time(20)), (time(20), time(8))
EACH_DAY, IN_ONE = "each", "one"


class DaysForm(PortalForm):
    """Some days, at the same hours each day or without a break."""

    nature = forms.ChoiceField(
        label="Vous êtes",
        choices=[
            (Availability.Nature.AVAILABLE, "disponible"),
            (Availability.Nature.UNAVAILABLE, "indisponible (l’emporte sur le reste)"),
        ],
        initial=Availability.Nature.AVAILABLE,
        widget=forms.RadioSelect,
    )
    first = DayField(label="Du", error_messages={"required": "Indiquez le premier jour."})
    last = DayField(label="Au (inclus)", required=False, help_text="Vide : ce jour-là seulement.")
    starts = HourField(label="De", initial=time(8))
    ends = HourField(
        label="À", initial=time(20), help_text="Plus tôt que le début : le lendemain matin."
    )
    shape = forms.ChoiceField(
        label="Ces heures valent",
        choices=[
            (EACH_DAY, "chaque jour, aux mêmes heures"),
            (IN_ONE, "sans interruption, du premier jour au dernier"),
        ],
        initial=EACH_DAY,
        widget=forms.RadioSelect,
    )

    def clean(self):
        """A last day, which is the first one unless said otherwise; never before it."""
        values = super().clean()
        first, last = values.get("first"), values.get("last")
        if first and not last and not self.errors.get("last"):
            values["last"] = first
        elif first and last and last < first:
            self.add_error("last", "La période finit avant d’avoir commencé.")
        return values

    def bounds(self, zone) -> tuple[datetime, datetime]:
        """First and last instants of a period without a break."""
        chosen = self.cleaned_data
        last: date = chosen["last"]
        if last == chosen["first"] and chosen["ends"] <= chosen["starts"]:
            last += timedelta(days=1)
        return (
            datetime.combine(chosen["first"], chosen["starts"], tzinfo=zone),
            datetime.combine(last, chosen["ends"], tzinfo=zone),
        )


class WeekForm(PortalForm):
    """The usual week: days and nights to tick, and a line for other hours."""

    days = forms.TypedMultipleChoiceField(
        label="Journées, de 8 h à 20 h",
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    nights = forms.TypedMultipleChoiceField(
        label="Nuits, de 20 h à 8 h le lendemain",
        choices=[(rank, f"{name} soir") for rank, name in WEEKDAYS],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kept = forms.MultipleChoiceField(
        label="Vos autres heures",
        required=False,
        help_text="Décochez celles qui ne valent plus.",
        widget=forms.CheckboxSelectMultiple,
    )
    other_day = forms.TypedChoiceField(
        label="Ajouter d’autres heures, le",
        choices=[("", "Aucun jour"), *WEEKDAYS],
        coerce=int,
        empty_value=None,
        required=False,
    )
    other_starts = HourField(label="De", required=False)
    other_ends = HourField(label="À", required=False)

    def __init__(self, *args, patterns=(), **kwargs):
        held = [Habit(row.weekday, row.starts, row.ends) for row in patterns]
        self.others = {_key(habit): habit for habit in held if habit[1:] not in (DAY, NIGHT)}
        initial = {
            "days": [habit.weekday for habit in held if habit[1:] == DAY],
            "nights": [habit.weekday for habit in held if habit[1:] == NIGHT],
            "kept": list(self.others),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["kept"].choices = [(key, _words(habit)) for key, habit in self.others.items()]
        if not self.others:
            del self.fields["kept"]

    def clean(self):
        """Other hours are a day, a beginning and an end."""
        values = super().clean()
        other = [values.get(name) for name in ("other_day", "other_starts", "other_ends")]
        if any(part is not None for part in other) and None in other and not self.errors:
            self.add_error("other_day", "Indiquez le jour, le début et la fin de ces heures.")
        return values

    def habits(self) -> list[Habit]:
        """What was ticked, kept and added, in the order of the week."""
        chosen = self.cleaned_data
        found = [Habit(day, *DAY) for day in chosen["days"]]
        found += [Habit(day, *NIGHT) for day in chosen["nights"]]
        found += [self.others[key] for key in chosen.get("kept", [])]
        if chosen.get("other_day") is not None:
            found.append(Habit(chosen["other_day"], chosen["other_starts"], chosen["other_ends"]))
        return sorted(set(found))


def _key(habit):
    return f"{habit.weekday}-{habit.starts:%H%M}-{habit.ends:%H%M}"


def _words(habit):
    day = dict(WEEKDAYS)[habit.weekday]
    return f"{day}, de {habit.starts:%H:%M} à {habit.ends:%H:%M}"


class PauseForm(PortalForm):
    """Until when nobody should ask."""

    until = DayField(
        label="Jusqu’au (inclus)",
        required=False,
        help_text="Vide : jusqu’à ce que vous repreniez vous-même.",
    )
