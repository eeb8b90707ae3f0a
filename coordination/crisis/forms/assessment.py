"""How far a crisis reaches, and whether it grows."""

from coordination.crisis.models import Crisis
from portal.ui.forms import PortalModelForm


class AssessmentForm(PortalModelForm):
    """Scale and trend, revised as the crisis goes."""

    class Meta:
        model = Crisis
        fields = ("scale", "trend")
