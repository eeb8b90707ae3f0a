"""People named for the roles of a cell, and call-outs played without waiting."""

from datetime import date, timedelta
from typing import Any

from django.db.models import F

from coordination.crisis.models import Call, CallOut, CallSeat, Cell
from coordination.crisis.services.callout.escalation import play_due
from coordination.crisis.services.callout.launch import Wanted, launch_callout
from coordination.crisis.services.designation import designate
from coordination.oncall.models import Person
from portal.accounts.models import User
from tests.coordination.crisis.crisis_world import role
from tests.coordination.oncall.roster_world import PersonFactory


def name_for(
    cell: Cell, slug: str, *users: User | None, by: User, first_rank: int = 0
) -> list[Person]:
    """Each is named for that role, in order; None: somebody without an account."""
    found = []
    for rank, user in enumerate(users, start=first_rank):
        known = Person.objects.filter(user=user).first() if user else None
        person = known or PersonFactory(user=user, territory=cell.territory)
        since = date(2026, 1, 1)
        designate(role(cell, slug), person, owner=cell.territory, rank=rank, since=since, by=by)
        found.append(person)
    return found


def launch(cell: Cell, *slugs: str, by: User, **more: Any) -> CallOut:
    """A call-out for these roles."""
    roles = tuple(role(cell, slug) for slug in slugs)
    return launch_callout(cell, Wanted("Niveau 2 : rejoindre la cellule", roles, **more), by=by)


def pass_time(callout: CallOut, *, minutes: float = 5) -> int:
    """So many minutes went by, and the clock played what was due; how many batches."""
    CallSeat.objects.filter(callout=callout, next_due_at__isnull=False).update(
        next_due_at=F("next_due_at") - timedelta(minutes=minutes)
    )
    return play_due()


def called(callout: CallOut, slug: str = "") -> list[tuple[str, str]]:
    """Who was called, in order, and what became of it."""
    rows = Call.objects.filter(callout=callout, sent_at__isnull=False)
    if slug:
        rows = rows.filter(seat__role__slug=slug)
    return [(one.who, str(one.state)) for one in rows.order_by("seat", "rank")]
