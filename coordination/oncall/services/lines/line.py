"""A line is opened, its roles and points are said, its people listed."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from coordination.oncall.models import (
    ContactMethod,
    Line,
    LineRole,
    Member,
    Person,
    PointWeight,
    Sector,
    SlotTemplate,
)
from coordination.oncall.refusals import ContactTaken
from coordination.oncall.refusals.settings import (
    LineNameTaken,
    MemberListed,
    PersonListed,
    SectorNameTaken,
)
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.phone import parse_french
from portal.lib.refusal import Refusal


@transaction.atomic
def open_line(line: Line, *, roles: Iterable[tuple[str, str]], by: User | None) -> Line:
    """The line exists, with its roles (code, label) in that order.

    Raises ValidationError, LineNameTaken when somebody opens it at the same instant.
    """
    line.created_by = by
    line.full_clean()
    _save(line, LineNameTaken(name=line.name, place=line.territory))
    LineRole.objects.bulk_create(
        LineRole(line=line, code=code, label=label, rank=rank)
        for rank, (code, label) in enumerate(roles)
    )
    record(by, "line.opened", line)
    return line


@transaction.atomic
def open_sector(line: Line, *, name: str, code: str, by: User | None, **fields: Any) -> Sector:
    """The line has one more sector, without communes yet.

    Raises ValidationError, SectorNameTaken, even for two at the same instant.
    """
    Line.objects.select_for_update(no_key=True).get(pk=line.pk)  # the second one waits, then sees
    if line.sectors.open().filter(name__iexact=name).exists():
        raise SectorNameTaken(name=name)
    fields = {"zone": line.zone, "colour": line.sectors.count()} | fields
    sector = Sector(line=line, name=name, code=code, **fields)
    sector.full_clean()
    _save(sector, SectorNameTaken(name=name))
    record(by, "sector.opened", sector, line=line.slug)
    return sector


@transaction.atomic
def add_template(
    template: SlotTemplate, *, sectors: Iterable[Sector] = (), by: User | None
) -> SlotTemplate:
    """The line is held at these hours; in these sectors only, when some are named."""
    template.full_clean()
    template.save()
    template.sectors.set(sectors)
    record(by, "template.added", template, line=template.line.slug)
    return template


@transaction.atomic
def set_points(line: Line, weights: dict[str, Decimal], *, since: date, by: User | None) -> None:
    """From `since` on, each class of slots is worth that much; what was worth before ends there.

    Of two who say it at the same instant, the second one's points stand.
    """
    Line.objects.select_for_update().get(pk=line.pk)
    for slot_class, points in weights.items():
        known = PointWeight.objects.filter(line=line, slot_class=slot_class)
        known.filter(validity__startswith__gte=since).delete()
        for weight in known.filter(validity__contains=since):
            weight.validity = DateRange(weight.validity.lower, since)
            weight.save(update_fields=["validity"])
        PointWeight.objects.create(
            line=line, slot_class=slot_class, points=points, validity=DateRange(since, None)
        )
    record(by, "line.points", line, since=since.isoformat())


@transaction.atomic
def list_person(person: Person, *, by: User | None, mobile: str = "", email: str = "") -> Person:
    """The person can be put on rosters; a name and a number are enough.

    Raises ValidationError, ContactTaken, PersonListed when somebody does it at that instant.
    """
    person.full_clean(validate_unique=False)  # the database says who came second
    _save(person, PersonListed(person=person))
    record(by, "oncall_person.listed", person)
    if mobile:
        add_contact(person, kind=ContactMethod.Kind.MOBILE, value=parse_french(mobile), by=by)
    if email:
        add_contact(person, kind=ContactMethod.Kind.EMAIL, value=email.lower(), by=by)
    return person


def add_contact(
    person: Person,
    *,
    kind: str,
    value: str,
    by: User | None,
    audience: str = ContactMethod.Audience.PROFESSIONALS,
) -> ContactMethod:
    """The person may be reached that way, once it is verified. Raises ContactTaken."""
    try:
        with transaction.atomic():
            contact = ContactMethod.objects.create(
                person=person,
                kind=kind,
                value=value,
                audience=audience,
                rank=person.contacts.count(),
            )
    except IntegrityError as error:
        raise ContactTaken from error
    record(by, "contact.added", contact, kind=kind, audience=audience)
    return contact


@transaction.atomic
def add_member(
    member: Member,
    *,
    roles: Iterable[LineRole],
    sectors: Iterable[Sector] = (),
    by: User | None,
) -> Member:
    """The person is listed on the line from a date on.

    Raises ValidationError, MemberListed when somebody does it at the same instant.
    """
    member.full_clean(validate_constraints=False)  # the database says who came second
    # One at a time: two who insert at once before an exclusion constraint may wait for each other.
    Person.objects.select_for_update(no_key=True).get(pk=member.person_id)
    _save(member, MemberListed(person=member.person))
    member.roles.set(roles)
    member.sectors.set(sectors)
    record(by, "member.added", member, line=member.line.slug)
    return member


@transaction.atomic
def end_member(member: Member, *, on: date, by: User | None) -> None:
    """The person is no longer listed from `on`; nothing before that day moves."""
    member.membership = DateRange(member.membership.lower, on)
    member.full_clean()
    member.save(update_fields=["membership"])
    record(by, "member.ended", member, on=on.isoformat())


def _save(row: Any, refusal: Refusal) -> None:
    """The row is kept; `refusal` when somebody kept the same one at the same instant."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise refusal from error
