"""What volunteers type of themselves, step by step."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.utils import timezone

from coordination.reinforcement.models import Consent, Skill, Volunteer
from coordination.reinforcement.services.consent import TEXTS
from directory.models import Profession, Speciality
from portal.territories.models import Territory
from portal.ui.fields import CommuneField, PhoneField, RppsField, ShortText
from portal.ui.forms import PortalForm

RANGE_KM = "Indiquez une distance entre 1 et 1 000 km."
OLDEST_YEAR = 1950


class NameForm(PortalForm):
    """As on the professional card: a check compares the name with the number."""

    first_name = ShortText(label="Prénom", max_length=80)
    last_name = ShortText(label="Nom", max_length=80)


class _ByProfession(ModelChoiceIterator):
    """Specialities under the name of their profession."""

    def __iter__(self):
        yield "", self.field.empty_label
        groups: dict[str, list] = {}
        for speciality in self.queryset:
            groups.setdefault(speciality.profession.label, []).append(self.choice(speciality))
        yield from groups.items()


class SpecialityField(forms.ModelChoiceField):
    iterator = _ByProfession


class TradeForm(PortalForm):
    """Profession, speciality, status, and the number that lets us verify them."""

    profession = forms.ModelChoiceField(
        label="Profession",
        queryset=Profession.objects.filter(closed_on__isnull=True),
        empty_label="Choisissez…",
    )
    speciality = SpecialityField(
        label="Spécialité",
        queryset=Speciality.objects.select_related("profession").order_by(
            "profession__rank", "label"
        ),
        required=False,
        empty_label="Aucune, ou pas dans la liste",
    )
    status = forms.ChoiceField(
        label="Votre statut aujourd’hui",
        help_text="Il détermine le contrat et les documents d’une mission, jamais votre rang.",
        choices=[("", "Choisissez…"), *Volunteer.Status.choices],
    )
    status_year = forms.IntegerField(
        label="Année",
        required=False,
        help_text="Retraité : année du départ (2023). Étudiant : année d’études (3).",
    )
    rpps = RppsField(
        label="Numéro RPPS",
        required=False,
        help_text=(
            "11 chiffres, sur votre carte professionnelle ; les espaces sont acceptés. "
            "Le dernier chiffre est une clé : elle révèle une faute de frappe."
        ),
    )

    def clean(self):
        """A speciality of the profession chosen, a year that suits the status."""
        values = super().clean()
        speciality = values.get("speciality")
        if speciality and speciality.profession_id != getattr(values.get("profession"), "pk", None):
            self.add_error("speciality", "Cette spécialité n’est pas de la profession choisie.")
        self._check_year(values.get("status"), values.get("status_year"))
        return values

    def _check_year(self, status, year):
        this_year = timezone.localdate().year
        if status == Volunteer.Status.RETIRED:
            if year is None or not OLDEST_YEAR <= year <= this_year:
                self.add_error("status_year", "Indiquez l’année de votre départ, comme 2023.")
        elif status == Volunteer.Status.STUDENT:
            if year is None or not 1 <= year <= 12:
                self.add_error("status_year", "Indiquez votre année d’études, de 1 à 12.")
        elif not self.errors.get("status_year"):
            self.cleaned_data["status_year"] = None


class PlaceForm(PortalForm):
    """Where from, how far, and how to be reached."""

    commune = CommuneField(
        label="Votre commune",
        queryset=Territory.objects.communes().filter(closed_on__isnull=True),
        help_text="Nom ou code postal, comme Troyes ou 10000. Jamais d’adresse.",
    )
    max_km = forms.IntegerField(label="Jusqu’où allez-vous dans la journée ? (km)", initial=30)
    max_km_lodged = forms.IntegerField(
        label="Et si l’on vous loge sur place ? (km)",
        initial=100,
        help_text="À vol d’oiseau, depuis le centre de votre commune.",
    )
    has_transport = forms.BooleanField(
        label="Je me déplace par mes propres moyens", required=False, initial=True
    )
    phone = PhoneField(
        label="Téléphone mobile",
        required=False,
        help_text="Une structure ne le voit qu’après votre oui. Il permet aussi les SMS.",
    )

    def clean_max_km(self):
        return _within(self.cleaned_data["max_km"])

    def clean_max_km_lodged(self):
        return _within(self.cleaned_data["max_km_lodged"])

    def clean_commune(self):
        """A commune whose centre is known: it is where distances are measured from."""
        commune = self.cleaned_data["commune"]
        if commune and commune.latitude is None:
            raise ValidationError(
                "Le centre de cette commune n’est pas connu : choisissez une commune voisine."
            )
        return commune


def own_file_forms(volunteer, said):
    """The forms that the names in `said` belong to, filled with them and with what is known."""
    known = {
        "trade": (TradeForm, ("profession", "speciality", "status", "status_year", "rpps")),
        "place": (PlaceForm, ("commune", "max_km", "max_km_lodged", "has_transport", "phone")),
    }
    values = {name: getattr(volunteer, name) for _form, names in known.values() for name in names}
    values |= {
        "profession": volunteer.profession_id,
        "speciality": volunteer.speciality_id,
        "commune": volunteer.commune and volunteer.commune.code,
    }
    return {
        kind: form({**values, **said})
        for kind, (form, names) in known.items()
        if not said.keys().isdisjoint(names)
    }


def _within(distance):
    if not 1 <= distance <= 1000:
        raise ValidationError(RANGE_KM)
    return distance


class PracticeForm(PortalForm):
    """One line of experience; an empty new line does not count."""

    skill = forms.ChoiceField(
        label="Domaine",
        choices=[("", "Choisissez…"), *Skill.choices],
        error_messages={"required": "Choisissez le domaine de cette ligne."},
    )
    months = forms.IntegerField(
        label="Durée (mois)", error_messages={"required": "Indiquez une durée de 1 à 600 mois."}
    )
    last_year = forms.IntegerField(
        label="Dernière année", error_messages={"required": "Indiquez l’année, comme 2024."}
    )

    def clean_months(self):
        """At most fifty years."""
        if not 1 <= self.cleaned_data["months"] <= 600:
            raise ValidationError("Indiquez une durée de 1 à 600 mois.")
        return self.cleaned_data["months"]

    def clean_last_year(self):
        """A year that somebody at work today may have known."""
        this_year = timezone.localdate().year
        if not OLDEST_YEAR <= self.cleaned_data["last_year"] <= this_year:
            raise ValidationError(f"Indiquez une année, comme {this_year - 1}.")
        return self.cleaned_data["last_year"]


class PracticeLines(forms.BaseFormSet):
    """The domains of a volunteer, each once."""

    def add_error(self, field, sentence):
        """A sentence about the lines as a whole, as a form would hold it."""
        self.non_form_errors().append(sentence)

    def add_fields(self, form, index):
        """A known line can be taken out."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Retirer cette expérience"

    def kept(self):
        """The lines filled in, without those taken out."""
        lines = [form.cleaned_data for form in self.forms if form.is_valid()]
        wanted = [line for line in lines if line.get("skill") and not line.get("DELETE")]
        return [{name: line[name] for name in ("skill", "months", "last_year")} for line in wanted]

    def clean(self):
        """No domain twice."""
        chosen = [line["skill"] for line in self.kept()]
        if len(chosen) != len(set(chosen)):
            raise ValidationError("Le même domaine figure sur deux lignes : gardez-en une.")


