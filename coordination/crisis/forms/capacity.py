"""A planned step."""

from coordination.crisis.models import CapacityStep
from portal.ui.fields import ShortText
from portal.ui.forms import PortalModelForm


class StepForm(PortalModelForm):
    """How many beds, under which condition, how long to open them, with what, said by whom."""

    class Meta:
        model = CapacityStep
        fields = ("kind", "target", "lead_hours", "condition", "staff", "ventilators", "source")
        field_classes = {"condition": ShortText, "source": ShortText}
        help_texts = {"source": "Par exemple « plan blanc 2025, page 12 »."}
