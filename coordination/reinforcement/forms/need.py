"""What the author of a need types, in three short steps, and the slots."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone

from coordination.reinforcement.models import Need, Skill, Trust
from coordination.reinforcement.services.drafting import SlotWish
from directory.models import Profession
from portal.lib.text import search_key
from portal.ui.fields import LongText, MomentField, PhoneField, ShortText, SuggestInput
from portal.ui.forms import PortalForm, PortalModelForm

MOST_PLACES = 500
LONGEST_SLOT = timedelta(days=62)
FURTHEST = timedelta(days=366)
TRADES = ("profession", "profession_2", "profession_3")


class StructureField(forms.CharField):
    """A structure among `queryset`, typed by name or FINESS number."""

    def __init__(self, *, queryset, **kwargs):
        self.queryset = queryset
        super().__init__(widget=SuggestInput(url_name="directory:structure_suggest"), **kwargs)

    def prepare_value(self, value):
        """`EHPAD des Tilleuls (100000017)` for a structure, the typed text otherwise."""
        return f"{value.name} ({value.finess})" if hasattr(value, "finess") else value

    def clean(self, value):
        """The structure. Raises ValidationError with what to type instead."""
        text = super().clean(value)
        number = text.rpartition("(")[2].strip(" )").replace(" ", "").upper()
        key = search_key(text[:200])
        found = list(self.queryset.filter(finess=number)[:1])
        found = found or list(self.queryset.filter(name_key=key).order_by("pk")[:6])
        found = found or list(self.queryset.filter(search_key__contains=key).order_by("pk")[:6])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(
                "Aucune structure de votre territoire ne porte ce nom ou ce numéro FINESS.",
                code="unknown",
            )
        names = ", ".join(f"{one.name} ({one.finess})" for one in found[:5])
        raise ValidationError(
            f"Plusieurs structures correspondent : {names}. Recopiez celle que vous voulez.",
            code="ambiguous",
        )


class NeedBasicsForm(PortalModelForm):
    """Who needs whom, and why."""

    unit = ShortText(
        label="Service ou unité", max_length=120, required=False, help_text="Par exemple UHR."
    )
    profession = forms.ModelChoiceField(
        label="Profession demandée", queryset=Profession.objects.none(), empty_label="Choisir…"
    )
    profession_2 = forms.ModelChoiceField(
        label="Ou bien",
        queryset=Profession.objects.none(),
        required=False,
        empty_label="Aucune autre profession",
        help_text="Une autre profession qui pourrait convenir au même poste.",
    )
    profession_3 = forms.ModelChoiceField(
        label="Ou encore",
        queryset=Profession.objects.none(),
        required=False,
        empty_label="Aucune autre profession",
    )
    criticality = forms.TypedChoiceField(
        label="Criticité",
        choices=Need.Criticality.choices,
        coerce=int,
        widget=forms.RadioSelect,
        help_text="Elle décide de l’ordre et du délai laissé aux réponses.",
    )
    motive = forms.ChoiceField(label="Motif", choices=[("", "Choisir…"), *Need.Motive.choices])
    motive_detail = LongText(label="Précisions", max_length=1000, rows=3, required=False)

    class Meta:
        model = Need
        fields = ["structure", "unit", "criticality", "motive", "motive_detail"]

    field_order = ["structure", "unit", *TRADES, "criticality", "motive", "motive_detail"]

    def __init__(self, *args, structures, **kwargs):
        super().__init__(*args, **kwargs)
        self._offer_structures(structures)
        trades = Profession.objects.filter(closed_on__isnull=True)
        if self.instance.pk:
            known = list(self.instance.professions.all())
            self.initial |= dict(zip(TRADES, known, strict=False))
            trades = Profession.objects.filter(
                Q(closed_on__isnull=True) | Q(pk__in=[one.pk for one in known])
            )
        for name in TRADES:
            self.fields[name].queryset = trades

    def clean(self):
        """The professions chosen, each once."""
        cleaned = super().clean()
        chosen = [cleaned.get(name) for name in TRADES]
        self.professions = list(dict.fromkeys(one for one in chosen if one))
        return cleaned

    def _offer_structures(self, structures):
        """A list for the few structures of a manager, a search for those of a territory."""
        if self.instance.pk and self.instance.state != Need.State.DRAFT:
            del self.fields["structure"]
            return
        few = list(structures[:13])
        if len(few) > 12:
            self.fields["structure"] = StructureField(
                queryset=structures, label="Structure", help_text="Nom ou numéro FINESS."
            )
            self.fields["structure"].widget.attrs.setdefault("class", "fr-input")
        else:
            self.fields["structure"].queryset = structures
            self.fields["structure"].empty_label = None if len(few) == 1 else "Choisir…"
        if self.instance.structure_id:
            self.initial["structure"] = (
                self.instance.structure if len(few) > 12 else self.instance.structure_id
            )
        self.order_fields(self.field_order)


class NeedProfileForm(PortalModelForm):
    """Whom exactly, how far, and how places are given."""

    required_skills = forms.MultipleChoiceField(
        label="Expérience exigée",
        choices=Skill.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Seules les personnes qui l’ont seront prévenues : cochez le moins possible.",
    )
    wished_skills = forms.MultipleChoiceField(
        label="Expérience souhaitée",
        choices=Skill.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Elle classe les personnes, sans exclure les autres.",
    )
    minimum_trust = forms.TypedChoiceField(
        label="Vérification minimale",
        choices=Trust.choices,
        coerce=int,
        help_text="Pour une profession hors du répertoire RPPS, un document vérifié suffit.",
    )
    radius_km = forms.IntegerField(
        label="Rayon de recherche (km)",
        min_value=1,
        max_value=1000,
        help_text="À vol d’oiseau, depuis la structure. De 1 à 1 000 km.",
        error_messages=dict.fromkeys(
            ("min_value", "max_value", "invalid"), "Le rayon de recherche va de 1 à 1 000 km."
        ),
    )
    mode = forms.ChoiceField(
        label="Qui attribue les places", choices=Need.Mode.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Need
        fields = [
            "required_skills", "wished_skills", "minimum_trust", "radius_km", "mode",
            "partial_allowed", "automatic",
        ]  # fmt: skip
        labels = {
            "partial_allowed": "Une partie des créneaux suffit",
            "automatic": "Prévenir de nouvelles personnes, vague après vague, "
            "jusqu’à ce que tout soit pourvu",
        }


class NeedTermsForm(PortalModelForm):
    """What the structure offers and asks, whom to call, until when answers are useful."""

    vehicles = forms.MultipleChoiceField(
        label="Cadres juridiques possibles",
        choices=Need.Vehicle.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sans réponse, tous les statuts de volontaires sont acceptés.",
    )
    pay = ShortText(label="Rémunération", max_length=200, required=False)
    conditions = LongText(
        label="Conditions d’entrée",
        max_length=300,
        rows=2,
        required=False,
        help_text="Vaccination, formation, équipement… N’écrivez rien sur un patient.",
    )
    welcome = LongText(label="Accueil sur place", max_length=1000, rows=3, required=False)
    contact_name = ShortText(label="Contact sur place", max_length=120, required=False)
    contact_phone = PhoneField(label="Téléphone du contact", required=False)
    answer_by = MomentField(
        label="Réponse utile jusqu’au",
        help_text="Ensuite, le besoin expire. À l’heure de la structure.",
    )

    class Meta:
        model = Need
        fields = [
            "lodging", "transport", "meals", "childcare", "vehicles", "pay", "conditions",
            "welcome", "contact_name", "contact_phone", "answer_by", "local_means_exhausted",
        ]  # fmt: skip
        labels = {
            "local_means_exhausted": "Nos moyens habituels (équipe, remplaçants, intérim, "
            "structures voisines) sont épuisés",
        }

    def clean_answer_by(self):
        """To come, and before the end of the last slot."""
        answer_by = self.cleaned_data["answer_by"]
        ends = [slot.period.upper for slot in self.instance.slots.all()]
        if answer_by and answer_by <= timezone.now():
            raise ValidationError("Cette date est déjà passée.", code="past")
        if answer_by and ends and answer_by > max(ends):
            raise ValidationError(
                "Cette date vient après la fin du dernier créneau : avancez-la.", code="late"
            )
        return answer_by


class SlotForm(PortalForm):
    """One period and its number of places."""

    slot_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    starts_at = MomentField(label="Début")
    ends_at = MomentField(label="Fin")
    capacity = forms.IntegerField(
        label="Nombre de personnes",
        min_value=1,
        max_value=MOST_PLACES,
        error_messages={
            "min_value": "Indiquez au moins une personne.",
            "max_value": f"Un créneau compte au plus {MOST_PLACES} personnes : partagez-le.",
            "invalid": "Indiquez un nombre entier, par exemple 2.",
        },
    )

    def clean(self):
        """The period is in order, to come, and not longer than two months."""
        cleaned = super().clean()
        self.check_order("starts_at", "ends_at", message="La fin doit venir après le début.")
        start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        now = timezone.now()
        if end and start and end > start:
            if end <= now:
                self.add_error("ends_at", "Ce créneau est déjà passé.")
            elif start > now + FURTHEST:
                self.add_error("starts_at", "Ce créneau commence dans plus d’un an.")
            elif end - start > LONGEST_SLOT:
                self.add_error("ends_at", "Un créneau dure au plus deux mois : partagez-le.")
        return cleaned


class SlotFormSet(forms.BaseFormSet):
    """The slots of a need: at least one, none twice."""

    deletion_widget = forms.CheckboxInput

    def add_fields(self, form, index):
        """The box that removes the slot speaks for itself."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Retirer ce créneau"

    def clean(self):
        """Raises ValidationError without a slot, or with the same one twice."""
        if any(self.errors):
            return
        periods = [(wish.period.lower, wish.period.upper) for wish in self.wishes()]
        if not periods:
            raise ValidationError("Indiquez au moins un créneau : un début, une fin, un nombre.")
        if len(set(periods)) != len(periods):
            raise ValidationError("Deux créneaux ont les mêmes dates : gardez-en un seul.")

    def wishes(self):
        """The slots that are wanted."""
        kept = [form for form in self.forms if form.has_changed() or form.initial]
        return [
            SlotWish(
                DateTimeTZRange(form.cleaned_data["starts_at"], form.cleaned_data["ends_at"]),
                form.cleaned_data["capacity"],
                form.cleaned_data.get("slot_id"),
            )
            for form in kept
            if form.cleaned_data.get("starts_at") and not form.cleaned_data.get("DELETE")
        ]


def slot_formset(data=None, *, initial=None, extra=0):
    """The slots' forms, prefixed `slots`, with `extra` empty ones."""
    factory = forms.formset_factory(
        SlotForm, formset=SlotFormSet, extra=extra, can_delete=True, max_num=60, absolute_max=80
    )
    return factory(data, initial=initial, prefix="slots")
