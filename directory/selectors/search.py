"""Reads of the directory: what is looked for, in which order, and how much of it there is."""

from dataclasses import dataclass, fields

from django.db.models import Prefetch, Q, Value
from django.utils import timezone

from directory import registry
from directory.models import (
    Activity,
    Service,
    Structure,
    StructureQuerySet,
)
from directory.models.offer import ServiceQuerySet
from directory.selectors.places import Place, in_place, ranked
from directory.selectors.trades import practised, read_trade
from portal.accounts.models import User
from portal.lib.text import search_key
from portal.territories.models import Containment, Territory

Kind = Territory.Kind

WIDER_KM = 50
LEAST_TYPED, MOST_SUGGESTED = 3, 8


@dataclass(frozen=True)
class Criteria:
    """What is looked for. A radius without a commune nor a point asks nothing.

    `activity`: a service that they offer; `is_open`: one that is open now; `on_call`: somebody
    of theirs is on call now; `covers`: one that comes to the commune, wherever the structure is;
    `place`: the one read in the words; `centre_label`: what the point is.
    """

    text: str = ""
    category: str = ""
    territory: int | None = None
    commune: Territory | None = None
    radius_km: float | None = None
    point: tuple[float, float] | None = None
    activity: str = ""
    is_open: bool = False
    on_call: bool = False
    covers: bool = False
    place: Place | None = None
    centre_label: str = ""

    @property
    def centre(self) -> tuple[float, float] | None:
        """The point around which we look, when there is a radius."""
        if self.radius_km is None:
            return None
        if self.point is not None:
            return self.point
        place = self.commune
        if place is None or place.latitude is None or place.longitude is None:
            return None
        return place.latitude, place.longitude

    @property
    def said(self) -> str:
        """The words, without those that name the place."""
        return self.place.rest if self.place else self.text

    @property
    def asks_services(self) -> bool:
        return bool(self.activity or self.is_open or self.covers)

    @property
    def kinds(self) -> list[str]:
        """The names of the criteria in force, without what they hold."""
        return [
            one.name
            for one in fields(self)
            if one.name != "centre_label" and getattr(self, one.name) not in ("", None, False)
        ]

    @property
    def order(self) -> list[str]:
        """The keys of a total order: the nearest, else the likeliest, then the alphabet."""
        if self.centre is not None:
            return ["distance_km", "name_key", "pk"]
        return ["-score", "name_key", "pk"] if self.text else ["name_key", "pk"]


def list_of_territories(around: Territory | None, chosen: int | None) -> list[Territory]:
    """Regions and departments, the parts of the territory `around`, and the `chosen` one."""
    kept = Q(kind__in=[Kind.REGION, Kind.DEPARTMENT]) | Q(pk=chosen)
    if around is not None:
        inside = Containment.objects.filter(ancestor=around).values("descendant")
        holding = Containment.objects.filter(
            descendant__in=inside, ancestor__kind=Kind.EPCI
        ).values("ancestor")
        kept |= Q(kind__in=[Kind.CPTS, Kind.PERIMETER], pk__in=inside)
        kept |= Q(kind=Kind.EPCI, pk__in=holding)
    found = Territory.objects.filter(kept, closed_on__isnull=True)
    return list(found.exclude(kind__in=[Kind.COMMUNE, Kind.ARRONDISSEMENT]).order_by("search_key"))


def find_structures(user: User, criteria: Criteria) -> StructureQuerySet:
    """What `user` may see of what is looked for, in any category, not yet ordered."""
    return narrowed(named_structures(user, criteria), criteria)


def named_structures(user: User, criteria: Criteria) -> StructureQuerySet:
    """What `user` may see and the words mean, wherever it is and whatever it does.

    The words are read in three statements, at once.
    """
    opened = Structure.objects.visible_to(user).opened()
    place, said = criteria.place, criteria.said
    trade = read_trade(said)
    meant = practised(trade, said) if trade else None
    if place is not None:
        return in_place(opened, place, criteria.text, meant)
    if meant is not None:
        return ranked(opened.filter(meant), said, beyond=Value(0))
    return opened.search(said)


def narrowed(found: StructureQuerySet, criteria: Criteria) -> StructureQuerySet:
    """Those of `found` that the other criteria keep, in any category."""
    if criteria.territory is not None:
        found = found.in_territories([criteria.territory])
    if criteria.on_call:
        found = found.filter(pk__in=registry.structures_on_duty())
    if criteria.asks_services:
        found = found.filter(pk__in=services_asked(criteria).values("structure"))
    if criteria.covers:
        return found
    if criteria.centre is not None and criteria.radius_km is not None:
        return found.near(*criteria.centre, criteria.radius_km)
    if criteria.commune is not None:
        found = found.in_territories([criteria.commune.pk])
    return found


def services_asked(criteria: Criteria) -> ServiceQuerySet:
    """The services that are looked for: of this activity, open now, that come there."""
    services = Service.objects.current()
    if criteria.activity:
        services = services.filter(activity=criteria.activity)
    if criteria.covers and criteria.commune is not None:
        services = services.covering(criteria.commune)
    return services.open_at(timezone.now()) if criteria.is_open else services


def for_list(structures: StructureQuerySet, criteria: Criteria) -> StructureQuerySet:
    """With what a line shows; `found_services`, those that were asked for, when some were."""
    if not criteria.asks_services:
        return _explained(structures, criteria)
    why = services_asked(criteria).with_open_at(timezone.now()).select_related("activity")
    found = Prefetch("services", why.order_by("activity__rank", "pk"), to_attr="found_services")
    return _explained(structures, criteria).prefetch_related(found)


def _explained(structures: StructureQuerySet, criteria: Criteria) -> StructureQuerySet:
    """With the words of its other names too, when words were typed: they say why it was found."""
    listed = structures.for_list()
    return listed.defer(None).defer("words") if criteria.text else listed


def suggested(user: User, text: str) -> list[Structure]:
    """The likeliest under the search box while one types; none before three signs."""
    if len(search_key(text)) < LEAST_TYPED:
        return []
    criteria = Criteria(text=text)
    return list(of_category(find_structures(user, criteria), criteria).for_list()[:MOST_SUGGESTED])


def activities_offered() -> list[tuple[str, str]]:
    """The code and the label of what some structure offers, in order."""
    offered = Service.objects.current().values("activity")
    return list(Activity.objects.filter(pk__in=offered).values_list("code", "label"))


def of_category(structures: StructureQuerySet, criteria: Criteria) -> StructureQuerySet:
    """Those of the category that is looked for, in the order of `criteria`."""
    wanted = {"category": criteria.category} if criteria.category else {}
    return structures.filter(**wanted).order_by(*criteria.order)
