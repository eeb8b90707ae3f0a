"""What is asked to adapt a reflex card or a holding statement."""

from django import forms
from django.core.exceptions import ValidationError

from coordination.crisis.models import MOST_ITEMS, Band
from portal.ui.fields import NO_PATIENT, LongText, ShortText
from portal.ui.forms import PortalForm, dress

LONGEST = 160


class CardForm(PortalForm):
    """One field per band, one action per line."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, texts, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = version
        for rank, band in enumerate(Band):
            self.fields[f"band_{rank}"] = LongText(
                max_length=1200, rows=5, required=False, label=band.label.capitalize(),
                initial="\n".join(texts[band]),
                help_text=f"Une action par ligne, {MOST_ITEMS} au plus, un verbe d’abord.",
            )  # fmt: skip
        dress(self)

    def clean(self):
        """Each line is short enough to be read at a glance."""
        asked = super().clean()
        for rank, _band in enumerate(Band):
            name = f"band_{rank}"
            if any(len(line) > LONGEST for line in (asked.get(name) or "").splitlines()):
                problem = f"Une action tient en {LONGEST} caractères."
                self.add_error(name, ValidationError(problem))
        return asked

    @property
    def asked(self):
        """The lines, band by band, and the version that was on the screen."""
        said = self.cleaned_data
        texts = {band: said[f"band_{rank}"].splitlines() for rank, band in enumerate(Band)}
        return {"texts": texts, "seen": said["seen"]}


class StatementForm(PortalForm):
    """What may be said at once."""

    title = ShortText(max_length=120, label="Titre")
    text = LongText(
        max_length=1000, rows=6, label="Texte",
        help_text=f"Mettez entre crochets ce qu’il faudra compléter. {NO_PATIENT}",
    )  # fmt: skip
