"""Who is in a cell, now and before: the members on duty, the roles held and vacant."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import (
    Activation,
    Cell,
    CellKind,
    CellMember,
    Designation,
    Level,
    Role,
)
from coordination.crisis.selectors.catalogue import level_of, roles_of_cell
from portal.accounts.models import Grant, User
from portal.accounts.models import Role as Office
from portal.territories.models import Territory


@dataclass(frozen=True)
class RoleLine:
    """A role of a cell: who holds it, who is named for it, whether the level requires it."""

    role: Role
    members: list[CellMember]
    designations: list[Designation]
    headcount: int

    @property
    def is_required(self) -> bool:
        return self.headcount > 0

    @property
    def is_vacant(self) -> bool:
        """Required, and nobody holds it: never shown as covered."""
        return self.is_required and not self.members

    @property
    def lacks(self) -> int:
        """How many people are missing."""
        return max(0, self.headcount - len(self.members))

    @property
    def only_alternates(self) -> bool:
        return bool(self.members) and all(member.rank > 0 for member in self.members)


def memberships(user: User, cell: Cell) -> QuerySet[CellMember]:
    """What `user` is in `cell` now."""
    return CellMember.objects.on_duty(cell).filter(user=user.pk)


def role_for(user: User, cell: Cell) -> Role | None:
    """The role in which `user` acts now: the leading one first; None without a role."""
    return role_among(memberships(user, cell).select_related("role"))


def role_among(duties: Iterable[CellMember]) -> Role | None:
    """The one role in which somebody who has these duties acts: the leading one first."""
    held = [(one.rank, one.role) for one in duties if one.role]
    held.sort(key=lambda one: (not one[1].leads, one[0], one[1].rank))
    return held[0][1] if held else None


def people_of(cell: Cell) -> QuerySet[User]:
    """The people on duty in `cell`, once each."""
    return User.objects.filter(pk__in=CellMember.objects.on_duty(cell).values("user"))


def role_lines(cell: Cell, level: Level | None = None) -> list[RoleLine]:
    """The roles of `cell` in order: required at `level` (its own by default), or held."""
    level = level or level_of(cell)
    required = {one.role_id: one.headcount for one in level.requirements.all()} if level else {}
    held: dict[int | None, list[CellMember]] = {}
    for member in (
        CellMember.objects.on_duty(cell).select_related("user", "role").order_by("rank", "pk")
    ):
        held.setdefault(member.role_id, []).append(member)
    named: dict[int, list[Designation]] = {}
    for one in designations(cell).select_related("person"):
        named.setdefault(one.role_id, []).append(one)
    return [
        RoleLine(
            role=role,
            members=held.get(role.pk, []),
            designations=named.get(role.pk, []),
            headcount=required.get(role.pk, 0),
        )
        for role in roles_of_cell(cell)
        if role.pk in required or role.pk in held
    ]


def designations(cell: Cell) -> QuerySet[Designation]:
    """Who is named for the roles of `cell` today: by its structure or territory, and by itself."""
    today = timezone.localdate(clock.now())
    owner = Q(structure=cell.structure) if cell.structure_id else Q(territory=cell.territory)
    valid = Designation.objects.filter(owner | Q(cell=cell), validity__contains=today)
    return valid.order_by("role__rank", "rank", "pk")


def history(cell: Cell) -> QuerySet[CellMember]:
    """Every interval, the newest first: who held what, when."""
    rows = CellMember.objects.filter(cell=cell).select_related("user", "role", "added_by")
    return rows.order_by("-pk")


def history_seen(user: User) -> QuerySet[CellMember]:
    """Every interval of the cells that `user` sees."""
    seen = Cell.objects.visible_to(user)
    return CellMember.objects.filter(cell__in=seen).select_related("cell__crisis", "user", "role")


def activations_seen(user: User) -> QuerySet[Activation]:
    """Every change of level of the cells that `user` sees."""
    seen = Cell.objects.visible_to(user)
    return Activation.objects.filter(cell__in=seen).select_related("cell", "decided_by")


def account_of(email: str) -> User | None:
    """Who signs in with that address, if anybody still does."""
    return User.objects.filter(email__iexact=email, is_active=True).first()


def deciders(cell: Cell, user: User) -> QuerySet[User]:
    """Who may be named as deciding for `cell`: oneself, its people, whom its owner names."""
    approved = Grant.objects.in_force()
    if cell.structure_id:
        offices = approved.filter(structure=cell.structure_id, role=Office.MANAGER)
    else:
        around = Territory.objects.containing([cell.territory_id])
        offices = approved.filter(territory__in=around.values("pk"), role=Office.ARS)
        if cell.kind == CellKind.CPTS:
            offices |= approved.filter(territory=cell.territory_id, role=Office.CPTS_MEMBER)
    inside = CellMember.objects.on_duty(cell) if cell.pk else CellMember.objects.none()
    named = Q(pk=user.pk) | Q(pk__in=offices.values("user")) | Q(pk__in=inside.values("user"))
    return User.objects.filter(named, is_active=True).order_by("last_name", "first_name", "pk")
