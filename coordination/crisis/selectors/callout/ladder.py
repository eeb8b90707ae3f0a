"""Whom a call-out would call, in which order, and why each is told: seen before, then frozen."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from coordination.crisis.models import Cell, FunctionalContact, Group, Role
from coordination.crisis.selectors.callout.chosen import named_of_groups
from coordination.crisis.selectors.callout.named import Named, card_of, named_for
from coordination.crisis.selectors.catalogue import level_of
from coordination.crisis.selectors.exercise import recipients
from coordination.notifications.models import Channel, Preference
from coordination.notifications.models.preference import default_channels
from coordination.oncall.models import ContactMethod, Person
from coordination.oncall.selectors.alerts.calling import WAYS, usable_contacts
from portal.accounts.models import User

# No answer to so many calls: the secretariat takes over (rule 10).
TRIES = 3
NOT_REACHED = "sans compte ni contact vérifié, à appeler par téléphone"
BY_HAND = "contact de crise, à appeler par téléphone"
NOT_IN_EXERCISE = "hors de l’exercice, ne sera pas appelé"


@dataclass(frozen=True)
class Candidate:
    """Somebody of a ladder: their account, or their own verified contacts, and why they are."""

    name: str
    why: str
    person: int | None
    user: int | None
    channels: tuple[str, ...] = ()
    contacts: tuple[ContactMethod, ...] = ()

    @property
    def key(self) -> tuple[str, int | None]:
        """The same for the same human being: their account, else their card."""
        return ("user", self.user) if self.user else ("person", self.person)

    @property
    def how(self) -> str:
        """The means, in the order they are used."""
        return ", puis ".join(str(Channel(one).label) for one in self.channels)


@dataclass(frozen=True)
class Rung:
    """One call of the ladder of a seat."""

    candidate: Candidate
    attempt: int

    @property
    def channel(self) -> str:
        """By what they are called: each new attempt takes their next means."""
        known = self.candidate.channels
        return known[self.attempt % len(known)] if known else ""

    @property
    def contact(self) -> ContactMethod | None:
        """The contact used for somebody without an account."""
        known = self.candidate.contacts
        return known[self.attempt % len(known)] if known else None


@dataclass
class SeatPlan:
    """One seat: who would be called, and who would not, with the reason."""

    role: Role | None
    place: int
    candidates: list[Candidate] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)

    @property
    def rungs(self) -> list[Rung]:
        """Each once; with fewer people than tries, the first are called again by other means."""
        found = [Rung(one, 0) for one in self.candidates]
        again = [Rung(one, turn) for turn in range(1, TRIES) for one in self.candidates]
        return found + again[: max(0, TRIES - len(found))]

    @property
    def by_hand(self) -> bool:
        """A contact of the list: the secretariat calls it."""
        return any(why == BY_HAND for _name, why in self.skipped)

    @property
    def note(self) -> str:
        """Whom the portal cannot reach."""
        return ", ".join(f"{name} ({why})" for name, why in self.skipped)[:300]


@dataclass
class _Known:
    """What was read at once about everybody."""

    channels: dict[int, tuple[str, ...]]
    contacts: dict[int, list[ContactMethod]]
    allowed: set[int] | None
    kept: dict[tuple[str, int | None], Role] = field(default_factory=dict)


def roles_proposed(cell: Cell) -> list[tuple[Role, int]]:
    """The roles that the level requires, and how many people each (sheet 1)."""
    level = level_of(cell)
    needs = level.requirements.all() if level else []
    return sorted(((one.role, one.headcount) for one in needs), key=lambda one: one[0].rank)


@dataclass(frozen=True)
class Asked:
    """Which roles, which people one by one and why them, which contacts to telephone to, which
    groups whole."""

    roles: tuple[Role, ...] = ()
    people: tuple[User, ...] = ()
    cards: tuple[Person, ...] = ()
    contacts: tuple[FunctionalContact, ...] = ()
    groups: tuple[Group, ...] = ()
    why: str = "liste"


def plan_roles(cell: Cell, roles: Iterable[Role], *, besides: User | None = None) -> list[SeatPlan]:
    """A seat per person that each role needs, its ladder in order; nobody is in two of them.

    The order is that of `named_for`: the roster, who holds the role, the designations by rank.
    `besides` is there already.
    """
    return plan(cell, Asked(roles=tuple(roles)), besides=besides)


def plan(cell: Cell, asked: Asked, *, besides: User | None) -> list[SeatPlan]:
    """The seats of the roles, then one for each other person of the list, once: they are called
    again by their next means. The contacts are for the secretariat to call."""
    needed = dict(roles_proposed(cell))
    ladders = named_for(cell, list(asked.roles))
    listed = _listed(cell, asked, besides)
    known = _known(cell, [one for rows in ladders.values() for one in rows] + listed)
    known.kept = _nearest(asked.roles, ladders)
    plans = []
    for role in asked.roles:
        seats = [SeatPlan(role, place) for place in range(max(1, needed.get(role, 1)))]
        for one in ladders[role.pk]:
            _place(min(seats, key=lambda seat: len(seat.candidates)), one, known, besides)
        plans += seats
    called = {one.key for seat in plans for one in seat.candidates}
    for place, one in enumerate(one for one in listed if one.key not in called):
        plans.append(SeatPlan(None, place))
        _place(plans[-1], one, known, None)
    contacts = () if cell.crisis.is_exercise else asked.contacts
    # Beyond the places of the people, whose number is that of the list at most.
    by_hand = [(len(listed) + rank, one) for rank, one in enumerate(contacts)]
    return plans + [SeatPlan(None, at, skipped=[(_number(one), BY_HAND)]) for at, one in by_hand]


def _listed(cell: Cell, asked: Asked, besides: User | None) -> list[Named]:
    """The people of the list, once each, whether they are given by their account, their card or
    their group, which whoever calls may be in too."""
    rows = [Named(0, str(one), asked.why, None, one.pk) for one in asked.people]
    rows += [card_of(one, 0, asked.why) for one in asked.cards]
    own = besides.pk if besides else None
    rows += [one for one in named_of_groups(cell, asked.groups) if one.user != own]
    return list({one.key: one for one in reversed(rows)}.values())[::-1]


def _number(contact: FunctionalContact) -> str:
    return f"{contact}, {contact.phone or contact.email}"


def _nearest(
    roles: Iterable[Role], ladders: dict[int, list[Named]]
) -> dict[tuple[str, int | None], Role]:
    """Of each person, the role in whose ladder they are."""
    ranked = [
        (one.nearness, place, one.key, role)
        for place, role in enumerate(roles)
        for one in ladders[role.pk]
    ]
    ranked.sort(key=lambda found: found[:2], reverse=True)
    return {key: role for *_order, key, role in ranked}


def _known(cell: Cell, rows: list[Named]) -> _Known:
    users = {one.user for one in rows if one.user}
    cards = {one.person for one in rows if one.person and not one.user}
    channels: dict[int, tuple[str, ...]] = dict.fromkeys(users, tuple(default_channels()))
    for one in Preference.objects.filter(user__in=users):
        own = [way for way in one.channels if way != Channel.SMS or one.phone]
        outside = [way for way in own if way != Channel.INBOX]
        if outside:
            channels[one.user_id] = tuple(outside)
    exercise = cell.crisis.is_exercise
    return _Known(
        channels=channels,
        contacts=usable_contacts(cards),
        allowed=set(recipients(cell.crisis)) if exercise else None,
    )


def _place(seat: SeatPlan, named: Named, known: _Known, besides: User | None) -> None:
    contacts = tuple(known.contacts.get(named.person or 0, ())) if not named.user else ()
    ways = known.channels.get(named.user or 0) or tuple(str(WAYS[one.kind]) for one in contacts)
    elsewhere = known.kept.get(named.key) if seat.role else None
    if named.user and besides and named.user == besides.pk:
        seat.skipped.append((named.name, "déjà là : c’est vous"))
    elif elsewhere and elsewhere != seat.role:
        seat.skipped.append((named.name, f"déjà dans l’échelle de « {elsewhere} »"))
    elif known.allowed is not None and named.user not in known.allowed:
        seat.skipped.append((named.name, NOT_IN_EXERCISE))
    elif not ways:
        seat.skipped.append((named.name, NOT_REACHED))
    else:
        found = Candidate(named.name, named.why, named.person, named.user, ways, contacts)
        seat.candidates.append(found)


def reachable(plans: Iterable[SeatPlan]) -> int:
    """How many different people the plans call."""
    return len({one.key for plan in plans for one in plan.candidates})


def accounts_called(plans: Iterable[SeatPlan]) -> list[User]:
    """The accounts of those whom the plans call."""
    numbers = {one.user for plan in plans for one in plan.candidates if one.user}
    return list(User.objects.filter(pk__in=numbers))
