"""Who takes a slot on the spot."""

from django.utils import timezone

from coordination.oncall.forms import SeatForm
from coordination.oncall.selectors.swaps.takeover import taking, what_is_left


class TakeOverForm(SeatForm):
    """Like a seat, for what is left of the slot."""

    field_order = ("replaces", "role", "person", "motive", "forced_reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["replaces"].empty_label = "Personne : le créneau n’est pas couvert"
        self.fields["person"].label = "Qui répond dès maintenant"

    def candidate(self):
        """Whom the rules are to be read for, from this minute on."""
        shift = self.cleaned_data["replaces"]
        whole = shift.period if shift else self.slot.period
        role = shift.role if shift else self.cleaned_data["role"]
        left = what_is_left(whole, timezone.now())
        return taking(self.slot, role, self.cleaned_data["person"], left)
