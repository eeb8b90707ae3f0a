"""What is typed after a duty: interventions, what was served, certificates."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.oncall.clock import ImpossibleHour, instants_of
from coordination.oncall.models import DutyCheck, DutyRecord, Intervention, LineRole, Person
from coordination.oncall.selectors.wording import period_said
from portal.ui import moments
from portal.ui.fields import NO_PATIENT, DayField, HourField, ShortText
from portal.ui.forms import PortalForm

Answer, Kind = DutyCheck.Answer, Intervention.Kind
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# Beyond, an hour was more likely mistyped than lived.
LONGEST = timedelta(hours=12)
FOLDS = [("", "—"), ("0", "avant le changement d’heure"), ("1", "après le changement d’heure")]


class WallClockForm(PortalForm):
    """Hours typed alone: the day is known, because the duty is."""

    def at(self, name, within, zone, *, day=None, fold=None):
        """The instant that the hour of the field `name` means; an error on the field otherwise."""
        hour = self.cleaned_data.get(name)
        if hour is None:
            return None
        try:
            found = instants_of(hour, within, zone, fold=fold)
        except ImpossibleHour as error:
            self.add_error(name, str(error))
            return None
        if day is not None:
            found = [one for one in found if one.astimezone(zone).date() == day]
        if len(found) > 1:
            self.add_error(name, "Cette astreinte dure plusieurs jours : indiquez le jour.")
        elif not found:
            words = period_said(DateTimeTZRange(*within), zone)
            self.add_error(name, f"{moments.hour(hour).capitalize()} n’est pas dans : {words}.")
        return found[0] if len(found) == 1 else None


class InterventionForm(WallClockForm):
    """A call, a trip: a few taps, and nothing on the patient."""

    duty = forms.ModelChoiceField(
        label="Pendant l’astreinte", queryset=DutyRecord.objects.none(), empty_label=None
    )
    kind = forms.ChoiceField(
        label="Nature", choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.PHONE
    )
    called = HourField(label="Appel à")
    left = HourField(label="Départ à (déplacement seulement)", required=False)
    ended = HourField(label="Fin, retour compris, à")
    distance_km = forms.DecimalField(
        label="Kilomètres aller et retour", required=False, localize=True,
        min_value=0, max_value=2000, max_digits=5, decimal_places=1,
    )  # fmt: skip
    motive = forms.ChoiceField(
        label="Motif", required=False, choices=[("", "—"), *Intervention.Motive.choices],
        help_text="Une liste, et rien d’autre : le portail ne garde rien sur un patient.",
    )  # fmt: skip
    day = DayField(label="Jour de l’appel", required=False)
    fold = forms.ChoiceField(
        label="Heure qui existe deux fois, fin octobre", required=False, choices=FOLDS
    )

    def __init__(self, *args, duties, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["duty"]
        field.queryset = DutyRecord.objects.filter(pk__in=[duty.pk for duty in duties])
        field.queryset = field.queryset.select_related("sector", "line", "person", "role")
        field.label_from_instance = duty_words
        self.fields["distance_km"].widget.attrs["inputmode"] = "decimal"

    def clean(self):
        """The hours are instants of this duty, in order."""
        cleaned = super().clean()
        duty = cleaned.get("duty")
        if duty is None or "called" not in cleaned:
            return cleaned
        zone = ZoneInfo(duty.sector.zone)
        fold = int(cleaned["fold"]) if cleaned.get("fold") else None
        known = (duty.period.lower, duty.period.upper or timezone.now() + MINUTE)
        called = self.at("called", known, zone, day=cleaned.get("day"), fold=fold)
        if called is not None:
            cleaned["called_at"] = called
            cleaned["left_at"] = self.at("left", (called, called + DAY), zone, fold=fold)
            after = (called + MINUTE, called + DAY + MINUTE)
            self._end(self.at("ended", after, zone, fold=fold), called, zone)
        return cleaned

    def _end(self, ended, called, zone):
        left = self.cleaned_data["left_at"]
        if ended is not None and (ended - called > LONGEST or (left and left >= ended)):
            hours = [moments.hour(one.astimezone(zone)) for one in (ended, left or called)]
            self.add_error(
                "ended", f"La fin ({hours[0]}) vient avant {hours[1]} : vérifiez les heures."
            )
        self.cleaned_data["ended_at"] = ended

    def said(self):
        """What `services.intervention.note_intervention` is to be told."""
        chosen = self.cleaned_data
        trip = chosen["kind"] != Kind.PHONE
        return {
            "kind": chosen["kind"],
            "motive": chosen["motive"],
            "called_at": chosen["called_at"],
            "trip_started_at": chosen["left_at"] if trip else None,
            "ended_at": chosen["ended_at"],
            "distance_km": (chosen["distance_km"] or 0) if trip else 0,
        }


class ServedForm(WallClockForm):
    """Whether the duty was served, which part of it, and why not all."""

    answer = forms.ChoiceField(
        label="Cette astreinte a été", choices=Answer.choices, widget=forms.RadioSelect
    )
    starts = HourField(label="Faite à partir de", required=False)
    ends = HourField(label="Jusqu’à", required=False)
    motive = forms.ChoiceField(
        label="Motif, si elle n’est pas faite en entier", required=False,
        choices=[("", "—"), *DutyCheck.Motive.choices],
    )  # fmt: skip
    note = ShortText(label="Précision", required=False, max_length=200, help_text=NO_PATIENT)

    def __init__(self, *args, slot, **kwargs):
        super().__init__(*args, **kwargs)
        self.slot = slot

    def clean(self):
        """A part has its hours, within the slot."""
        cleaned = super().clean()
        if cleaned.get("answer") == Answer.PART:
            self._part(cleaned)
        if cleaned.get("answer") in (Answer.PART, Answer.NONE) and not cleaned.get("motive"):
            self.add_error("motive", "Choisissez un motif.")
        return cleaned

    def _part(self, cleaned):
        zone = ZoneInfo(self.slot.sector.zone)
        first, last = self.slot.period.lower, self.slot.period.upper
        for name in ("starts", "ends"):
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, "Indiquez l’heure.")
        start = self.at("starts", (first, last), zone)
        end = self.at("ends", ((start or first) + MINUTE, last + MINUTE), zone)
        if start and end:
            cleaned["served"] = DateTimeTZRange(start, end)

    def said(self):
        """What `services.served.say_served` is to be told."""
        chosen = self.cleaned_data
        return {
            "answer": chosen["answer"],
            "served": chosen.get("served"),
            "motive": chosen["motive"],
            "note": chosen["note"],
        }


class SomebodyElseForm(PortalForm):
    """Who served a slot without being planned there."""

    role = forms.ModelChoiceField(label="Rôle", queryset=LineRole.objects.none(), empty_label=None)
    person = forms.ModelChoiceField(
        label="Qui a fait ce tour", queryset=Person.objects.none(), empty_label="Choisir"
    )

    def __init__(self, *args, slot, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = slot.sector.line.roles.all()
        self.fields["person"].queryset = people


class CertifyForm(forms.Form):
    """The certificate that the reader has seen, and why it is corrected."""

    after = forms.IntegerField(min_value=0)
    motive = ShortText(required=False, max_length=300)


class MonthForm(forms.Form):
    """The month asked for, `2026-03`."""

    mois = forms.DateField(input_formats=["%Y-%m"], required=False)

    @property
    def first(self):
        """The first day of the month asked for; this month when nothing sensible is asked."""
        today = timezone.localdate()
        asked = self.cleaned_data.get("mois") if self.is_valid() else None
        sensible = asked is not None and 2000 < asked.year < 2100
        return (asked if sensible else today).replace(day=1)


def duty_words(duty):
    """`en cours, depuis mardi 9 juin, 20 h : Troyes`, or the whole period once it is over."""
    zone = ZoneInfo(duty.sector.zone)
    if duty.period.upper is None:
        now = timezone.localtime()
        since = moments.day_hour(duty.period.lower, now=now, zone=zone)
        return f"en cours depuis {since} : {duty.sector}"
    return f"{period_said(duty.period, zone)} : {duty.sector}"
