"""The page of a search for somebody: the place, the people ranked, the answers."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from coordination.oncall.coverage import Gap, Held, gaps
from coordination.oncall.models import CoverCall, Line, LineRole, Person, Shift, Slot
from coordination.oncall.selectors.holders.candidates import Place, rank
from coordination.oncall.selectors.plans.coverage import owed_for
from coordination.oncall.selectors.plans.roster_grid import post_of
from portal.accounts.models import User

PRESELECTED = 3
RELATED = (
    "line", "role", "slot__sector__line", "slot__roster__line", "taker", "opened_by",
    "replaces__person",
)  # fmt: skip


def asked_place(slot: Slot, shift: Shift | None) -> Place:
    """What is to be held: the shift named, else the first hole of the slot, else all of it."""
    if shift is not None:
        return Place(slot, shift.role, shift.period, (shift.pk,))
    found = _gap(slot)
    roles = {role.pk: role for role in _roles(slot)}
    first = next(iter(roles.values()))
    if found is None:
        return Place(slot, first, slot.period)
    period = type(slot.period)(*found.period)
    return Place(slot, roles.get(found.role or 0, first), period)


def shift_asked(slot: Slot, text: str) -> Shift | None:
    """The standing shift of the slot that bears this identifier."""
    try:
        uuid = UUID(text)
    except ValueError:
        return None
    standing = Shift.objects.filter(slot=slot, uuid=uuid, status__in=Shift.STANDING)
    return standing.select_related("role", "person", "sector", "line", "roster").first()


def candidates_page(slot: Slot, shift: Shift | None) -> dict[str, Any]:
    """The place and the people of the line, ranked; those excluded with the rule that does it."""
    place = asked_place(slot, shift)
    able, barred = rank(place, without=[shift.person_id] if shift else ())
    return {
        "slot": slot,
        "shift": shift,
        "place": place,
        "able": able,
        "barred": barred,
        "chosen": {one.person.pk for one in able[:PRESELECTED]},
        "calls": calls_of(slot),
        "need": need_address(slot, place),
    }


def calls_of(slot: Slot) -> list[CoverCall]:
    """What was tried for that slot, the newest first."""
    rows = CoverCall.objects.filter(slot=slot).select_related(*RELATED)
    return list(rows.order_by("-opened_at"))


def calls_under_way(lines: Any) -> list[CoverCall]:
    """The searches that wait for an answer on these lines."""
    rows = CoverCall.objects.filter(line__in=lines, state=CoverCall.State.OPEN)
    return list(rows.select_related(*RELATED).order_by("deadline", "pk"))


def call_page(user: User, call: CoverCall) -> dict[str, Any]:
    """The search, its answers, and what the reader may do."""
    offers = list(call.offers.select_related("person").order_by("pk"))
    runs = Line.objects.managed_by(user).filter(pk=call.line_id).exists()
    mine = next((one for one in offers if one.person.user_id == user.pk), None)
    return {"call": call, "offers": offers, "runs": runs, "mine": mine}


def proposed_to(user: User) -> list[CoverCall]:
    """The places proposed to the reader that still wait."""
    person = Person.objects.filter(user=user.pk).first()
    if person is None:
        return []
    rows = CoverCall.objects.filter(
        state=CoverCall.State.OPEN, offers__person=person, offers__state="waiting"
    )
    return list(rows.select_related(*RELATED).order_by("deadline", "pk"))


def need_address(slot: Slot, place: Place) -> str:
    """The form of a reinforcement need, prefilled by its address: nothing is imported."""
    query = {
        "start": place.period.lower.isoformat(),
        "end": place.period.upper.isoformat(),
        "headcount": "1",
        "origine": f"{slot.roster.line}, {slot.sector} ({place.role})",
    }
    path = reverse("reinforcement:need_create")
    return f"{settings.PORTAL_BASE_URL}{path}?{urlencode(query)}"


def _roles(slot: Slot) -> list[LineRole]:
    roles = slot.roster.line.roles.prefetch_related("qualifications").order_by("rank", "pk")
    return list(roles)


def _gap(slot: Slot) -> Gap | None:
    post = post_of(slot)
    owed, _undefined = owed_for([slot])
    held = [Held(one.part or post.period, one.role, one.person) for one in post.holders]
    return next(iter(gaps(owed.get(slot.sector_id, []), held)), None)
