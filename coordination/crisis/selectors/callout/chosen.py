"""Whom a cell may call one by one: its members, those designated for its roles, its contacts."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import Cell, CellMember, FunctionalContact, Group
from coordination.crisis.selectors.callout.named import Named
from coordination.crisis.selectors.membership import designations, people_of
from coordination.crisis.selectors.message import preview
from coordination.oncall.models import Person
from portal.accounts.models import User

# The length of the reason of a call.
WHY = 120


def members_to_call(cell: Cell, *, besides: User) -> QuerySet[User]:
    """Those on duty, but for whoever calls."""
    return people_of(cell).exclude(pk=besides.pk).order_by("last_name", "first_name", "pk")


def duties_of(cell: Cell) -> dict[int, str]:
    """What each member on duty holds, in words; nothing for who has no role."""
    found: dict[int, list[str]] = {}
    rows = CellMember.objects.on_duty(cell).filter(role__isnull=False).select_related("role")
    for one in rows.order_by("rank", "pk"):
        found.setdefault(one.user_id, []).append(str(one.role))
    return {user: ", ".join(roles) for user, roles in found.items()}


def designated_to_call(cell: Cell, *, besides: User) -> QuerySet[Person]:
    """Those named for a role of the cell who are not in it yet."""
    named = Person.objects.filter(pk__in=designations(cell).order_by().values("person"))
    inside = [*people_of(cell).values_list("pk", flat=True), besides.pk]
    # A card without an account has no user: it is not excluded by those of the others.
    rows = named.exclude(user__in=inside).select_related("user")
    return rows.order_by("last_name", "first_name", "pk")


def groups_to_call(cell: Cell) -> QuerySet[Group]:
    """The groups that may still be written to, by name."""
    today = timezone.localdate(clock.now())
    return Group.objects.filter(cell=cell).living(today).order_by("name", "pk")


def named_of_groups(cell: Cell, groups: Iterable[Group]) -> list[Named]:
    """Whoever would have the messages of these groups today, each told that it is by the group."""
    found = []
    for group in groups:
        whom = preview(cell, group.code)
        targets = whom.targets if whom else []
        people = User.objects.in_bulk([one.user for one in targets])
        found += [
            Named(0, str(people[one.user]), one.reason[:WHY], None, one.user) for one in targets
        ]
    return found


def contacts_to_call(cell: Cell) -> QuerySet[FunctionalContact]:
    """The functions that answer for the owner of the cell; none in an exercise (rule 7)."""
    if cell.crisis.is_exercise:
        return FunctionalContact.objects.none()
    own = {"structure": cell.structure} if cell.structure else {"territory": cell.territory}
    return FunctionalContact.objects.filter(is_active=True, **own).order_by("label", "pk")
