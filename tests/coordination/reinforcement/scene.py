"""Situations that the tests of assignments share: a need, people asked, people who said yes."""

from collections.abc import Iterable

from coordination.reinforcement.models import Assignment, Need, Slot
from coordination.reinforcement.services.answer import Outcome, accept
from portal.audit.models import Entry
from tests.people import AssignmentFactory, NeedFactory, VolunteerFactory

LINK = Assignment.Channel.EMAIL
DIRECT = {"mode": Need.Mode.DIRECT}


def open_need(structure, *, places: int = 2, slots: int = 1, **terms) -> Need:
    """An open need of `structure`, with `places` places in each of its `slots` slots."""
    need = NeedFactory(opened=True, structure=structure, slots=slots, **terms)
    need.slots.update(capacity=places)
    return need


def asked(need: Need, **fields) -> Assignment:
    """Somebody new, asked for `need`."""
    return AssignmentFactory(
        need=need, volunteer=VolunteerFactory(commune=need.structure.commune), **fields
    )


def said_yes(need: Need, *, slots: Iterable[int] | None = None, **fields) -> Assignment:
    """Somebody new, who was asked and said yes."""
    ask = asked(need, **fields)
    yes(ask, slots=slots)
    ask.refresh_from_db()
    return ask


def yes(ask: Assignment, *, slots: Iterable[int] | None = None) -> Outcome:
    """The person says yes by their link."""
    return accept(ask, by=None, channel=LINK, slots=slots)


def state_of(ask: Assignment) -> str:
    """The state as the database has it."""
    return Assignment.objects.get(pk=ask.pk).state


def taken(need: Need) -> list[int]:
    """Places taken in each slot, in order."""
    return [slot.taken for slot in Slot.objects.filter(need=need).order_by("period")]


def journal_of(subject) -> list[str]:
    """The acts recorded on `subject`, oldest first."""
    lines = Entry.objects.filter(subject_kind=subject._meta.label_lower, subject_id=str(subject.pk))
    return list(lines.order_by("pk").values_list("action", flat=True))


def told(slug: str) -> set[int]:
    """Ids of the people told by the notice `slug`."""
    from coordination.notifications.models import Notification

    rows = Notification.objects.filter(publication__notice=slug)
    return set(rows.values_list("user_id", flat=True))
