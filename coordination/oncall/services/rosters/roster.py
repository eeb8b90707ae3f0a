"""A roster from draft to publication, and the versions that follow.

Draft and simulated rosters bind nobody. Publishing makes every shift hold: the database then
refuses two duties at once, on this line or another. Each later change is a new version.
"""

from datetime import date, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import Exists, OuterRef
from django.utils import timezone

from coordination.notifications.services import notify
from coordination.oncall.models import (
    DutyNews,
    Line,
    Person,
    PointWeight,
    Roster,
    RosterVersion,
    Shift,
    Slot,
)
from coordination.oncall.notices import DutiesChanged, RosterPublished
from coordination.oncall.points import points_of
from coordination.oncall.refusals import (
    AlreadyOnDuty,
    NoTemplate,
    NothingChanged,
    RosterEmpty,
    RosterMoved,
    RosterOverlaps,
    RosterReversed,
    RosterTooLong,
)
from coordination.oncall.selectors.plans.slots import slots_of_line
from coordination.oncall.selectors.rosters.version import (
    content_of,
    difference,
    gains_and_losses,
    hash_of,
)
from coordination.oncall.selectors.wording import period_said
from coordination.oncall.services.rosters.sending import send_correction
from portal.accounts.models import User
from portal.audit.services import record

State = Roster.State
LONGEST_MONTHS = 13


@transaction.atomic
def draft_roster(line: Line, *, first: date, last: date, name: str, by: User | None) -> Roster:
    """A draft from `first` to `last` included, with every slot the line is to hold.

    Raises RosterReversed, RosterTooLong, NoTemplate.
    """
    end = last + timedelta(days=1)
    if end <= first:
        raise RosterReversed
    if (end - first).days > LONGEST_MONTHS * 31:
        raise RosterTooLong(months=LONGEST_MONTHS)
    slots = slots_of_line(line, first, end)
    if not slots:
        raise NoTemplate
    roster = Roster.objects.create(line=line, name=name, days=DateRange(first, end), created_by=by)
    weights = _weights(line, first)
    Slot.objects.bulk_create(
        (
            Slot(
                roster=roster,
                sector=sector,
                template_id=slot.template,
                period=DateTimeTZRange(*slot.period),
                local_day=slot.local_day,
                label=slot.label,
                slot_class=slot.slot_class,
                holiday=slot.holiday[:60],
                points=points_of(slot.slot_class, slot.local_day, weights),
            )
            for sector, slot in slots
        ),
        batch_size=2000,
    )
    record(by, "roster.drafted", roster, line=line.slug, slots=len(slots))
    return roster


@transaction.atomic
def abandon_roster(roster: Roster, *, by: User | None) -> None:
    """A working roster is given up; it is kept, and binds nobody. Raises RosterMoved."""
    _move(roster, Roster.WORKING, State.ABANDONED)
    record(by, "roster.abandoned", roster)


@transaction.atomic
def publish_roster(roster: Roster, *, by: User | None, motive: str = "") -> RosterVersion:
    """People are on call by it; version 1 is kept for good, each one is told their own duties.

    Raises RosterMoved, RosterEmpty, RosterOverlaps, AlreadyOnDuty (who, when, where).
    """
    standing = Shift.objects.filter(roster=roster, status__in=Shift.STANDING)
    if not standing.exists():
        raise RosterEmpty
    try:
        with transaction.atomic():
            _move(roster, Roster.WORKING, State.PUBLISHED, published_at=timezone.now())
    except IntegrityError as error:
        raise RosterOverlaps from error
    _freeze(roster)
    try:
        with transaction.atomic():
            standing.update(holds=True)
    except IntegrityError as error:
        raise _double_duty(roster) from error
    version = _write_version(roster, by=by, motive=motive)
    notify(RosterPublished, version)
    return version


@transaction.atomic
def correct_roster(roster: Roster, *, by: User | None, motive: str) -> RosterVersion:
    """What was changed since the last version is a new one; whoever gains or loses a duty is
    told, and so are the recipients of the former ones. In the transaction of the change.

    Raises RosterMoved, NothingChanged.
    """
    fresh = Roster.objects.select_for_update().get(pk=roster.pk)
    if not fresh.is_public:
        raise RosterMoved(state=fresh.get_state_display())
    version = _write_version(fresh, by=by, motive=motive)
    _tell_changes(version)
    send_correction(version, by=by)
    return version


def _tell_changes(version: RosterVersion) -> None:
    """Each person concerned reads their own changes, and only those."""
    changes = gains_and_losses(version.diff)
    people = Person.objects.filter(uuid__in=changes).in_bulk(field_name="uuid")
    for uuid, person in sorted(people.items(), key=lambda one: one[1].pk):
        gained, lost = changes[str(uuid)]
        news = DutyNews.objects.create(version=version, person=person, gained=gained, lost=lost)
        notify(DutiesChanged, news)


def _write_version(roster: Roster, *, by: User | None, motive: str) -> RosterVersion:
    last = roster.versions.order_by("-number").first()
    content = content_of(roster)
    diff = difference(last.content, content) if last else {}
    if last and not diff:
        raise NothingChanged(number=last.number)
    version = RosterVersion.objects.create(
        roster=roster,
        number=last.number + 1 if last else 1,
        content=content,
        content_hash=hash_of(content),
        diff=diff,
        motive=motive,
        author=by,
    )
    record(by, "roster.published", roster, version=version.number, hash=version.content_hash)
    return version


def _move(roster: Roster, states: tuple[str, ...], to: str, **fields: object) -> None:
    moved = Roster.objects.filter(pk=roster.pk, state__in=states).update(state=to, **fields)
    if moved != 1:
        roster.refresh_from_db()
        raise RosterMoved(state=roster.get_state_display())
    roster.refresh_from_db()


def _freeze(roster: Roster) -> None:
    """Class, holiday and points are what they are today, whatever the grid becomes."""
    Slot.objects.filter(roster=roster).update(frozen_at=timezone.now())


def _weights(line: Line, day: date) -> dict[str, Decimal]:
    grid = PointWeight.objects.filter(line=line, validity__contains=day)
    return dict(grid.values_list("slot_class", "points"))


def _double_duty(roster: Roster) -> AlreadyOnDuty:
    """Who would hold two duties, said with the other one."""
    rivals = Shift.objects.filter(
        person=OuterRef("person"), period__overlap=OuterRef("period"), status__in=Shift.STANDING
    ).exclude(pk=OuterRef("pk"))
    here = Shift.objects.filter(roster=roster, status__in=Shift.STANDING)
    elsewhere = rivals.filter(holds=True)
    mine = here.filter(Exists(elsewhere) | Exists(rivals.filter(roster=roster)))
    shift = mine.select_related("person", "sector__line").order_by("pk").first()
    if shift is None:
        return AlreadyOnDuty(person="Une personne", when="à ce moment", where="une autre ligne")
    other = (
        Shift.objects.filter(person=shift.person, period__overlap=shift.period)
        .exclude(pk=shift.pk)
        .select_related("sector__line")
        .first()
    )
    where = f"{other.sector.line}, {other.sector}" if other else "ce tableau"
    return AlreadyOnDuty(person=shift.person, when=period_said(shift.period), where=where)
