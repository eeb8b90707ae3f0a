"""The duty roster of a role, who is at their post, and the alarms of coverage."""

from datetime import datetime, time, timedelta
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import (
    OF_STRUCTURES,
    Cell,
    CellLine,
    CoverageAlarm,
    EntryKind,
    Importance,
    Presence,
    Role,
)
from coordination.crisis.notices.duty import CoverageLacks
from coordination.crisis.refusals.cell import CellArchived, NotOnDuty, RoleOfAnotherKind
from coordination.crisis.refusals.duty import (
    HereAlready,
    LineOpenAlready,
    NotHere,
    RestrictedHasNoLine,
)
from coordination.crisis.refusals.log import PatientNumber
from coordination.crisis.rules import may_write_log
from coordination.crisis.selectors.catalogue import level_of, roles_of_cell
from coordination.crisis.selectors.coverage import cover_of
from coordination.crisis.selectors.membership import designations
from coordination.crisis.services.writing import note
from coordination.notifications.services import notify
from coordination.oncall.models import (
    Line,
    Member,
    Person,
    Regime,
    Requirement,
    SlotClass,
    SlotTemplate,
)
from coordination.oncall.services.lines.line import (
    add_member,
    add_template,
    open_line,
    open_sector,
)
from coordination.oncall.services.lines.requirements import declare_requirements
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import holds_patient_number

# Twelve hours at most in a row (rule 9): the day and the night.
HOURS = (
    ("Journée", time(8), time(20), SlotClass.WEEKDAY),
    ("Nuit", time(20), time(8), SlotClass.NIGHT),
)
# A cell that has just opened, or gone up, is given this long to find people.
GRACE = timedelta(minutes=15)


@transaction.atomic
def open_role_line(cell: Cell, role: Role, *, by: User) -> CellLine:
    """The role has its on-call line: day and night, as many people as the level requires.

    Those named for the role are listed on it, by rank; its roster is then drawn up as any other.
    Raises CellArchived, RestrictedHasNoLine (rule 24), RoleOfAnotherKind, LineOpenAlready.
    """
    if cell.archived_at is not None:
        raise CellArchived
    if cell.is_restricted:
        raise RestrictedHasNoLine
    if not roles_of_cell(cell).filter(pk=role.pk).exists():
        raise RoleOfAnotherKind(role=role)
    Cell.objects.select_for_update().get(pk=cell.pk)
    if CellLine.objects.filter(cell=cell, role=role).exists():
        raise LineOpenAlready(role=role)
    line = _line(cell, role, by=by)
    made = CellLine.objects.create(cell=cell, role=role, line=line)
    record(by, "cell.line_opened", cell, role=role.slug, line=line.slug)
    note(cell, f"Tableau de la fonction « {role} » ouvert", by=by, kind=EntryKind.RELIEF,
         links=(line.get_absolute_url(),))  # fmt: skip
    return made


@transaction.atomic
def check_in(cell: Cell, *, mode: str, site: str = "", by: User) -> Presence:
    """`by` is at their post from now on, on site or remote; the log says so.

    Raises CellArchived, NotOnDuty, PatientNumber, HereAlready.
    """
    if cell.archived_at is not None:
        raise CellArchived
    if not may_write_log(by, cell):
        raise NotOnDuty
    if holds_patient_number(site):
        raise PatientNumber
    try:
        with transaction.atomic():
            period = DateTimeTZRange(clock.now(), None)
            made = Presence.objects.create(cell=cell, user=by, mode=mode, site=site, period=period)
    except IntegrityError as error:
        raise HereAlready from error
    record(by, "presence.begun", made)
    where = f", {site}" if site else ""
    note(cell, f"{by} est à son poste, {made.get_mode_display()}{where}", by=by,
         kind=EntryKind.RELIEF)  # fmt: skip
    return made


