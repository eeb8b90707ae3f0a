"""The active cells of a territory that somebody sees, and where each is."""

from collections.abc import Iterable

from django.db.models import Avg, Count, Q, QuerySet

from coordination.crisis.models import CallOut, CallSeat, Cell, Crisis
from coordination.crisis.selectors.standing import Standing, standings
from portal.accounts.models import User
from portal.territories.models import Containment, Territory

MOST = 60


def cells_of(user: User, territory: Territory) -> QuerySet[Cell]:
    """The active cells that `user` sees in `territory` or around it; real ones first, then by
    level. A restricted cell is there for its members only, in counts as in lists."""
    inside = Territory.objects.within([territory.pk]).values("pk")
    around = Territory.objects.containing([territory.pk]).values("pk")
    place = Q(territory__in=inside) | Q(territory__in=around)
    active = Cell.objects.visible_to(user).active().filter(place, archived_at=None)
    under_way = active.filter(crisis__in=Crisis.objects.under_way())
    found = under_way.select_related("crisis", "structure", "territory", "parent")
    return found.order_by("crisis__mode", "-level", "name", "pk")


def standings_of(user: User, territory: Territory) -> list[Standing]:
    """Those cells with their level, coverage and situation reports; sixty at most."""
    return standings(cells_of(user, territory)[:MOST])


def callouts_in(cells: Iterable[Cell], user: User) -> list[CallOut]:
    """The call-outs under way in those of `cells` whose log `user` reads, the newest first.

    Each has `places` and `manned`: how many are to fill, how many are. One statement.
    """
    living = CallOut.objects.visible_to(user).living().filter(cell__in=list(cells))
    counted = living.annotate(
        places=Count("seats"), manned=Count("seats", filter=Q(seats__state=CallSeat.State.MANNED))
    )
    return list(counted.select_related("cell__crisis").order_by("-opened_at", "-pk")[:MOST])


def positions(cells: Iterable[Cell]) -> dict[int, tuple[float, float]]:
    """Latitude and longitude of each cell: of its structure, of its territory, else the middle
    of the communes of its territory. One statement at most; what nothing places is left out."""
    cells = list(cells)
    known = {cell.pk: _own(cell) for cell in cells}
    wide = {cell.territory_id for cell in cells if known[cell.pk] is None}
    middles: dict[int, tuple[float, float]] = {}
    if wide:
        rows = Containment.objects.filter(ancestor__in=wide, descendant__latitude__isnull=False)
        for pk, latitude, longitude in rows.values_list("ancestor").annotate(
            Avg("descendant__latitude"), Avg("descendant__longitude")
        ):
            middles[pk] = (latitude, longitude)
    found = {cell.pk: known[cell.pk] or middles.get(cell.territory_id) for cell in cells}
    return {pk: spot for pk, spot in found.items() if spot is not None}


def _own(cell: Cell) -> tuple[float, float] | None:
    for place in (cell.structure, cell.territory):
        if place is not None and place.latitude is not None and place.longitude is not None:
            return place.latitude, place.longitude
    return None
