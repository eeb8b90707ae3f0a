"""Whom a call-out would call, in which order, and why each is told: seen before, then frozen."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from coordination.crisis.models import Cell, CellMember, Role
from coordination.crisis.selectors.catalogue import level_of
from coordination.crisis.selectors.exercise import recipients
from coordination.crisis.selectors.membership import designations
from coordination.notifications.models import Channel, Preference
from coordination.notifications.models.preference import default_channels
from coordination.oncall.models import ContactMethod
from coordination.oncall.selectors.alerts.calling import WAYS, usable_contacts
from portal.accounts.models import User

# No answer to so many calls: the secretariat takes over (rule 10).
TRIES = 3
NOT_REACHED = "sans compte ni contact vérifié, à appeler par téléphone"
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
    def note(self) -> str:
        """Whom the portal cannot reach."""
        return ", ".join(f"{name} ({why})" for name, why in self.skipped)[:300]


@dataclass
class _Known:
    """What was read at once about everybody."""

    channels: dict[int, tuple[str, ...]]
    contacts: dict[int, list[ContactMethod]]
    allowed: set[int] | None


def roles_proposed(cell: Cell) -> list[tuple[Role, int]]:
    """The roles that the level requires, and how many people each (sheet 1)."""
    level = level_of(cell)
    needs = level.requirements.all() if level else []
    return sorted(((one.role, one.headcount) for one in needs), key=lambda one: one[0].rank)


def plan_roles(cell: Cell, roles: Iterable[Role], *, besides: User | None = None) -> list[SeatPlan]:
    """A seat per person that each role needs, its ladder in order; nobody is in two of them.

    Who holds the role now, then the designations by rank. `besides` is there already.
    """
    needed = dict(roles_proposed(cell))
    asked = list(roles)
    named = _named(cell, asked)
    everybody = [one for rows in named.values() for one in rows]
    known = _known(cell, everybody)
    taken: dict[tuple[str, int | None], Role] = {}
    plans = {
        one.pk: [SeatPlan(one, place) for place in range(max(1, needed.get(one, 1)))]
        for one in asked
    }
    # By rank first: the holder of a role is never spent as the alternate of another.
    longest = max((len(rows) for rows in named.values()), default=0)
    for rank in range(longest):
        for role in asked:
            if rank < len(named[role.pk]):
                seats = plans[role.pk]
                seat = min(seats, key=lambda one: len(one.candidates))
                _place(seat, named[role.pk][rank], known, taken, besides)
    return [seat for role in asked for seat in plans[role.pk]]


def plan_people(cell: Cell, people: Iterable[User], *, why: str) -> list[SeatPlan]:
    """A seat for each person of a list, once: they are called again by their next means."""
    rows: list[_Row] = [(str(one), why, None, one.pk) for one in dict.fromkeys(people)]
    known = _known(cell, rows)
    taken: dict[tuple[str, int | None], Role] = {}
    plans = [SeatPlan(None, place) for place in range(len(rows))]
    for plan, row in zip(plans, rows, strict=True):
        _place(plan, row, known, taken, None)
    return plans


_Row = tuple[str, str, int | None, int | None]


def _named(cell: Cell, roles: list[Role]) -> dict[int, list[_Row]]:
    """Of each role, in order: name, why, card and account of those who hold or may hold it."""
    found: dict[int, dict[tuple[str, int | None], _Row]] = {one.pk: {} for one in roles}
    members = CellMember.objects.on_duty(cell).filter(role__in=roles).order_by("rank", "pk")
    for member in members.select_related("user__oncall_person"):
        person = getattr(member.user, "oncall_person", None)
        why = "suppléant en fonction" if member.rank else "en fonction dans la cellule"
        row = (str(member.user), why, person.pk if person else None, member.user_id)
        found[member.role_id or 0].setdefault(("user", member.user_id), row)
    for one in designations(cell).filter(role__in=roles).select_related("person__user"):
        user = one.person.user_id if one.person.user and one.person.user.is_active else None
        why = f"suppléant {one.rank} désigné" if one.rank else "titulaire désigné"
        key = ("user", user) if user else ("person", one.person_id)
        found[one.role_id].setdefault(
            key, (str(one.person.user or one.person), why, one.person_id, user)
        )
    return {role: list(rows.values()) for role, rows in found.items()}


def _known(cell: Cell, rows: list[_Row]) -> _Known:
    users = {user for *_rest, user in rows if user}
    cards = {person for *_rest, person, user in rows if person and not user}
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


def _place(
    seat: SeatPlan,
    row: _Row,
    known: _Known,
    taken: dict[tuple[str, int | None], Role],
    besides: User | None,
) -> None:
    name, why, person, user = row
    contacts = tuple(known.contacts.get(person or 0, ())) if not user else ()
    ways = known.channels.get(user or 0) or tuple(str(WAYS[one.kind]) for one in contacts)
    candidate = Candidate(name, why, person, user, ways, contacts)
    if user and besides and user == besides.pk:
        seat.skipped.append((name, "déjà là : c’est vous"))
    elif candidate.key in taken:
        seat.skipped.append((name, f"déjà dans l’échelle de « {taken[candidate.key]} »"))
    elif known.allowed is not None and user not in known.allowed:
        seat.skipped.append((name, NOT_IN_EXERCISE))
    elif not ways:
        seat.skipped.append((name, NOT_REACHED))
    else:
        seat.candidates.append(candidate)
        if seat.role is not None:
            taken[candidate.key] = seat.role


def reachable(plans: Iterable[SeatPlan]) -> int:
    """How many different people the plans call."""
    return len({one.key for plan in plans for one in plan.candidates})


def accounts_called(plans: Iterable[SeatPlan]) -> list[User]:
    """The accounts of those whom the plans call."""
    numbers = {one.user for plan in plans for one in plan.candidates if one.user}
    return list(User.objects.filter(pk__in=numbers))
