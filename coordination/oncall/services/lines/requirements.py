"""What sectors owe is declared for several of them, in one act."""

from collections.abc import Iterable

from django.db import transaction

from coordination.oncall.models import Requirement, Sector
from coordination.oncall.refusals.settings import NothingDeclared
from coordination.oncall.services.lines.sectors import set_requirement
from portal.accounts.models import User


@transaction.atomic
def declare_requirements(
    sectors: Iterable[Sector], wanted: Iterable[Requirement], *, by: User | None
) -> int:
    """Each of these sectors owes each of these, from its day on; how many were written.

    Raises NothingDeclared, RequirementClash, ValidationError.
    """
    asked, places = list(wanted), list(sectors)
    if not asked:
        raise NothingDeclared
    for sector in places:
        for one in asked:
            copy = Requirement(sector=sector, **{name: getattr(one, name) for name in COPIED})
            set_requirement(copy, by=by)
    return len(asked) * len(places)


COPIED = (
    "slot_class", "role", "minimum", "target", "maximum", "validity",
    "is_uncovered", "reason", "reference",
)  # fmt: skip
