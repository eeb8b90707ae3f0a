"""Thousands of structures on one map: columns, differences, and two tables of words."""

from typing import Any

from directory.models import StructureQuerySet
from directory.models.casing import soft_case

MOST_POINTS = 10_000
SCALE = 10_000  # the fourth decimal is ten metres: more than a map of a region can show
PATH = "/annuaire/"


def points(structures: StructureQuerySet) -> dict[str, Any]:
    """The first 10,000 structures that have a position, in their order, as columns.

    `south` and `west` hold differences from one structure to the next, in ten-thousandths of a
    degree; `kind` and `town` are ranks in `kinds` and `towns`; `keys`: their public identifiers,
    32 signs each, end to end.
    """
    placed = structures.filter(latitude__isnull=False)
    rows = placed.values_list(
        "uuid", "name", "latitude", "longitude", "category__label", "commune__name"
    )[:MOST_POINTS]
    kinds: dict[str, int] = {}
    towns: dict[str, int] = {}
    columns: dict[str, list[Any]] = {
        name: [] for name in ("south", "west", "names", "kind", "town")
    }
    keys, before = [], (0, 0)
    for uuid, name, latitude, longitude, label, town in rows:
        here = (round((latitude or 0) * SCALE), round((longitude or 0) * SCALE))
        columns["south"].append(here[0] - before[0])
        columns["west"].append(here[1] - before[1])
        columns["names"].append(soft_case(name))
        columns["kind"].append(kinds.setdefault(label, len(kinds)))
        columns["town"].append(towns.setdefault(town, len(towns)))
        keys.append(uuid.hex)
        before = here
    told = {"kinds": list(kinds), "towns": list(towns), "keys": "".join(keys)}
    return {"columns": columns | told | {"scale": SCALE, "path": PATH}}
