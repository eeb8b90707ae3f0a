"""Who enters a cell, takes a role in it, leaves it."""

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from coordination.crisis import clock
from coordination.crisis.models import Cell, CellMember, EntryKind, Role
from coordination.crisis.refusals.cell import (
    AlreadyGone,
    AlreadyMember,
    CellArchived,
    ExclusiveRole,
    RoleOfAnotherKind,
    RoleTaken,
)
from coordination.crisis.refusals.log import PatientNumber
from coordination.crisis.selectors.catalogue import roles_of_cell
from coordination.crisis.selectors.membership import memberships
from coordination.crisis.services.writing import note
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import holds_patient_number

Standing = CellMember.Standing


@transaction.atomic
def add_member(
    cell: Cell,
    user: User,
    *,
    by: User,
    role: Role | None = None,
    rank: int = 0,
    standing: str = Standing.MEMBER,
    reason: str = "",
) -> CellMember:
    """`user` is in the cell from now on, in that role if any; the log says so.

    Raises CellArchived, RoleOfAnotherKind, ExclusiveRole, RoleTaken, AlreadyMember, PatientNumber.
    """
    member = enter(cell, user, by=by, role=role, rank=rank, standing=standing, reason=reason)
    as_what = f"« {role} »" if role else f"sans fonction ({member.get_standing_display()})"
    why = f". Motif : {reason}" if reason else ""
    note(cell, f"{user} entre dans la cellule, {as_what}{why}", by=by, kind=EntryKind.RELIEF)
    return member


@transaction.atomic
def end_membership(member: CellMember, *, by: User, reason: str = "") -> None:
    """The interval is closed now; who held what, and when, stays. Raises AlreadyGone."""
    leave(member, by=by)
    what = f"la fonction « {member.role} »" if member.role else "la cellule"
    why = f". Motif : {reason}" if reason else ""
    note(member.cell, f"{member.user} quitte {what}{why}", by=by, kind=EntryKind.RELIEF)


def enter(
    cell: Cell,
    user: User,
    *,
    by: User,
    role: Role | None = None,
    rank: int = 0,
    standing: str = Standing.MEMBER,
    reason: str = "",
) -> CellMember:
    """The interval begins, without a line in the log: the caller writes it. Same refusals."""
    if cell.archived_at is not None:
        raise CellArchived
    if holds_patient_number(reason):
        raise PatientNumber
    if role is not None:
        _check_role(cell, user, role)
    now = clock.now()
    try:
        with transaction.atomic():
            member = CellMember.objects.create(
                cell=cell,
                user=user,
                role=role,
                rank=rank,
                standing=standing,
                added_by=by,
                reason=reason,
                period=DateTimeTZRange(now, None),
            )
    except IntegrityError as error:
        if "member_one_holder_per_role" in str(error):
            raise RoleTaken(role=role) from error
        raise AlreadyMember(who=user) from error
    record(by, "member.added", member, role=role.slug if role else "", standing=str(standing))
    return member


def leave(member: CellMember, *, by: User) -> None:
    """The interval ends, without a line in the log: the caller writes it. Raises AlreadyGone,
    CellArchived."""
    if member.cell.archived_at is not None:
        raise CellArchived
    now = clock.now()
    period = DateTimeTZRange(member.period.lower, now)
    current = CellMember.objects.filter(
        pk=member.pk, period__upper_inf=True, period__startswith__lt=now
    )
    if current.update(period=period) != 1:
        raise AlreadyGone
    member.period = period
    record(by, "member.ended", member)


def _check_role(cell: Cell, user: User, role: Role) -> None:
    """A role of this kind of cell, and nobody holds an exclusive one together with another."""
    if not roles_of_cell(cell).filter(pk=role.pk).exists():
        raise RoleOfAnotherKind(role=role)
    # Two requests at once must not combine what each finds alone.
    Cell.objects.select_for_update().get(pk=cell.pk)
    held = [one.role for one in memberships(user, cell).select_related("role") if one.role]
    for one in held:
        if one != role and (one.is_exclusive or role.is_exclusive):
            raise ExclusiveRole(role=one if one.is_exclusive else role)
