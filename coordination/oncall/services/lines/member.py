"""People join a line, change, leave it on a day; the rotations follow."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from coordination.oncall.models import (
    LineRole,
    Member,
    Person,
    Qualification,
    RotationPlace,
    Sector,
    Shift,
)
from coordination.oncall.refusals.settings import AccountTaken, NoAccount, PersonListed
from coordination.oncall.services.lines.line import add_member, list_person
from portal.accounts.models import User
from portal.audit.services import record


@transaction.atomic
def person_of_account(email: str, *, line: Any, by: User | None) -> Person:
    """The person behind that account, listed on the territory of the line if they were not.

    Raises NoAccount, PersonListed when somebody lists them at the same instant.
    """
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise NoAccount(email=email)
    known = Person.objects.filter(user=user).first()
    if known:
        return known
    person = Person(
        user=user,
        first_name=user.first_name,
        last_name=user.last_name or user.email.partition("@")[0],
        territory=line.territory,
    )
    return list_person(person, by=by)


@transaction.atomic
def edit_person(person: Person, *, account: str, by: User | None) -> None:
    """The person is as their fields now say, behind that account, or behind none when empty.

    Raises ValidationError, NoAccount, AccountTaken when somebody else is behind it, PersonListed
    when that happens at the same instant.
    """
    person.user = None
    if account:
        person.user = User.objects.filter(email__iexact=account, is_active=True).first()
        if person.user is None:
            raise NoAccount(email=account)
        other = Person.objects.filter(user=person.user).exclude(pk=person.pk).first()
        if other is not None:
            raise AccountTaken(person=other)
    person.full_clean(validate_unique=False)  # the database says who came second
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise PersonListed(person=person) from error
    record(by, "oncall_person.edited", person)


@transaction.atomic
def join(
    member: Member,
    *,
    roles: Iterable[LineRole],
    sectors: Iterable[Sector] = (),
    qualifications: Iterable[Qualification] = (),
    by: User | None,
) -> Member:
    """The person is on the line from a date on. Raises ValidationError."""
    add_member(member, roles=roles, sectors=sectors, by=by)
    member.qualifications.set(qualifications)
    return member


@transaction.atomic
def edit_member(
    member: Member,
    *,
    roles: Iterable[LineRole],
    sectors: Iterable[Sector] = (),
    qualifications: Iterable[Qualification] | None = None,
    by: User | None,
) -> list[Shift]:
    """The membership is as its fields now say; the duties that it no longer covers.

    Who leaves on a day leaves the rotations of the line that day; what is published stays
    theirs until somebody takes it. Raises ValidationError.
    """
    member.full_clean()
    member.save()
    member.roles.set(roles)
    member.sectors.set(sectors)
    if qualifications is not None:
        member.qualifications.set(qualifications)
    record(by, "member.edited", member, line=member.line.slug)
    leaves_on = member.membership.upper
    if leaves_on is None:
        return []
    _leave_rotations(member, leaves_on)
    orphans = Shift.objects.holding().filter(
        line=member.line, person=member.person, slot__local_day__gte=leaves_on
    )
    return list(orphans.select_related("sector", "role").in_order())


def _leave_rotations(member: Member, leaves_on: date) -> None:
    places = RotationPlace.objects.filter(
        Q(leaves_on__isnull=True) | Q(leaves_on__gt=leaves_on),
        person=member.person,
        rotation__layer__sector__line=member.line,
    )
    places.filter(joins_on__gte=leaves_on).delete()
    places.update(leaves_on=leaves_on)
