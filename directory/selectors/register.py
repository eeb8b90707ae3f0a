"""What the register says of a number that somebody declared."""

from dataclasses import dataclass
from datetime import date

from directory.models import Professional
from portal.lib.text import search_key


@dataclass(frozen=True)
class Declared:
    """`is_known`: the register of the territory holds this number; `is_same`: and this name."""

    is_known: bool
    is_same: bool = False
    profession: str = ""
    profession_label: str = ""
    source_on: date | None = None


def declared_rpps(number: str, *, family_name: str) -> Declared:
    """Whether `number` is that of somebody of this name. Unknown proves nothing: the extract is
    cut to a department and to professions. Someone who left the register is not known."""
    known = Professional.objects.filter(rpps=number, absent_on__isnull=True)
    found = known.select_related("profession").first()
    if found is None:
        return Declared(is_known=False)
    return Declared(
        is_known=True,
        is_same=search_key(found.family_name) == search_key(family_name),
        profession=found.profession_id,
        profession_label=found.profession.label,
        source_on=found.source_on,
    )
