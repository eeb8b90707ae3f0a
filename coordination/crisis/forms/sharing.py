"""What there is to share out, and how much a structure uses in a day."""

from django import forms

from coordination.crisis.selectors.figures.sharing import Stock, hubs_of, stocks_shared
from portal.ui.forms import PortalForm

# The page is counted package by package while one waits for it.
MOST_PACKAGES = 20_000


class SharingForm(PortalForm):
    """Asked by address, so that a proposal can be shown to somebody else."""

    stock = forms.ChoiceField(label="Ce que l’on répartit", initial="masks_days")
    pieces = forms.IntegerField(label="Pièces disponibles", min_value=1, max_value=100_000_000)
    package = forms.IntegerField(
        label="Pièces par paquet", min_value=1, max_value=1_000_000,
        help_text="On ne partage pas un paquet.",
    )  # fmt: skip
    hospital = forms.IntegerField(
        label="Pièces par jour, pour un hôpital", min_value=1, max_value=1_000_000,
        help_text="Une moyenne : le portail ne connaît pas la consommation de chacun.",
    )  # fmt: skip
    residence = forms.IntegerField(
        label="Pièces par jour, pour une autre structure", min_value=1, max_value=1_000_000
    )
    goal = forms.IntegerField(
        label="Jours de couverture à atteindre", min_value=1, max_value=90, initial=7,
        help_text="Au-delà, le reste demeure en réserve.",
    )  # fmt: skip
    hub = forms.ChoiceField(label="Au départ de", required=False)
    unknown = forms.BooleanField(
        label="Compter un stock inconnu comme vide", required=False,
        help_text="Sinon, ces structures ne reçoivent rien tant que personne ne les a appelées.",
    )  # fmt: skip

    def __init__(self, *args, cell, **kwargs):
        super().__init__(*args, **kwargs)
        self.indicators = {one.slug: one for one in stocks_shared()}
        self.hubs = {str(one.uuid): one for one in hubs_of(cell)}
        self.fields["stock"].choices = [(one.slug, one.short) for one in self.indicators.values()]
        places = [(uuid, str(one)) for uuid, one in self.hubs.items()]
        self.fields["hub"].choices = [("", "La distance ne compte pas"), *places]

    def clean(self):
        asked = super().clean()
        pieces, package = asked.get("pieces"), asked.get("package")
        if pieces and package and pieces // package > MOST_PACKAGES:
            self.add_error(
                "package",
                f"Cela ferait plus de {MOST_PACKAGES} paquets : comptez par cartons plus gros.",
            )
        if pieces and package and pieces < package:
            self.add_error("pieces", "Il n’y a pas de quoi faire un paquet.")
        return asked

    def asked(self):
        """The stock, as the reads take it."""
        said = self.cleaned_data
        return Stock(
            indicator=self.indicators[said["stock"]],
            pieces=said["pieces"],
            package=said["package"],
            hospital_per_day=said["hospital"],
            residence_per_day=said["residence"],
            goal_days=said["goal"],
            hub=self.hubs.get(said["hub"]),
            unknown_is_zero=said["unknown"],
        )
