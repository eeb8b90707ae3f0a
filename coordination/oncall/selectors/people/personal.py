"""What a personal link opens, without signing in: one's duties, one proposal, one version."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from coordination.oncall.models import CoverOffer, LineRole, Person, Shift, Swap, Transmission
from portal.lib.links import key_of

MOST = 40
PAST = timedelta(hours=12)


def person_by_token(token: str) -> Person | None:
    """Whose link it is."""
    key = key_of(token)
    return Person.objects.filter(link_key=key).first() if key else None


def offer_by_token(token: str) -> CoverOffer | None:
    """The proposal that the link answers."""
    key = key_of(token)
    related = (
        "person__user", "call__line", "call__role", "call__slot__sector__line",
        "call__slot__roster__line", "call__taker", "call__replaces__person",
    )  # fmt: skip
    offers = CoverOffer.objects.select_related(*related)
    return offers.filter(link_key=key).first() if key else None


def transmission_by_token(token: str) -> Transmission | None:
    """The version that was sent by this link."""
    key = key_of(token)
    sent = Transmission.objects.select_related("version__roster__line", "recipient")
    return sent.filter(link_key=key).first() if key else None


def swaps_for(person: Person) -> list[Swap]:
    """The requests that the person could take: offered to them, or to everybody in their role."""
    today = timezone.localdate()
    roles = LineRole.objects.filter(
        members__person=person, members__membership__contains=today
    ).values("pk")
    rows = Swap.objects.filter(
        Q(offered_to=person) | Q(offered_to=None, shift__role__in=roles),
        state__in=[Swap.State.OPEN, Swap.State.OFFERED],
        deadline__gt=timezone.now(),
    )
    related = ("giver", "shift__line", "shift__sector", "shift__role", "counter_shift__sector")
    found = rows.exclude(giver=person).select_related(*related)
    return list(found.order_by("deadline", "pk")[:MOST])


def coming_of(person: Person) -> list[Shift]:
    """The duties under way and to come, the next first."""
    since = timezone.now() - PAST
    mine = Shift.objects.holding().filter(person=person, period__endswith__gt=since)
    return list(mine.select_related("line", "sector", "role", "slot").in_order()[:MOST])
