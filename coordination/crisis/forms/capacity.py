"""A planned step."""

from coordination.crisis.models import CapacityStep
from portal.ui.forms import PortalModelForm


class StepForm(PortalModelForm):
    """How many beds, under which condition, how long to open them, with what, said by whom."""

    class Meta:
        model = CapacityStep
        fields = ("kind", "target", "lead_hours", "condition", "staff", "ventilators", "source")
        help_texts = {"source": "Par exemple « plan blanc 2025, page 12 »."}
