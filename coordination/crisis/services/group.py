"""A group is created with its charter, changed, filled, prolonged; closed, by itself too."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import Cell, Group, GroupMember, Log, Role
from coordination.crisis.notices.group import GroupCharterChanged, GroupEnding
from coordination.crisis.refusals.cell import CellArchived, NotOnDuty, RoleOfAnotherKind
from coordination.crisis.refusals.group import (
    GroupClosed,
    GroupEndsTooSoon,
    GroupNameTaken,
    InGroupAlready,
    LastModerator,
    ModeratorOutside,
    NotInGroup,
    NotModerator,
)
from coordination.crisis.refusals.log import EntryEmpty, PatientDoubt, PatientNumber
from coordination.crisis.rules import may_run_group, may_write_log
from coordination.crisis.selectors.catalogue import roles_of_cell
from coordination.crisis.services.exercise import check_recipients
from coordination.crisis.services.writing import note
from coordination.notifications.services import notify
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import doubts, holds_patient_number

LONGEST, REMINDED_DAYS = timedelta(days=366), 3


@dataclass(frozen=True)
class NewGroup:
    """Its name, what it is for, its last day, the audience that it includes if any."""

    name: str
    charter: str
    expires_on: date
    source: str = ""


@transaction.atomic
def create_group(cell: Cell, new: NewGroup, *, by: User, confirmed: bool = False) -> Group:
    """The group exists, `by` moderates it. `confirmed`: its writer has read it again.

    Raises NotOnDuty, CellArchived, EntryEmpty, PatientNumber, PatientDoubt, GroupEndsTooSoon,
    GroupNameTaken.
    """
    if not may_write_log(by, cell):
        raise NotOnDuty
    _check_words(cell, new.name, new.charter, confirmed=confirmed)
    _check_end(new.expires_on)
    made = Group(
        cell=cell, name=new.name.strip(), charter=new.charter.strip(), source=new.source,
        expires_on=new.expires_on, created_by=by, created_at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise GroupNameTaken(name=made.name) from error
    GroupMember.objects.create(
        group=made, user=by, is_moderator=True, added_by=by, added_at=made.created_at
    )
    record(by, "group.created", made)
    _note(made, f"Groupe « {made} » créé jusqu’au {made.expires_on:%d/%m/%Y} : {made.charter}", by)
    return made


@transaction.atomic
def add_to_group(
    group: Group,
    *,
    by: User,
    user: User | None = None,
    role: Role | None = None,
    is_moderator: bool = False,
) -> GroupMember:
    """That person, or whoever holds that function, has the messages of the group from now on.

    Raises NotModerator, CellArchived, GroupClosed, OutsideExercise, ModeratorOutside,
    RoleOfAnotherKind, InGroupAlready.
    """
    _check_open(group, by=by)
    if user is not None:
        check_recipients(group.cell.crisis, [user])
        if is_moderator and not may_write_log(user, group.cell):
            raise ModeratorOutside(who=user)
    if role is not None and not roles_of_cell(group.cell).filter(pk=role.pk).exists():
        raise RoleOfAnotherKind(role=role)
    made = GroupMember(
        group=group, user=user, role=role, is_moderator=is_moderator, added_by=by,
        added_at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise InGroupAlready(who=made) from error
    record(by, "group.joined", group, who=str(made))
    _note(group, f"Groupe « {group} » : {made} y entre{' et l’anime' if is_moderator else ''}", by)
    return made


@transaction.atomic
def remove_from_group(member: GroupMember, *, by: User) -> None:
    """They have its messages no more; that they had is kept.

    Raises NotModerator, CellArchived, GroupClosed, LastModerator, NotInGroup.
    """
    group = member.group
    _check_open(group, by=by)
    here = GroupMember.objects.filter(group=group, removed_at__isnull=True)
    others = here.filter(is_moderator=True).exclude(pk=member.pk)
    if member.is_moderator and not others.exists():
        raise LastModerator
    if here.filter(pk=member.pk).update(removed_at=clock.now()) != 1:
        raise NotInGroup
    record(by, "group.left", group, who=str(member))
    _note(group, f"Groupe « {group} » : {member} en sort", by)


@transaction.atomic
def edit_charter(group: Group, charter: str, *, by: User, confirmed: bool = False) -> None:
    """What the group is for is said otherwise; whoever has its messages is told, the log keeps
    both. The same words change nothing.

    Raises NotModerator, CellArchived, GroupClosed, EntryEmpty, PatientNumber, PatientDoubt.
    """
    _check_open(group, by=by)
    _check_words(group.cell, group.name, charter, confirmed=confirmed)
    before, words = Group.objects.get(pk=group.pk).charter, charter.strip()
    if words == before:
        return
    Group.objects.filter(pk=group.pk).update(charter=words)
    record(by, "group.charter_changed", group)
    # Each change has its line: no two are told under the same number.
    notify(GroupCharterChanged, group, step=Log.objects.get(cell=group.cell_id).last_seq)
    _note(group, f"Groupe « {group} », charte : {before[:900]} → {words[:900]}", by)


@transaction.atomic
def appoint_moderator(member: GroupMember, *, moderates: bool, by: User) -> None:
    """They moderate the group from now on, or no longer and stay in it.

    Raises NotModerator, CellArchived, GroupClosed, ModeratorOutside, LastModerator, NotInGroup.
    """
    group = member.group
    _check_open(group, by=by)
    here = GroupMember.objects.filter(group=group, removed_at__isnull=True, user__isnull=False)
    if moderates and (member.user is None or not may_write_log(member.user, group.cell)):
        raise ModeratorOutside(who=member)
    if not moderates and not here.filter(is_moderator=True).exclude(pk=member.pk).exists():
        raise LastModerator
    mine = here.filter(pk=member.pk, is_moderator=not moderates)
    if mine.update(is_moderator=moderates) != 1:
        raise NotInGroup
    record(by, "group.moderated", group, who=str(member), moderates=moderates)
    _note(
        group, f"Groupe « {group} » : {member} {'l’anime' if moderates else 'ne l’anime plus'}", by
    )


@transaction.atomic
def prolong_group(group: Group, *, until: date, by: User) -> None:
    """Its last day is that one; its moderators are reminded again before it.

    Raises NotModerator, CellArchived, GroupClosed, GroupEndsTooSoon.
    """
    _check_open(group, by=by)
    _check_end(until)
    Group.objects.filter(pk=group.pk).update(expires_on=until, reminded_at=None)
    record(by, "group.prolonged", group, until=until.isoformat())
    _note(group, f"Groupe « {group} » prolongé jusqu’au {until:%d/%m/%Y}", by)


@transaction.atomic
def close_group(group: Group, *, by: User) -> None:
    """It is never written to again. Raises NotModerator, CellArchived, GroupClosed."""
    _check_open(group, by=by)
    _close(group, clock.now())
    record(by, "group.closed", group)
    _note(group, f"Groupe « {group} » fermé", by)


def end_groups(now: datetime) -> int:
    """Moderators are reminded three days before the end, once; past it, the group is closed."""
    open_ones = Group.objects.filter(closed_at__isnull=True, cell__archived_at__isnull=True)
    today = timezone.localdate(now)
    soon = open_ones.filter(
        reminded_at__isnull=True, expires_on__lte=today + timedelta(days=REMINDED_DAYS)
    )
    over = open_ones.filter(expires_on__lt=today).select_related("cell")
    done = sum(_remind(one, now) for one in soon.filter(expires_on__gte=today).order_by("pk"))
    return done + sum(_expire(one, now) for one in over.order_by("pk"))


@transaction.atomic
def _remind(group: Group, now: datetime) -> bool:
    mine = Group.objects.filter(pk=group.pk, reminded_at__isnull=True, closed_at__isnull=True)
    if mine.update(reminded_at=now) != 1:
        return False
    notify(GroupEnding, group, step=group.expires_on.toordinal())
    return True


@transaction.atomic
def _expire(group: Group, now: datetime) -> bool:
    mine = Group.objects.filter(pk=group.pk, closed_at__isnull=True, expires_on=group.expires_on)
    if mine.update(closed_at=max(now, group.created_at)) != 1:
        return False
    record(None, "group.closed", group)
    _note(group, f"Groupe « {group} » fermé : son dernier jour est passé", None)
    return True


def _close(group: Group, now: datetime) -> None:
    mine = Group.objects.filter(pk=group.pk, closed_at__isnull=True)
    if mine.update(closed_at=now) != 1:
        raise GroupClosed


def _check_open(group: Group, *, by: User) -> None:
    """Locked, so that nobody joins what is being closed."""
    current = Group.objects.select_for_update(of=("self",)).select_related("cell").get(pk=group.pk)
    if not may_run_group(by, current):
        raise NotModerator
    if current.cell.archived_at is not None:
        raise CellArchived
    if not current.is_open:
        raise GroupClosed


def _check_words(cell: Cell, name: str, charter: str, *, confirmed: bool) -> None:
    if cell.archived_at is not None:
        raise CellArchived
    whole = f"{name} · {charter}"
    if not name.strip() or not charter.strip():
        raise EntryEmpty
    if holds_patient_number(whole):
        raise PatientNumber
    if not confirmed and (passages := doubts(whole)):
        raise PatientDoubt(passages=" », « ".join(passages))


def _check_end(until: date) -> None:
    today = timezone.localdate(clock.now())
    if not today <= until <= today + LONGEST:
        raise GroupEndsTooSoon


def _note(group: Group, words: str, by: User | None) -> None:
    note(group.cell, words[:2000], by=by, links=(group.get_absolute_url(),))
