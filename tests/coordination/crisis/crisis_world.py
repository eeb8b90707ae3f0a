"""Crises and cells for tests, made through the services."""

from typing import Any

from django.utils import timezone

from coordination.crisis.models import Cell, CellKind, CellMember, Crisis, Mode, Role
from coordination.crisis.services.activation import Decided
from coordination.crisis.services.cell import NewCell, open_cell
from coordination.crisis.services.crisis import Declaration, declare_crisis
from coordination.crisis.services.member import add_member
from portal.accounts.models import User
from portal.territories.models import Territory


def declare(territory: Territory, *, by: User, mode: str = Mode.ACTUAL, **said: Any) -> Crisis:
    """An emerging epidemic, declared."""
    told = {"title": "Épidémie émergente", "nature": "agent respiratoire inconnu"} | said
    started = told.pop("started_at", timezone.now())
    return declare_crisis(
        Declaration(territory=territory, mode=mode, started_at=started, **told), by=by
    )


def decided(by: User, **more: Any) -> Decided:
    """A decision of the director, with its basis and reason."""
    said = {"capacity": "directeur", "basis": "plan ORSAN", "reason": "12 cas groupés"} | more
    return Decided(by=by, **said)


def open_departmental(
    territory: Territory, *, by: User, level: int = 2, mode: str = Mode.ACTUAL, **cell: Any
) -> Cell:
    """The departmental cell of a new crisis."""
    new = {"kind": CellKind.DEPARTMENTAL, "name": "Cellule départementale"} | cell
    crisis = declare(territory, by=by, mode=mode)
    return open_cell(
        crisis, NewCell(territory=territory, **new), level=level, decided=decided(by), by=by
    )


def role(cell: Cell, slug: str) -> Role:
    """The role of that name, of the nationwide catalogue."""
    kind = CellKind.CRAPS if cell.kind == CellKind.DEPARTMENTAL else cell.kind
    return Role.objects.get(kind=kind, slug=slug, structure=None, territory=None)


def join(cell: Cell, user: User, slug: str = "", **more: Any) -> CellMember:
    """`user` is a member of the cell, in that role if any."""
    held = role(cell, slug) if slug else None
    return add_member(cell, user, by=user, role=held, **more)
