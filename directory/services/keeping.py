"""What the people of a structure write on its page: lines, services, networks, plans.

Nothing is deleted: a line ends, and can be taken up again. Each write says where it comes from,
as of today, and who confirmed it; what it replaces stays in the history.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.imports.derived import derive
from directory.models import (
    ContactPoint,
    HoursException,
    Membership,
    Network,
    OpeningHours,
    ResponsePlan,
    Service,
    Structure,
)
from directory.refusals import AlreadyKept, CannotKeep, LineEnded, NotAPlan, NotYetEnded
from directory.services.fields import correct_field, make_searchable
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.timetable import HOLIDAY, Span, Week
from portal.territories.models import Territory

OWNER, AGENCY = "Responsable de la structure", "ARS"
# The lines that the row of the structure repeats, by the field that holds each.
MAIN = {ContactPoint.Channel.PHONE: "phone", ContactPoint.Channel.EMAIL: "email"}
Line = ContactPoint | Service | Membership
Row = TypeVar("Row", bound=Line)


@dataclass(frozen=True)
class Hours:
    """When a service is open, usually and in a crisis: minutes of each day, Monday is 1,
    holidays 8 (without spans: closed)."""

    usual: Week
    crisis: Week


@contextmanager
def written_by(user: User | None) -> Iterator[None]:
    """What changes inside the block is, in the history, the doing of `user`; all or nothing."""
    told = {"user": user.pk} if user is not None else {}
    with transaction.atomic(), pghistory.context(**told):
        yield


def keep_contact(contact: ContactPoint, *, by: User) -> ContactPoint:
    """The line stands on the page as `contact` says; it is to be tried again if its value changed.

    The public switchboard is also the number of the structure, kept from the imports.
    Raises AlreadyKept, CannotKeep, LineEnded.
    """
    with written_by(by):
        before = _standing(contact)
        if before is not None and before.value != contact.value:
            contact.tested_on, contact.unanswered = None, 0
        elif before is not None:
            # Somebody may have called in vain since the form was opened.
            contact.unanswered = before.unanswered
        _write(contact, by=by)
        if _is_main(contact) and (before is None or before.value != contact.value):
            _repeat(contact, contact.value, by=by)
        record(by, "contact.kept", contact, structure=str(contact.structure.uuid))
    return contact


def keep_service(
    service: Service, *, zones: Iterable[Territory], hours: Hours, by: User
) -> Service:
    """The service stands on the page with these zones and hours, and is found by the search.

    Raises AlreadyKept, CannotKeep, LineEnded.
    """
    with written_by(by):
        _standing(service)
        service.closed_on_holidays = hours.usual.get(HOLIDAY) == []
        _write(service, by=by)
        service.zones.set(zones)
        for regime, week in (("usual", hours.usual), ("crisis", hours.crisis)):
            _set_hours(service, regime, week)
        make_searchable(service.structure)
        record(by, "service.kept", service, structure=str(service.structure.uuid))
    return service


def keep_exception(
    service: Service, *, days: tuple[date, date], spans: list[Span], reason: str, by: User
) -> None:
    """From the first to the last of `days`, the service is open at `spans`; closed without any.

    What was said of exactly these days is replaced. Raises CannotKeep.
    """
    first, last = days
    if last < first:
        raise CannotKeep(why="L’exception doit finir après avoir commencé.")
    with written_by(by):
        Service.objects.select_for_update().get(pk=service.pk)
        HoursException.objects.filter(service=service, first_day=first, last_day=last).delete()
        rows: list[tuple[int | None, int | None]] = [*spans] or [(None, None)]
        for opens, closes in rows:
            HoursException.objects.create(
                service=service, first_day=first, last_day=last, opens=opens, closes=closes,
                reason=reason,
            )  # fmt: skip
        _date(service, by=by)
        record(by, "service.exception", service, structure=str(service.structure.uuid))


def drop_exceptions(service: Service, *, first_day: date, last_day: date, by: User) -> None:
    """The usual hours hold again on these days; the history keeps what was said of them."""
    with written_by(by):
        HoursException.objects.filter(
            service=service, first_day=first_day, last_day=last_day
        ).delete()
        _date(service, by=by)
        record(by, "service.exception_dropped", service, structure=str(service.structure.uuid))


def keep_membership(membership: Membership, *, by: User) -> Membership:
    """The structure belongs to the network at these dates. Raises AlreadyKept, CannotKeep."""
    with written_by(by):
        _locked(membership)
        _write(membership, by=by)
        record(by, "membership.kept", membership, structure=str(membership.structure.uuid))
    return membership


def create_network(kind: str, name: str, *, by: User) -> Network:
    """The network of that nature and name, as it was or made now."""
    with written_by(by):
        living = Network.objects.filter(kind=kind, name=name, closed_on=None)
        if known := living.order_by("pk").first():
            return known
        found, created = Network.objects.get_or_create(
            kind=kind, name=name, code="", closed_on=None, defaults={"source": OWNER}
        )
        if created:
            record(by, "network.created", found)
    return found


def keep_plan(
    structure: Structure, kind: str, *, updated_on: date | None, exercised_on: date | None, by: User
) -> None:
    """The dates of the plan are those. Raises NotAPlan, CannotKeep for a day to come."""
    today = timezone.localdate()
    if kind not in ResponsePlan.Kind.values:
        raise NotAPlan
    if any(day is not None and day > today for day in (updated_on, exercised_on)):
        raise CannotKeep(why="Cette date n’est pas encore passée.")
    with written_by(by):
        plan, _ = ResponsePlan.objects.update_or_create(
            structure=structure, kind=kind,
            defaults={
                "updated_on": updated_on, "exercised_on": exercised_on, "as_of": today,
                "source": source_of(structure, by), "confirmed_by": str(by)[:160],
            },
        )  # fmt: skip
        record(by, "plan.kept", plan, structure=str(structure.uuid))


def end_line(line: Line, *, by: User) -> None:
    """The line no longer shows, since yesterday, and can be taken up again. Raises LineEnded."""
    today = timezone.localdate()
    with written_by(by):
        known = _locked(line)
        if known is None or (known.ends_on is not None and known.ends_on < today):
            raise LineEnded
        known.ends_on = today - timedelta(days=1)
        if known.starts_on is not None:
            known.starts_on = min(known.starts_on, known.ends_on)
        _save(known)
        _after_dates(known, by=by)
        record(by, f"{_named(known)}.ended", known, structure=str(known.structure.uuid))


def reopen_line(line: Line, *, by: User) -> None:
    """A line that had ended stands again, from today. Raises NotYetEnded, AlreadyKept."""
    with written_by(by):
        known = _locked(line)
        if known is None or known.ends_on is None:
            raise NotYetEnded
        known.ends_on = None
        _write(known, by=by)
        _after_dates(known, by=by)
        record(by, f"{_named(known)}.reopened", known, structure=str(known.structure.uuid))


def source_of(structure: Structure, by: User) -> str:
    """Whose word it is: that of whoever manages the structure, else of the agency."""
    return OWNER if by.manages(structure) else AGENCY


def _locked(row: Row) -> Row | None:
    if row.pk is None:
        return None
    known: Any = type(row)._default_manager.select_for_update().get(pk=row.pk)
    return known  # type: ignore[no-any-return]


def _standing(row: Row) -> Row | None:
    """The row as it is now, locked. Raises LineEnded: to write it would take it up again."""
    known = _locked(row)
    if known is not None and known.ends_on is not None and known.ends_on < timezone.localdate():
        raise LineEnded
    return known


def _write(row: Line, *, by: User) -> None:
    row.source, row.as_of = source_of(row.structure, by), timezone.localdate()
    row.confirmed_by = str(by)[:160]
    _save(row)


def _save(row: Line) -> None:
    try:
        row.validate_constraints()
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        raise CannotKeep(why=error.messages[0]) from error
    except IntegrityError as error:
        raise AlreadyKept from error


def _date(service: Service, *, by: User) -> None:
    Service.objects.filter(pk=service.pk).update(
        source=source_of(service.structure, by), as_of=timezone.localdate(),
        confirmed_by=str(by)[:160],
    )  # fmt: skip


def _set_hours(service: Service, regime: str, week: Week) -> None:
    wanted = {(day, *span) for day, spans in week.items() for span in spans}
    known = {
        (row.weekday, row.opens, row.closes): row.pk
        for row in OpeningHours.objects.filter(service=service, regime=regime)
    }
    gone = [pk for span, pk in known.items() if span not in wanted]
    OpeningHours.objects.filter(pk__in=gone).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(service=service, regime=regime, weekday=day, opens=opens, closes=closes)
        for day, opens, closes in sorted(wanted - known.keys())
    )


def _is_main(line: Any) -> bool:
    """True for the public switchboard: the row of the structure repeats it."""
    switchboard = getattr(line, "function", "") == ContactPoint.Function.SWITCHBOARD
    return switchboard and line.audience == "public" and line.channel in MAIN


def _repeat(contact: ContactPoint, value: str, *, by: User) -> None:
    correct_field(contact.structure, MAIN[ContactPoint.Channel(contact.channel)], value, by=by)


def _after_dates(line: Line, *, by: User) -> None:
    """What repeats a line follows it: the number of the structure, the words of the search."""
    if isinstance(line, Service):
        make_searchable(line.structure)
    if isinstance(line, ContactPoint) and _is_main(line):
        structure = Structure.objects.get(pk=line.structure_id)
        is_current = line.ends_on is None
        if is_current or getattr(structure, MAIN[ContactPoint.Channel(line.channel)]) == line.value:
            _repeat(line, line.value if is_current else "", by=by)
        derive(ids=[structure.pk])


def _named(line: Line) -> str:
    return str(type(line)._meta.model_name).replace("contactpoint", "contact")
