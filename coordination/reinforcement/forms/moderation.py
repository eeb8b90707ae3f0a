"""What the ARS types about a volunteer's file."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from coordination.reinforcement.models import Evidence, Volunteer
from directory.models import Profession
from portal.ui.fields import DayField, LongText, ShortText
from portal.ui.forms import PortalForm


class EvidenceForm(PortalForm):
    """One check: where it was looked up, what was compared, what came out."""

    source = forms.ChoiceField(label="Source", choices=Evidence.Source.choices)
    result = forms.ChoiceField(label="Résultat", choices=Evidence.Result.choices)
    compared = ShortText(
        label="Éléments comparés",
        max_length=300,
        help_text="Nom et numéro, diplôme, dates… Jamais une copie du document.",
        error_messages={"required": "Dites ce qui a été comparé : on vous le demandera."},
    )
    next_check_on = DayField(label="À revoir le", required=False, help_text="Vide : dans un an.")

    def clean_next_check_on(self):
        """A day to come."""
        day = self.cleaned_data["next_check_on"]
        if day and day <= timezone.localdate():
            raise ValidationError("Indiquez un jour à venir.")
        return day


class SuspendForm(PortalForm):
    """Why a file is set aside; the person reads it."""

    reason = LongText(
        label="Motif",
        max_length=300,
        rows=3,
        help_text="La personne le lira. Rien sur un patient, rien sur sa santé.",
        error_messages={"required": "Écrivez le motif : la personne le lira."},
    )


class VolunteerFilter(PortalForm):
    """How the ARS narrows its list."""

    a_verifier = forms.BooleanField(label="À vérifier seulement", required=False)
    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous"), *Volunteer.State.choices]
    )
    profession = forms.ModelChoiceField(
        label="Profession",
        required=False,
        queryset=Profession.objects.filter(closed_on__isnull=True),
        empty_label="Toutes",
    )
    q = ShortText(label="Nom, référence ou RPPS", max_length=80, required=False)
