"""Whom to call for each role of some cells: who holds it now, then who is named for it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import Cell, CellMember, Designation
from coordination.crisis.selectors.catalogue import kinds_followed
from coordination.oncall.models import ContactMethod, reads_contact
from portal.accounts.models import User


@dataclass(frozen=True)
class Callee:
    """Somebody of the chain of calls: rank 0 holds the role, the others follow in order."""

    name: str
    rank: int
    phones: list[str]
    is_there: bool


@dataclass
class RoleChain:
    """A role of a cell, and whom to call for it, in order."""

    role: str
    callees: list[Callee] = field(default_factory=list)


def chains_of(cells: Iterable[Cell], *, reader: User | None) -> dict[int, list[RoleChain]]:
    """By cell, whom to call for each role: who holds it now, then who is named for it.

    Numbers are those whose audience `reader` belongs to; without a reader, the widest alone.
    """
    cells = list(cells)
    today = timezone.localdate(clock.now())
    there = CellMember.objects.filter(cell__in=cells, period__contains=clock.now())
    members = list(there.exclude(role=None).select_related("user", "role").order_by("rank", "pk"))
    owners = Q(structure__in={one.structure_id for one in cells if one.structure_id})
    owners |= Q(territory__in={one.territory_id for one in cells if not one.structure_id})
    named = Designation.objects.filter(owners | Q(cell__in=cells), validity__contains=today)
    designated = list(named.select_related("person", "role").order_by("rank", "pk"))
    phones = _phones(
        reader, [one.user_id for one in members], [one.person_id for one in designated]
    )
    return {cell.pk: _chain(cell, members, designated, phones) for cell in cells}


def _chain(
    cell: Cell,
    members: list[CellMember],
    designated: list[Designation],
    phones: tuple[dict[int, list[str]], dict[int, list[str]]],
) -> list[RoleChain]:
    of_user, of_person = phones
    found: dict[int, tuple[tuple[bool, int], RoleChain]] = {}
    inside: set[tuple[int, int | None]] = set()
    for one in members:
        if one.cell_id == cell.pk and one.role is not None:
            _key, chain = found.setdefault(one.role.pk, _empty(one.role))
            numbers = of_user.get(one.user_id, [])
            chain.callees.append(Callee(str(one.user), one.rank, numbers, is_there=True))
            inside.add((one.role.pk, one.user_id))
    for named in designated:
        if _is_for(named, cell) and (named.role_id, named.person.user_id) not in inside:
            _key, chain = found.setdefault(named.role_id, _empty(named.role))
            numbers = of_person.get(named.person_id, [])
            chain.callees.append(Callee(str(named.person), named.rank, numbers, is_there=False))
    return [chain for _key, chain in sorted(found.values(), key=lambda pair: pair[0])]


def _empty(role: Any) -> tuple[tuple[bool, int], RoleChain]:
    return (not role.leads, role.rank), RoleChain(str(role))


def _is_for(one: Designation, cell: Cell) -> bool:
    if one.cell_id:
        return one.cell_id == cell.pk
    if cell.structure_id:
        return one.structure_id == cell.structure_id
    return one.territory_id == cell.territory_id and one.role.kind in kinds_followed(cell.kind)


def _phones(
    reader: User | None, users: list[int], people: list[int]
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Numbers by account and by person, in the order in which they are called."""
    wanted = ContactMethod.objects.filter(
        Q(person__user__in=users) | Q(person__in=people),
        kind__in=[ContactMethod.Kind.MOBILE, ContactMethod.Kind.LANDLINE],
    ).exclude(state=ContactMethod.State.DISABLED)
    of_user: dict[int, list[str]] = defaultdict(list)
    of_person: dict[int, list[str]] = defaultdict(list)
    rows = wanted.order_by("rank", "pk").values_list("person", "person__user", "value", "audience")
    for person, user, value, audience in rows:
        if _reads(reader, audience):
            of_person[person].append(value)
            if user:
                of_user[user].append(value)
    return of_user, of_person


def _reads(reader: User | None, audience: str) -> bool:
    if reader is None:
        return audience == ContactMethod.Audience.PROFESSIONALS
    return reads_contact(reader, audience, managed=False)
