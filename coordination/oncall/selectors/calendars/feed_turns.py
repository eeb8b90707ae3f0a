"""The turns of rotations in a calendar, where no roster is published."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from coordination.oncall.clock import common
from coordination.oncall.models import Person, RotationPlace, Sector
from coordination.oncall.resolver import Claim, Fragment
from coordination.oncall.selectors.plans.plan import Plan, Seat, add_rotations, planned
from portal.lib.time import Period

# Turns are computed, not kept: a season ahead is enough for a diary.
AHEAD = timedelta(days=120)


class TurnsInSight:
    """The turns of the sectors of a calendar that nothing else replaces, with their words."""

    def __init__(self, sectors: Iterable[int], window: Period, now: datetime) -> None:
        self.window = (window[0], min(window[1], now + AHEAD))
        ids = sorted(sectors)
        self.plan: Plan = planned(ids, self.window)
        add_rotations(self.plan, ids, self.window)
        self.sectors = Sector.objects.filter(pk__in=ids).select_related("line").in_bulk()
        self._left = self.plan.resolved(self.window)

    def __iter__(self) -> Iterator[tuple[Seat, Claim, list[Period]]]:
        """(seat, claim, what is left of it), whole turns only: a cut one would change each day."""
        for seat, claims in sorted(self.plan.claims.items()):
            for claim in claims:
                cut = claim.period[0] == self.window[0] or claim.period[1] == self.window[1]
                if claim.source == "rotation" and not cut:
                    yield seat, claim, self._parts(seat, claim)

    def identity_of(self, claim: Claim) -> str:
        """A rotation already begun never moves: its turn is known by the day it was due."""
        return f"tour.{claim.ref}.{claim.period[0]:%Y%m%d%H%M}.{claim.person}"

    def name_of(self, claim: Claim) -> str:
        """Who serves it."""
        return self.plan.people[claim.person].name

    def _parts(self, seat: Seat, claim: Claim) -> list[Period]:
        fragments: list[Fragment] = self._left.get(seat, [])
        mine = [one for one in fragments if one.source == "rotation" and one.ref == claim.ref]
        found = (common(one.period, claim.period) for one in mine if one.person == claim.person)
        return [part for part in found if part]


def sectors_turned_by(person: Person) -> list[int]:
    """The sectors where somebody has a place in a rotation."""
    places = RotationPlace.objects.filter(person=person)
    return list(places.values_list("rotation__layer__sector", flat=True).distinct())
