"""Volunteers, as recommendations find them: `guidance` does not know `reinforcement`."""

from collections.abc import Iterable

from coordination.guidance.registry import Known
from coordination.reinforcement.models import Volunteer
from portal.territories.models import Territory


def volunteers_by_trade(codes: Iterable[str], territory: int) -> list[Known]:
    """Those of these professions who live on the territory, set aside or incomplete ones apart."""
    people = Volunteer.objects.filter(
        profession__in=list(codes), commune__in=Territory.objects.within([territory])
    ).exclude(state__in=[*Volunteer.SET_ASIDE, Volunteer.State.INCOMPLETE])
    rows = people.order_by("pk").values_list("user", "profession", "commune__name")
    return [Known(user, str(trade), f"volontaire, {place}") for user, trade, place in rows]
