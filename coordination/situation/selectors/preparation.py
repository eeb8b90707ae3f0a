"""What would lack if a crisis began today, for each structure and territory of the reader."""

from dataclasses import dataclass

from coordination.crisis.models import CrisisPlan
from coordination.crisis.selectors.crisis_page import HOSPITALS
from coordination.crisis.selectors.owners import Owner, owners
from coordination.crisis.selectors.preparation import (
    Fault,
    faults_of,
    readiness_of,
    structures_overdue,
)
from directory.models import Structure
from portal.accounts.models import User

# EHPAD and residential disability care, which have a plan bleu (order of 12 February 2024).
WITH_PLAN = (*HOSPITALS, "500", "501", "183", "255", "437")
# A page stays readable; a manager of more has the page of each.
SHOWN = 12


@dataclass(frozen=True)
class Prepared:
    """One structure or territory: its faults, the plans inside that are late or unknown."""

    owner: Owner
    faults: list[Fault]
    overdue: list[CrisisPlan]
    unknown: int


def preparation_of(user: User) -> list[Prepared]:
    """Each of those for whom `user` prepares, a dozen at most."""
    return [
        Prepared(
            owner=one,
            faults=faults_of(readiness_of(one)),
            overdue=structures_overdue(one),
            unknown=_unknown(one),
        )
        for one in owners(user)[:SHOWN]
    ]


def _unknown(owner: Owner) -> int:
    """The establishments of a territory whose plan has no date here: silence is not readiness."""
    if owner.structure is not None:
        return 0
    dated = CrisisPlan.objects.filter(structure__isnull=False).values("structure")
    inside = Structure.objects.in_territories([owner.territory.pk])
    bound = inside.filter(category__in=WITH_PLAN, closed_on__isnull=True)
    return bound.exclude(pk__in=dated).count()
