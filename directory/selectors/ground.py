"""Where a search looks, as the map draws it."""

from directory.selectors.search import Criteria
from portal.territories.ground import Ground, ground_of, ground_of_communes
from portal.territories.models import Territory


def ground_looked(criteria: Criteria, around: Territory | None) -> Ground:
    """The narrowest place that `criteria` names; without any, the communes around the reader.

    A constant number of statements, whatever is found there.
    """
    place = criteria.place
    if criteria.commune is not None:
        return ground_of(criteria.commune)
    if place is not None and place.commune is not None and len(place.communes) == 1:
        return ground_of(place.commune)
    if place is not None:
        return ground_of_communes(place.communes, str(place))
    if criteria.territory is not None:
        return ground_of(Territory.objects.get(pk=criteria.territory))
    if around is None:
        return Ground()
    return Ground(department=ground_of(around).department)