@transaction.atomic
def check_out(cell: Cell, *, by: User) -> None:
    """`by` leaves their post; the role, if any, is still theirs. Raises CellArchived, NotHere."""
    if cell.archived_at is not None:
        raise CellArchived
    now = clock.now()
    here = Presence.objects.select_for_update().filter(
        cell=cell, user=by, period__upper_inf=True, period__startswith__lt=now
    )
    found = here.first()
    if found is None:
        raise NotHere
    Presence.objects.filter(pk=found.pk).update(period=DateTimeTZRange(found.period.lower, now))
    record(by, "presence.ended", found)
    note(cell, f"{by} quitte son poste", by=by, kind=EntryKind.RELIEF)


def raise_coverage_alarms(now: datetime) -> int:
    """Each role that lacks somebody within 24 hours is told once; how many.

    Its alarm ends when it is covered again: the next hole is another alarm.
    """
    cells = Cell.objects.active().filter(archived_at=None, level_since__lt=now - GRACE)
    return sum(_look_at(pk, now) for pk in cells.values_list("pk", flat=True))


@transaction.atomic
def _look_at(pk: int, now: datetime) -> int:
    """One cell, in its own transaction; another worker's is left to it."""
    cell = Cell.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk)
    found = cell.select_related("crisis", "territory", "structure").first()
    if found is None:
        return 0
    pressing = {one.role.pk: one for one in cover_of(found).pressing}
    told = CoverageAlarm.objects.filter(cell=found).open()
    told.exclude(role__in=pressing).update(ended_at=now)
    known = set(told.values_list("role", flat=True))
    fresh = [one for key, one in pressing.items() if key not in known]
    made = CoverageAlarm.objects.bulk_create(
        CoverageAlarm(cell=found, role=one.role, starts_at=one.gap_at or now, raised_at=now)
        for one in fresh
    )
    if made:
        notify(CoverageLacks, made[0])
        names = ", ".join(f"« {one.role} »" for one in fresh)
        note(found, f"Personne n’est prévu dans les 24 heures : {names}", by=None,
             kind=EntryKind.RELIEF, importance=Importance.IMPORTANT)  # fmt: skip
    return len(made)


def _line(cell: Cell, role: Role, *, by: User) -> Line:
    today = timezone.localdate(clock.now())
    line = Line(
        slug=f"cellule-{cell.pk}-{role.slug}-{uuid4().hex[:6]}"[:60],
        name=f"{cell.name[:70]}, {role.label[:48]}",
        kind=Line.Kind.CRISIS_CELL,
        territory=cell.territory,
        # Of a cell of a territory, its coordination draws the roster; of a structure, its managers.
        structure=cell.structure,
        zone=cell.territory.timezone,
        is_exclusive=role.is_exclusive,
        gap_notice_hours=[24],
    )
    open_line(line, roles=[(role.slug, role.label[:80])], by=by)
    sector = open_sector(line, name="Cellule", code="cellule", by=by)
    for rank, (name, start, end, slot_class) in enumerate(HOURS):
        rule, since = SlotTemplate.DayRule.EVERY_DAY, DateRange(today, None)
        template = SlotTemplate(line=line, name=name, starts_at=start, ends_at=end, day_rule=rule,
                                slot_class=slot_class, validity=since, rank=rank)  # fmt: skip
        add_template(template, by=by)
    level = level_of(cell)
    wanted = {one.role_id: one.headcount for one in level.requirements.all()} if level else {}
    most = wanted.get(role.pk, 1)
    declare_requirements([sector], [
        Requirement(slot_class=one, minimum=most, target=most, maximum=most + 1,
                    validity=DateRange(today, None))
        for *_, one in HOURS
    ], by=by)  # fmt: skip
    _list_people(cell, role, line, since=DateRange(today, None), by=by)
    return line


def _list_people(cell: Cell, role: Role, line: Line, *, since: DateRange, by: User) -> None:
    """Those named for the role, by rank, once each."""
    regime = Regime.PUBLIC_HOSPITAL if cell.kind in OF_STRUCTURES else Regime.PRIVATE
    named = designations(cell).filter(role=role).select_related("person")
    people: dict[int, Person] = {one.person_id: one.person for one in named}
    for person in people.values():
        member = Member(line=line, person=person, regime=regime, membership=since)
        add_member(member, roles=line.roles.all(), by=by)