def practice_lines(*, extra):
    """The class of the lines: those known, and `extra` empty ones."""
    return forms.formset_factory(
        PracticeForm,
        formset=PracticeLines,
        extra=extra,
        max_num=len(Skill.choices),
        can_delete=True,
        can_delete_extra=False,
    )


class ChannelsForm(PortalForm):
    """What one agrees to, in the words of the version in force, and how often."""

    registry = forms.BooleanField(
        label=TEXTS[Consent.Purpose.REGISTRY],
        error_messages={
            "required": "Sans cet accord, vous ne pouvez pas figurer dans le registre."
        },
    )
    email = forms.BooleanField(label=TEXTS[Consent.Purpose.EMAIL], required=False)
    sms = forms.BooleanField(label=TEXTS[Consent.Purpose.SMS], required=False)
    weekly_limit = forms.TypedChoiceField(
        label="Au plus combien de demandes par semaine ?",
        help_text="Toutes structures confondues. Répondre non ne vous coûte rien.",
        choices=[(count, str(count)) for count in range(1, 8)],
        coerce=int,
        initial=3,
    )

    def __init__(self, *args, volunteer, **kwargs):
        super().__init__(*args, **kwargs)
        self.volunteer = volunteer

    def clean_sms(self):
        """An SMS needs a number."""
        if self.cleaned_data["sms"] and not self.volunteer.phone:
            raise ValidationError("Indiquez d’abord votre numéro, à l’étape « Lieu ».")
        return self.cleaned_data["sms"]
