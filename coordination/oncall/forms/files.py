"""The files that are sent to the on-call rosters."""

from django import forms

from portal.ui.forms import PortalForm


class AgendaFileForm(PortalForm):
    """A calendar, and what its events mean."""

    file = forms.FileField(
        label="Fichier .ics",
        help_text="2 Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )
    meaning = forms.ChoiceField(label="Ces événements sont", required=False)

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        free = [(slug, f"mes disponibilités pour {name}") for slug, name in lines]
        self.fields["meaning"].choices = [("", "mes absences, sur toutes mes lignes"), *free]

    def clean_file(self):
        """A file that is small enough to be read."""
        return checked_size(self.cleaned_data["file"], most=2_000_000)


class RosterFileForm(PortalForm):
    """A roster filled in a spreadsheet."""

    file = forms.FileField(
        label="Fichier XLSX ou CSV",
        help_text="5 Mo et 5 000 lignes au plus.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self):
        """A file that is small enough to be read."""
        return checked_size(self.cleaned_data["file"], most=5_000_000)


def checked_size(file, *, most):
    """The file. Raises ValidationError when it weighs more than `most` bytes."""
    if file.size > most:
        raise forms.ValidationError(
            f"Ce fichier pèse plus de {most // 1_000_000} Mo : "
            "enregistrez une période plus courte, ou envoyez-le en plusieurs fois.",
            code="heavy",
        )
    return file
