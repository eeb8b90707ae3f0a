"""What is chosen between two rows of one structure, and what is proposed. Reads plain rows."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from directory.models.provenance import FieldSource
    from directory.models.structure import Structure

# What goes together is chosen together: a street of one and a commune of the other is no address.
GROUPS = {
    "name": ("name", "short_name"),
    "other_name": ("other_name",),
    "category": ("category_id",),
    "address": ("street", "postal_line", "commune_id"),
    "position": ("latitude", "longitude", "position_source"),
    "phone": ("phone",),
    "email": ("email",),
    "opened_on": ("opened_on",),
}
LABELS = {
    "name": "Nom", "other_name": "Complément ou ancien nom", "category": "Catégorie",
    "address": "Adresse", "position": "Position", "phone": "Téléphone",
    "email": "Adresse électronique", "opened_on": "Ouverte le",
}  # fmt: skip
OWNER = "Structure"


def columns_of(groups: Iterable[str]) -> list[str]:
    """The columns of these groups."""
    return [column for group in groups for column in GROUPS[group]]


def prefers_lost(
    group: str, survivor: "Structure", lost: "Structure", sources: "list[FieldSource]"
) -> bool:
    """True when the value of `lost` is proposed: a person's, then the owner's, then the fuller,
    then the older (directory.md, 8). Even, the survivor keeps its own."""
    return _worth(group, lost, sources) > _worth(group, survivor, sources)


def _worth(group: str, row: "Structure", sources: "list[FieldSource]") -> tuple[bool, bool, int]:
    columns = [one.removesuffix("_id") for one in GROUPS[group]]
    told = [one for one in sources if one.structure_id == row.pk and one.field in columns]
    filled = sum(getattr(row, one) not in (None, "") for one in GROUPS[group])
    if not filled:
        return (False, False, 0)
    is_human = any(one.confirmed_by and one.source != OWNER for one in told)
    return (is_human, any(one.source == OWNER for one in told), filled)
