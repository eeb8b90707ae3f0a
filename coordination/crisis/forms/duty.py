"""What is asked of whoever takes their post."""

from django import forms

from coordination.crisis.models import Presence
from portal.ui.fields import ShortText
from portal.ui.forms import PortalForm


class PresenceForm(PortalForm):
    """On site or remote, and where."""

    mode = forms.ChoiceField(
        label="Comment ?", choices=Presence.Mode.choices, widget=forms.RadioSelect,
        initial=Presence.Mode.ON_SITE,
    )  # fmt: skip
    site = ShortText(max_length=120, label="Où ?", required=False)
