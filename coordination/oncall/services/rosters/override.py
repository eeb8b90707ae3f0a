"""Overrides are added and cancelled: above rosters and rotations, refused when they conflict."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from coordination.notifications.services import notify
from coordination.oncall.models import LineRole, Override, OverridePerson, Person, Sector
from coordination.oncall.notices import DutyOverridden
from coordination.oncall.refusals import (
    MotiveMissing,
    OverrideClash,
    OverrideOver,
    OverrideTouchesNobody,
    PeriodReversed,
    PeriodTooLong,
    SamePersonTwice,
)
from coordination.oncall.selectors.holders.eligibility import Candidate
from coordination.oncall.selectors.wording import period_said
from coordination.oncall.services.rosters.shift import check_rules
from portal.accounts.models import User
from portal.audit.services import record

LONGEST_DAYS = 92


@dataclass(frozen=True)
class Wish:
    """An override as it is asked for: nothing is written yet."""

    sector: Sector
    role: LineRole
    period: Any
    motive: str
    added: Collection[Person] = field(default_factory=tuple)
    removed: Collection[Person] = field(default_factory=tuple)
    everyone: bool = False

    @property
    def kind(self) -> str:
        if self.added and (self.removed or self.everyone):
            return Override.Kind.REPLACE
        return Override.Kind.ADD if self.added else Override.Kind.REMOVE


@transaction.atomic
def add_override(wish: Wish, *, by: User | None) -> Override:
    """The override stands, and each person it touches is told.

    Raises PeriodReversed, PeriodTooLong, MotiveMissing, OverrideTouchesNobody,
    SamePersonTwice, RuleBroken (its motive passes over the rules that allow it),
    OverrideClash, which names the conflict, even for two written at the same instant.
    """
    check_wish(wish)
    people = sorted({*wish.added, *wish.removed}, key=lambda person: person.pk)
    list(
        Person.objects.select_for_update().filter(pk__in=[one.pk for one in people]).order_by("pk")
    )
    _check_alone(wish, people)
    for person in wish.added:
        check_rules(_candidate(wish, person), forced_reason=wish.motive)
    line = wish.sector.line
    override = Override.objects.create(
        line=line,
        sector=wish.sector,
        role=wish.role,
        kind=wish.kind,
        period=wish.period,
        motive=wish.motive,
        author=by,
    )
    try:
        with transaction.atomic():
            OverridePerson.objects.bulk_create(_rows(override, wish, people))
    except IntegrityError as error:
        # On another line, whose people were not all locked here.
        names = ", ".join(str(person) for person in people)
        raise OverrideClash(person=names, conflict="une autre ligne au même moment") from error
    record(by, "override.added", override, motive=wish.motive, kind=wish.kind)
    notify(DutyOverridden, override)
    return override


@transaction.atomic
def cancel_override(override: Override, *, by: User | None) -> None:
    """The roster applies again; each person is told. Raises OverrideOver."""
    standing = Override.objects.filter(pk=override.pk, cancelled_at__isnull=True)
    if standing.update(cancelled_at=timezone.now(), cancelled_by=by) != 1:
        raise OverrideOver
    OverridePerson.objects.filter(override=override).update(is_live=False)
    override.refresh_from_db()
    record(by, "override.cancelled", override)
    notify(DutyOverridden, override, step=1)


def check_wish(wish: Wish) -> None:
    """What can be said of it without looking at anybody's roster."""
    if wish.period.upper <= wish.period.lower:
        raise PeriodReversed
    if wish.period.upper - wish.period.lower > timedelta(days=LONGEST_DAYS):
        raise PeriodTooLong(days=LONGEST_DAYS)
    if not wish.motive.strip():
        raise MotiveMissing
    if not (wish.added or wish.removed):
        raise OverrideTouchesNobody
    if {one.pk for one in wish.added} & {one.pk for one in wish.removed}:
        raise SamePersonTwice


def _check_alone(wish: Wish, people: list[Person]) -> None:
    """The people are locked: what conflicts is already there, and can be named."""
    rivals = OverridePerson.objects.filter(
        person__in=people, line=wish.sector.line, is_live=True, period__overlap=wish.period
    ).select_related("person", "override__sector")
    rival = rivals.order_by("pk").first()
    if rival is not None:
        words = f"{period_said(rival.period)}, {rival.override.sector} ({rival.override.motive})"
        raise OverrideClash(person=rival.person, conflict=words)


def _rows(override: Override, wish: Wish, people: list[Person]) -> list[OverridePerson]:
    added = {one.pk for one in wish.added}
    sides = OverridePerson.Side
    return [
        OverridePerson(
            override=override,
            person=person,
            side=sides.ADDED if person.pk in added else sides.REMOVED,
            line=override.line,
            period=wish.period,
            is_exclusive=override.line.is_exclusive,
        )
        for person in people
    ]


def _candidate(wish: Wish, person: Person) -> Candidate:
    return Candidate(person, wish.sector.line, wish.sector, wish.role, wish.period)
