"""For whom somebody prepares in peacetime: their structures, their territories."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from coordination.crisis.models import OWNERS, CellKind
from coordination.crisis.models.catalogue import Owned
from coordination.crisis.selectors.crisis_page import HOSPITALS
from directory.models import Structure
from portal.accounts.models import Grant, User
from portal.accounts.models import Role as Office
from portal.territories.models import Territory

# What a territory of that kind opens; the others follow the department.
OF_TERRITORY = {"region": CellKind.CRAPS, "country": CellKind.CRAPS, "cpts": CellKind.CPTS}
SHARED = (CellKind.THEMATIC, CellKind.CONCERTATION)


@dataclass(frozen=True)
class Owner:
    """A structure or a territory that names people, adapts cards, keeps plans."""

    territory: Territory
    structure: Structure | None = None

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"s{self.structure.pk}" if self.structure else f"t{self.territory.pk}"

    @property
    def kind(self) -> CellKind:
        """The kind of the cell it opens."""
        if self.structure is None:
            return OF_TERRITORY.get(self.territory.kind, CellKind.DEPARTMENTAL)
        hospital = self.structure.category_id in HOSPITALS
        return CellKind.CCH if hospital else CellKind.PLAN_BLEU

    @property
    def kinds(self) -> tuple[CellKind, ...]:
        """The kinds of the cells it may open."""
        return (self.kind,) if self.structure else (self.kind, *SHARED)

    @property
    def fields(self) -> dict[str, Any]:
        """The columns of a row of its own: never both."""
        place = None if self.structure else self.territory
        return {"territory": place, "structure": self.structure}

    def __str__(self) -> str:
        return str(self.structure or self.territory)


def owners(user: User) -> list[Owner]:
    """Those for whom `user` prepares: structures they manage, territories, departments inside."""
    if not user.is_authenticated:
        return []
    held_by = Structure.objects.filter(pk__in=user.structures_of(Office.MANAGER))
    managed = held_by.select_related("commune").order_by("name_key")
    held = user.territories_of(*OWNERS)
    inside = Q(pk__in=Territory.objects.within(held).values("pk"), kind="department")
    mine = Q(pk__in=held) | inside | Q(pk__in=user.territories_of(Office.CPTS_MEMBER), kind="cpts")
    places = Territory.objects.filter(mine).order_by("name", "pk")
    return [
        *(
            Owner(one.commune, one)
            for one in managed.select_related("commune").order_by("name_key")
        ),
        *(Owner(one) for one in places),
    ]


def owner_of(row: Owned) -> Owner:
    """The owner of that row; it has one."""
    if row.structure is not None:
        return Owner(row.structure.commune, row.structure)
    assert row.territory is not None  # noqa: S101
    return Owner(row.territory)


def keepers_of(owner: Owner) -> QuerySet[User]:
    """Who prepares for `owner`: its managers, or its CPTS; the ARS of the place otherwise."""
    own = Grant.objects.none()
    if owner.structure is not None:
        own = Grant.objects.filter(role=Office.MANAGER, structure=owner.structure).in_force()
    elif owner.territory.kind == "cpts":
        own = Grant.objects.filter(role=Office.CPTS_MEMBER, territory=owner.territory).in_force()
    around = {"territory__inner_links__descendant": owner.territory.pk}
    agency = Grant.objects.filter(role=Office.ARS, **around).in_force()
    held = own if own.exists() else agency
    return User.objects.filter(pk__in=held.values("user"), is_active=True)


def owner_named(user: User, key: str) -> Owner | None:
    """The owner of that key; None when it is not one of theirs."""
    return next((one for one in owners(user) if one.key == key), None)
