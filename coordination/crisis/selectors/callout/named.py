"""Who holds a role or may hold it, in the order in which they are called (sheet 1, rule 10).

On duty at its roster, next there, in the role in the cell, designated holder, alternates by rank.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from coordination.crisis import clock
from coordination.crisis.models import Cell, CellLine, CellMember, Role
from coordination.crisis.selectors.membership import designations
from coordination.oncall.models import Person, Sector
from coordination.oncall.selectors.plans.roster_grid import Holder, Post, posts_of_lines
from portal.ui import moments

# Who comes next is looked for as far as coverage is.
AHEAD = timedelta(hours=72)
# Somebody in two ladders is kept for the role that they are nearest to: the one they hold is
# never left without them because they come next, or are an alternate, elsewhere.
ON_DUTY, IN_ROLE, HOLDER, NEXT = range(4)


class Named(NamedTuple):
    """One person of a ladder: how near the role they are, their name, why, card and account."""

    nearness: int
    name: str
    why: str
    person: int | None
    user: int | None

    @property
    def key(self) -> tuple[str, int | None]:
        """The same for the same human being: their account, else their card."""
        return ("user", self.user) if self.user else ("person", self.person)


def named_for(cell: Cell, roles: list[Role]) -> dict[int, list[Named]]:
    """Of each role, those who hold or may hold it, once each, the first to be called first.

    A constant number of statements.
    """
    found: dict[int, dict[tuple[str, int | None], Named]] = {one.pk: {} for one in roles}
    for read in (_rostered, _members, _designated):
        for role, one in read(cell, roles):
            found[role].setdefault(one.key, one)
    return {role: list(rows.values()) for role, rows in found.items()}


def card_of(person: Person, nearness: int, why: str) -> Named:
    """Somebody by their card: called by their account when it is in use."""
    user = person.user_id if person.user and person.user.is_active else None
    return Named(nearness, str(person.user or person), why, person.pk, user)


def _rostered(cell: Cell, roles: list[Role]) -> Iterator[tuple[int, Named]]:
    """Who is on duty now on the published roster of each role; then who is next."""
    lines = dict(CellLine.objects.filter(cell=cell, role__in=roles).values_list("line", "role"))
    if not lines:
        return
    owners = dict(Sector.objects.filter(line__in=lines).values_list("pk", "line"))
    now = clock.now()
    # A slot may have begun long ago, and a holder have a part of it only.
    posts = posts_of_lines(lines, (now - timedelta(minutes=1), now + AHEAD))
    held: dict[int, list[tuple[datetime, datetime, Holder]]] = {}
    for post in posts:
        role = lines[owners[post.sector]]
        held.setdefault(role, []).extend((*_when(post, one), one) for one in post.holders)
    cards = Person.objects.select_related("user").in_bulk(
        {one.person for turns in held.values() for *_period, one in turns}
    )
    for role, turns in held.items():
        turns.sort(key=lambda turn: (turn[0], turn[2].name))
        for start, end, one in turns:
            if start <= now < end:
                yield role, card_of(cards[one.person], ON_DUTY, "d’astreinte au tableau")
        coming = [turn for turn in turns if turn[0] > now]
        for start, _end, one in coming:
            if start == coming[0][0]:
                since = moments.day_hour(start, now=now.astimezone(cell.zone), zone=cell.zone)
                yield role, card_of(cards[one.person], NEXT, f"suivant au tableau, {since}")


def _members(cell: Cell, roles: list[Role]) -> Iterator[tuple[int, Named]]:
    """Who holds the role in the cell, the holder before the alternates."""
    rows = CellMember.objects.on_duty(cell).filter(role__in=roles).order_by("rank", "pk")
    for one in rows.select_related("user__oncall_person"):
        card = getattr(one.user, "oncall_person", None)
        why = "suppléant en fonction" if one.rank else "en fonction dans la cellule"
        found = Named(IN_ROLE, str(one.user), why, card.pk if card else None, one.user_id)
        yield one.role_id or 0, found


def _designated(cell: Cell, roles: list[Role]) -> Iterator[tuple[int, Named]]:
    """Who is named for the role, by rank."""
    for one in designations(cell).filter(role__in=roles).select_related("person__user"):
        why = f"suppléant {one.rank} désigné" if one.rank else "titulaire désigné"
        nearness = NEXT + one.rank if one.rank else HOLDER
        yield one.role_id, card_of(one.person, nearness, why)


def _when(post: Post, holder: Holder) -> tuple[datetime, datetime]:
    return holder.part or post.period
