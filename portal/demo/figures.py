"""What the structures of the demonstration said of themselves: some since, some no longer."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import CapacityStep, Cell, Indicator
from coordination.crisis.selectors.figures.values import indicators_for
from coordination.crisis.services.figures import declare_figures, phone_figures
from directory.models import Structure
from portal.accounts.models import Grant, Role, User
from portal.demo.campaign import ask_figures, plan_beds

# How long ago, whether by phone, and what was said, one structure after the other.
SAID: list[tuple[int, bool, dict[str, str]]] = [
    (2, False, {"tension": "2", "icu_open": "24", "icu_free": "1", "medicine_free": "4",
                "ventilators_free": "3", "staff_absent": "11", "masks_days": "9"}),
    (5, False, {"tension": "1", "staff_absent": "22", "places_free": "0", "masks_days": "2",
                "gowns_days": "4"}),
    (20, True, {"tension": "0", "staff_absent": "6", "masks_days": "12", "oxygen_days": "15"}),
    (75, False, {"tension": "0", "staff_absent": "4", "masks_days": "10"}),
    (3, True, {"tension": "1", "staff_absent": "8", "masks_days": "6", "gloves_days": "8"}),
]  # fmt: skip
Values = dict[str, str]
# What the local hospital and the EHPAD declared each morning of the first days; some they missed.
DAYS_BEFORE: list[tuple[Values | None, Values | None]] = [
    ({"tension": "0", "icu_open": "16", "icu_free": "6", "staff_absent": "4", "masks_days": "14"},
     {"tension": "0", "staff_absent": "5", "masks_days": "14", "places_free": "3"}),
    ({"tension": "1", "icu_free": "4", "staff_absent": "6", "masks_days": "12"},
     {"tension": "0", "staff_absent": "7", "masks_days": "12"}),
    (None, {"tension": "1", "staff_absent": "12", "masks_days": "11", "places_free": "2"}),
    ({"tension": "1", "icu_open": "20", "icu_free": "3", "staff_absent": "9"}, None),
    ({"tension": "2", "icu_free": "1", "staff_absent": "12", "masks_days": "9"}, None),
    ({"tension": "2", "icu_open": "24", "icu_free": "4", "staff_absent": "14"},
     {"tension": "2", "staff_absent": "24", "masks_days": "6", "places_free": "0"}),
    (None, {"tension": "2", "staff_absent": "21", "masks_days": "5"}),
    ({"tension": "2", "staff_absent": "12", "masks_days": "10"}, None),
    ({"tension": "1", "staff_absent": "10"},
     {"tension": "2", "staff_absent": "19", "masks_days": "3"}),
]  # fmt: skip


def say_figures(structure: Structure, values: Values, *, by: User) -> None:
    """What the structure declares that morning is known; what it left out is not."""
    asked = {one.slug: one for one in indicators_for(structure)}
    said = {asked[slug]: Decimal(value) for slug, value in values.items() if slug in asked}
    declare_figures(structure, said, by=by)


def tell_figures(cell: Cell, *, by: User) -> None:
    """Some structures are fresh, one is silent since three days, the others never spoke."""
    known = {one.slug: one for one in Indicator.objects.all()}
    grants = Grant.objects.in_force().filter(role=Role.MANAGER, structure__isnull=False)
    managed = Structure.objects.in_territories([cell.territory_id]).filter(
        pk__in=grants.values("structure")
    )
    managers = dict(grants.values_list("structure", "user"))
    for structure, (hours, phoned, said) in zip(
        managed.order_by("category", "pk"), SAID, strict=False
    ):
        asked = {one.slug for one in indicators_for(structure)}
        values = {known[slug]: Decimal(value) for slug, value in said.items() if slug in asked}
        at = timezone.now() - timedelta(hours=hours)
        if phoned:
            phone_figures(cell, structure, values, by=by, as_of=at)
            continue
        manager = User.objects.get(pk=managers[structure.pk])
        if "icu_open" in asked and not CapacityStep.objects.exists():
            plan_beds(structure, by=manager)
        with clock.standing_at(at):
            declare_figures(structure, values, by=manager)
    ask_figures(cell, by=by)
