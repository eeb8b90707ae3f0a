"""Why a held import is applied all the same, or dropped."""

from django import forms

from portal.ui.fields import ShortText
from portal.ui.forms import PortalForm


class HeldForm(PortalForm):
    """A reason, and what the file covers."""

    reason = ShortText(
        label="Pourquoi",
        help_text="Ce que vous avez vérifié, et auprès de qui. Gardé au journal.",
        min_length=3,
        max_length=200,
    )
    is_partial = forms.BooleanField(
        label="Le fichier ne couvre qu’une partie du pays",
        help_text="Ce qui n’y figure pas n’est alors pas tenu pour disparu.",
        required=False,
    )

    def __init__(self, *args, source, **kwargs):
        super().__init__(*args, **kwargs)
        if source == "RPPS":
            del self.fields["is_partial"]
