"""How a notice reaches people on call: on their account, or by their own contacts."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet, Value
from django.urls import reverse

from coordination.notifications.registry import Notice, Outsider
from coordination.oncall.models import ContactMethod, Line, Person
from coordination.oncall.selectors.alerts.calling import WAYS, coordinators_of
from portal.accounts.models import Grant, Role, User
from portal.lib.links import token_for
from portal.territories.models import Containment


def with_account(uuids: Any) -> QuerySet[Person]:
    """The people of these public identifiers who have an account to be told on."""
    people = Person.objects.filter(uuid__in=uuids, user__isnull=False, user__is_active=True)
    return people.annotate(reference=Value("")).order_by()


def without_account(uuids: Any) -> list[Outsider]:
    """The others, by their own contacts: the verified ones first, then in the order of calls."""
    people = Person.objects.filter(uuid__in=uuids).exclude(user__is_active=True)
    usable = ContactMethod.objects.exclude(state=ContactMethod.State.DISABLED)
    rows = usable.filter(person__in=people.values("pk"), kind__in=list(WAYS))
    ways: dict[int, list[tuple[str, str]]] = {}
    for row in rows.order_by("person", "-verified_at", "rank", "pk"):
        ways.setdefault(row.person_id, []).append((WAYS[row.kind], row.value))
    return [
        Outsider(tuple(ways[person.pk]), person.first_name, str(person.link_key))
        for person in people.order_by("pk")
        if person.pk in ways
    ]


def own_page(reference: str) -> str:
    """The address of somebody's duties: a personal link for who has no account."""
    if reference:
        path = reverse("oncall:duties_by_link", args=[token_for(UUID(reference))])
    else:
        path = reverse("oncall:my_duties")
    return f"{settings.PORTAL_BASE_URL}{path}"


class ToPeople(Notice):
    """A notice to people on call, whether they have an account or not; opens their duties."""

    optional = False

    def people(self) -> Iterable[Any]:
        """The public identifiers of whom to tell."""
        raise NotImplementedError

    def audience(self) -> QuerySet[Person]:
        return with_account(self.people())

    def outsiders(self) -> list[Outsider]:
        return without_account(self.people())

    def link(self, reference: str) -> str:
        return own_page(reference)


def users(condition: Q) -> QuerySet[Any]:
    """These accounts, as an audience."""
    people = User.objects.filter(condition, is_active=True)
    return people.annotate(user_id=F("pk"), reference=Value("")).order_by()


def overseers(line: Line, *, with_agency: bool = False) -> QuerySet[Any]:
    """Who coordinates the line, and the ARS agents of its territory when asked."""
    found = Q(pk__in=[one.user for one in coordinators_of(line)])
    if with_agency:
        above = Containment.objects.filter(descendant=line.territory_id).values("ancestor")
        agents = Grant.objects.filter(role=Role.ARS, territory__in=above).in_force()
        found |= Q(pk__in=agents.values("user"))
    return users(found)
