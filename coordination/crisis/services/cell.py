"""A cell opens: its log, its level, the people named for the roles that the level requires."""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from coordination.crisis import clock
from coordination.crisis.canonical import genesis
from coordination.crisis.models import (
    OF_STRUCTURES,
    AccessRecord,
    Activation,
    Cell,
    CellMember,
    Crisis,
    EntryKind,
    Log,
    Visibility,
)
from coordination.crisis.refusals.cell import (
    AlreadyOpen,
    CellArchived,
    CrisisMoved,
    LevelUnknown,
    StructureMissing,
    WrongParent,
)
from coordination.crisis.selectors.catalogue import level_of, roles_of_cell
from coordination.crisis.selectors.membership import designations
from coordination.crisis.services.activation import Decided, first_level
from coordination.crisis.services.meetings.planning import plan_first_meeting
from coordination.crisis.services.member import enter
from coordination.crisis.services.writing import note
from directory.models import Structure
from portal.accounts.models import User
from portal.audit.services import record
from portal.territories.models import Territory

CONTACTS = ["name", "phone", "fallback_phone", "mailbox", "video_url", "dial_in", "place"]


@dataclass(frozen=True)
class NewCell:
    """What a cell is when it opens."""

    kind: str
    name: str
    territory: Territory
    structure: Structure | None = None
    parent: Cell | None = None
    visibility: str = Visibility.PROFESSIONALS
    mailbox: str = ""
    phone: str = ""
    place: str = ""
    video_url: str = ""
    dial_in: str = ""
    sectors: tuple[Territory, ...] = field(default_factory=tuple)


@transaction.atomic
def open_cell(crisis: Crisis, new: NewCell, *, level: int, decided: Decided, by: User) -> Cell:
    """The cell works at that level: numbered log, people named for its roles, `by` among them.

    Who may open for whom is `rules.may_open_as`. Raises CrisisMoved, WrongParent,
    StructureMissing, AlreadyOpen, LevelUnknown, and what `first_level` raises.
    """
    _check(crisis, new, level)
    now = clock.now()
    try:
        with transaction.atomic():
            cell = Cell.objects.create(
                crisis=crisis,
                kind=new.kind,
                name=new.name,
                structure=new.structure,
                territory=new.territory,
                parent=new.parent,
                visibility=new.visibility,
                mailbox=new.mailbox,
                phone=new.phone,
                place=new.place,
                video_url=new.video_url,
                dial_in=new.dial_in,
                level_since=now,
                opened_at=now,
            )
    except IntegrityError as error:
        if "cell_once_per_structure" in str(error):
            raise AlreadyOpen from error
        raise
    cell.sectors.set(new.sectors)
    Log.objects.create(cell_id=cell.pk, last_commit=genesis(str(cell.uuid)))
    record(by, "cell.opened", cell, kind=str(cell.kind), level=level)
    entered = _staff(cell, level, by=by)
    first_level(cell, to=level, decided=decided, by=by)
    for words in entered:
        note(cell, words, by=by, kind=EntryKind.RELIEF)
    plan_first_meeting(cell, by=by)
    return cell


@transaction.atomic
def edit_contacts(cell: Cell, *, by: User) -> None:
    """The name and contacts that `cell` bears are kept; the log says so. Raises CellArchived."""
    if cell.archived_at is not None:
        raise CellArchived
    cell.save(update_fields=CONTACTS)
    record(by, "cell.contacts_changed", cell)
    note(cell, "Coordonnées de la cellule mises à jour", by=by)


def record_access(cell: Cell, user: User, *, what: str) -> None:
    """A read of a restricted cell is kept; nothing for another cell (rule 24)."""
    if cell.is_restricted:
        AccessRecord.objects.create(cell=cell, user=user, what=what, at=clock.now())


def last_activation(cell: Cell) -> Activation | None:
    """The current level as it was decided."""
    return Activation.objects.filter(cell=cell).order_by("-pk").first()


def _check(crisis: Crisis, new: NewCell, level: int) -> None:
    if crisis.status == Crisis.Status.COMPLETED:
        raise CrisisMoved(state=crisis.get_status_display())
    if new.parent is not None and new.parent.crisis_id != crisis.pk:
        raise WrongParent
    if new.kind in OF_STRUCTURES and new.structure is None:
        raise StructureMissing
    if level < 1:
        raise LevelUnknown


def _staff(cell: Cell, rank: int, *, by: User) -> list[str]:
    """For each required role: the holder, else the first alternate who has an account.

    Whoever opens the cell is in it, so that somebody may write at once. The lines to log.
    """
    level = level_of(cell, rank)
    if level is None:
        raise LevelUnknown
    named = list(designations(cell).select_related("person__user", "role"))
    words = []
    taken: set[int] = set()
    for need in level.requirements.all():
        for one in named:
            user = one.person.user
            if one.role_id == need.role_id and user is not None and user.pk not in taken:
                enter(cell, user, by=by, role=need.role, reason="désignation en vigueur")
                taken.add(user.pk)
                words.append(f"{user} entre dans la cellule, « {need.role} » (désignation)")
                break
    if by.pk not in taken:
        words.append(_welcome(cell, by))
    return words


def _welcome(cell: Cell, by: User) -> str:
    """Whoever opens the cell leads it until somebody takes over, unless somebody does already."""
    leading = roles_of_cell(cell).filter(leads=True).first()
    led = leading is not None and CellMember.objects.on_duty(cell).filter(role=leading).exists()
    role = None if led else leading
    enter(cell, by, by=by, role=role, reason="ouvre la cellule")
    return f"{by} ouvre la cellule" + (f" et en tient la fonction « {role} »" if role else "")
