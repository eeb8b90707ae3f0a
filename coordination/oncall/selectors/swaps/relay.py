"""From one duty to the next: who takes over, and the notes that wait for them."""

from datetime import timedelta

from django.utils import timezone

from coordination.oncall.models import HandoverNote, Person, Shift

# Beyond that, nobody relieves anybody: the line was closed in between.
WITHIN = timedelta(hours=36)
KEPT = timedelta(days=3)


def incoming_of(shift: Shift) -> list[Shift]:
    """The shifts that come next in the same sector and role, held by somebody else."""
    later = Shift.objects.holding().filter(
        sector=shift.sector_id,
        role=shift.role_id,
        period__startswith__gte=shift.period.upper,
        period__startswith__lt=shift.period.upper + WITHIN,
    )
    rows = later.exclude(person=shift.person_id).select_related("person", "slot", "sector")
    found = list(rows.in_order()[:10])
    return [one for one in found if one.period.lower == found[0].period.lower]


def relieves(person: Person, shift: Shift) -> bool:
    """Whether that person takes over from that shift."""
    return any(one.person_id == person.pk for one in incoming_of(shift))


def notes_for(person: Person) -> list[HandoverNote]:
    """The notes left these days that the person has to read, the newest first.

    Those of the sectors and roles they take over within the day, one statement for the notes.
    """
    now = timezone.now()
    mine = Shift.objects.holding().filter(
        person=person, period__startswith__lt=now + WITHIN, period__endswith__gt=now
    )
    places = list(mine.values_list("sector", "role"))
    waiting = HandoverNote.objects.filter(
        shift__sector__in=[sector for sector, _ in places],
        read_at__isnull=True,
        written_at__gt=now - KEPT,
    ).exclude(shift__person=person)
    rows = waiting.select_related("shift__person", "shift__sector", "shift__line")
    return [
        note for note in rows.order_by("-written_at")[:20]
        if (note.shift.sector_id, note.shift.role_id) in places
    ]  # fmt: skip


def notes_of(shift: Shift) -> list[HandoverNote]:
    """The notes of one shift, the newest first."""
    rows = HandoverNote.objects.filter(shift=shift).select_related("reader", "author")
    return list(rows.order_by("-written_at", "-pk"))
