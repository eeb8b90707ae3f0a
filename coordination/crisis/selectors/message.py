"""Messages to groups: who may be written to, why; what was sent, what one received."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from coordination.crisis import clock
from coordination.crisis.models import (
    Call,
    CallOut,
    Cell,
    CellMember,
    Group,
    Message,
    MessageDraft,
    MessageRecipient,
    Visibility,
)
from coordination.crisis.selectors.exercise import recipients
from coordination.crisis.selectors.group import group_audiences
from coordination.crisis.sources import Audience, Target, audiences_of
from directory.models import Category, Structure
from portal.accounts.models import Grant, User
from portal.accounts.models import Role as Office
from portal.lib.links import key_of, token_for

SILENT = (Call.State.SENT, Call.State.ESCALATED)


@dataclass(frozen=True)
class Preview:
    """Whom a message would reach, and whom not."""

    audience: Audience
    targets: list[Target]
    outside: int

    @property
    def count(self) -> int:
        return len(self.targets)


def audiences(cell: Cell) -> list[Audience]:
    """Everybody the cell may write to, in the order of the list: its groups, then the filters."""
    filters = filtered(cell)
    return [*group_audiences(cell, filters), *filters]


def filtered(cell: Cell) -> list[Audience]:
    """The audiences that nobody keeps: who they hold is read when it is asked."""
    own = [
        Audience("membres", "les membres de la cellule", _members),
        Audience("rappel", "les personnes appelées qui n’ont pas répondu", _not_answered),
        Audience("responsables", "les responsables de toutes les structures", _managers),
    ]
    known = Structure.objects.opened().in_territories(places_of(cell)).values("category").distinct()
    kinds = Category.objects.filter(pk__in=managed_near(cell).values("structure__category"))
    for kind in kinds.filter(pk__in=known).order_by("label"):
        name = f"les responsables des structures « {kind} »"
        own.append(Audience(f"categorie-{kind.pk}", name, _managers_of(kind)))
    return [*own, *_functions(cell), *audiences_of(cell)]


def included_in(group: Group) -> str:
    """The name of the list that the group includes, if any."""
    names = (one.label for one in filtered(group.cell) if one.code == group.source)
    return next(names, "") if group.source else ""


def preview(cell: Cell, code: str) -> Preview | None:
    """Whom the audience of that code holds now, each once; None when it does not exist.

    In an exercise, those who are not in its list are counted apart: they receive nothing.
    """
    audience = next((one for one in audiences(cell) if one.code == code), None)
    if audience is None:
        return None
    first: dict[int, Target] = {}
    for target in audience.people(cell):
        first.setdefault(target.user, target)
    active = set(User.objects.filter(pk__in=first, is_active=True).values_list("pk", flat=True))
    if cell.crisis.is_exercise:
        active &= set(recipients(cell.crisis))
    kept = [target for target in first.values() if target.user in active]
    return Preview(audience, kept, len(first) - len(kept))


def messages_of(cell: Cell) -> QuerySet[Message]:
    """The messages of a cell, the newest first."""
    rows = Message.objects.filter(cell=cell).select_related("author")
    return rows.annotate(told=Count("recipients")).order_by("-sent_at", "-pk")


def drafts_of(cell: Cell) -> QuerySet[MessageDraft]:
    """What waits to be read again and sent, the newest first."""
    rows = MessageDraft.objects.waiting().filter(cell=cell).select_related("cell", "saved_by")
    return rows.order_by("-saved_at", "-pk")


def drafts_seen(user: User) -> QuerySet[MessageDraft]:
    """Those of the cells whose log the reader reads."""
    return MessageDraft.objects.visible_to(user).select_related("cell__crisis", "cell__territory")


def messages_seen(user: User) -> QuerySet[Message]:
    """Those whose receipts the reader may open."""
    related = ("cell__crisis", "cell__territory", "author", "refers_to", "followed_by")
    return Message.objects.visible_to(user).select_related(*related)


def received_by(user: User) -> QuerySet[MessageRecipient]:
    """What `user` received from cells, whether they sit in them or not."""
    related = ("message__cell", "message__refers_to", "user")
    return MessageRecipient.objects.filter(user=user.pk).select_related(*related)


def recipient_by_token(token: str) -> MessageRecipient | None:
    """Whose personal link it is; None when it is no good, whatever is wrong."""
    key: UUID | None = key_of(token)
    if key is None:
        return None
    related = ("message__cell__crisis", "message__cell__territory", "user")
    return MessageRecipient.objects.select_related(*related).filter(link_key=key).first()


def message_link(key: UUID) -> str:
    """The path of the personal page of a message."""
    return f"/crises/m/{token_for(key)}/"


def places_of(cell: Cell) -> list[int]:
    """The sectors that the cell follows, else its territory."""
    return list(cell.sectors.values_list("pk", flat=True)) or [cell.territory_id]


def managed_near(cell: Cell) -> QuerySet[Grant]:
    """Who manages the structures of those places."""
    near = Structure.objects.opened().in_territories(places_of(cell))
    return Grant.objects.in_force().filter(role=Office.MANAGER, structure__in=near)


def _managers(cell: Cell) -> list[Target]:
    rows = managed_near(cell).values_list("user", "structure__name").order_by("structure", "user")
    return [Target(user, f"responsable de {name}"[:200]) for user, name in rows]


def _managers_of(kind: Category) -> Any:
    def people(cell: Cell) -> list[Target]:
        rows = managed_near(cell).filter(structure__category=kind).order_by("structure", "user")
        found = rows.values_list("user", "structure__name")
        return [Target(user, f"responsable de {name} ({kind})"[:200]) for user, name in found]

    return people


def _members(cell: Cell) -> list[Target]:
    rows = CellMember.objects.on_duty(cell).select_related("role").order_by("pk")
    names = {one.user_id: f"« {one.role} »" if one.role else "membre" for one in rows}
    return [Target(user, f"{name} dans la cellule") for user, name in names.items()]


def _functions(cell: Cell) -> list[Audience]:
    """One audience for each function held now in several cells of the crisis."""
    held = _beside(cell).values_list("role__slug", "role__label").order_by("role__slug")
    several = held.annotate(cells=Count("cell", distinct=True)).filter(cells__gt=1)
    names: dict[str, str] = {}
    for slug, label, _cells in several:
        names.setdefault(slug, label)
    return [
        Audience(f"fonction-{slug}", f"« {label} » dans chaque cellule de la crise", _holders(slug))
        for slug, label in names.items()
    ]


def _beside(cell: Cell) -> QuerySet[CellMember]:
    """Who holds a function in `cell` and in the others of its crisis, restricted ones apart."""
    near = Cell.objects.active().filter(crisis=cell.crisis_id)
    known = near.exclude(visibility=Visibility.RESTRICTED) | near.filter(pk=cell.pk)
    here = CellMember.objects.filter(period__contains=clock.now(), cell__in=known)
    return here.filter(role__isnull=False)


def _holders(slug: str) -> Any:
    def people(cell: Cell) -> list[Target]:
        rows = _beside(cell).filter(role__slug=slug).order_by("cell", "rank", "pk")
        found = rows.values_list("user", "role__label", "cell__name")
        return [Target(user, f"« {label} » dans {name}"[:200]) for user, label, name in found]

    return people


def _not_answered(cell: Cell) -> list[Target]:
    living = CallOut.objects.living().filter(cell=cell)
    answered = Call.objects.filter(callout__in=living).exclude(answer="").values("user")
    calls = Call.objects.filter(callout__in=living, state__in=SILENT, user__isnull=False)
    rows = calls.exclude(user__in=answered).values_list("user", "callout__cause")
    return [Target(user or 0, f"rappel sans réponse : {cause}"[:200]) for user, cause in rows]
