"""A line over the Aube for the tests of rosters: sectors, people, slots, shifts."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import factory
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils import timezone
from factory import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from coordination.notifications.models import Notification
from coordination.oncall.models import (
    ContactMethod,
    Line,
    LineRole,
    Member,
    Person,
    Regime,
    Requirement,
    Roster,
    Sector,
    SectorCommune,
    Shift,
    Slot,
    SlotClass,
    SlotTemplate,
)
from portal.lib.time import PARIS, local_instant
from portal.territories.models import Territory
from tests.people import TerritoryFactory

ALWAYS = DateRange(date(2026, 1, 1), None)


class LineFactory(DjangoModelFactory):
    """PDSA doctors, over the territory given."""

    class Meta:
        model = Line

    slug = Sequence(lambda n: f"ligne-{n}")
    name = Sequence(lambda n: f"Médecins de garde {n}")
    kind = Line.Kind.PDSA
    territory = SubFactory(TerritoryFactory, department=True)


class LineRoleFactory(DjangoModelFactory):
    class Meta:
        model = LineRole
        django_get_or_create = ("line", "code")

    line = SubFactory(LineFactory)
    code = "effecteur"
    label = "effecteur fixe"


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = Sector

    line = SubFactory(LineFactory)
    name = Sequence(lambda n: f"Secteur {n}")
    code = Sequence(lambda n: f"secteur-{n}")


class PersonFactory(DjangoModelFactory):
    """Somebody without an account, whom one may call."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    first_name = "Dominique"
    last_name = Sequence(lambda n: f"Garde{n}")
    territory = SubFactory(TerritoryFactory, department=True)

    @factory.post_generation
    def mobile(self, create: bool, value: str | None, **given: Any) -> None:
        """A verified number, unless `mobile=""`."""
        if value == "":
            return
        ContactMethod.objects.create(
            person=self,
            kind=ContactMethod.Kind.MOBILE,
            value=value or f"+336{self.pk:08d}",
            state=ContactMethod.State.VERIFIED,
            verified_at=datetime(2026, 1, 1, tzinfo=UTC),
            **given,
        )


class MemberFactory(DjangoModelFactory):
    class Meta:
        model = Member

    line = SubFactory(LineFactory)
    person = SubFactory(PersonFactory)
    regime = Regime.LIBERAL
    membership = ALWAYS


def member(line: Line, role: LineRole, **fields: Any) -> Person:
    """Somebody listed on the line, for that role."""
    person = PersonFactory(**fields)
    MemberFactory(line=line, person=person).roles.add(role)
    return person


class RosterFactory(DjangoModelFactory):
    """The roster of 2026, published."""

    class Meta:
        model = Roster

    line = SubFactory(LineFactory)
    name = "Tableau 2026"
    days = DateRange(date(2026, 1, 1), date(2027, 1, 1))
    state = Roster.State.PUBLISHED


class SlotFactory(DjangoModelFactory):
    """An evening, 28 March 2026 unless said otherwise."""

    class Meta:
        model = Slot

    roster = SubFactory(RosterFactory)
    sector = SubFactory(SectorFactory, line=factory.SelfAttribute("..roster.line"))
    period = LazyAttribute(lambda one: evening(one.local_day))
    local_day = date(2026, 3, 28)
    label = "soirée"
    slot_class = SlotClass.EVENING


class ShiftFactory(DjangoModelFactory):
    """Holds the whole slot."""

    class Meta:
        model = Shift

    slot = SubFactory(SlotFactory)
    roster = LazyAttribute(lambda one: one.slot.roster)
    line = LazyAttribute(lambda one: one.slot.roster.line)
    sector = LazyAttribute(lambda one: one.slot.sector)
    role = LazyAttribute(lambda one: LineRoleFactory(line=one.slot.roster.line))
    person = SubFactory(PersonFactory)
    period = LazyAttribute(lambda one: one.slot.period)
    holds = True


class SlotTemplateFactory(DjangoModelFactory):
    """20 h to midnight, every day."""

    class Meta:
        model = SlotTemplate

    line = SubFactory(LineFactory)
    name = "Soirée"
    starts_at = time(20)
    ends_at = time(0)
    day_rule = SlotTemplate.DayRule.EVERY_DAY
    slot_class = SlotClass.EVENING
    validity = ALWAYS


class RequirementFactory(DjangoModelFactory):
    class Meta:
        model = Requirement

    sector = SubFactory(SectorFactory)
    slot_class = SlotClass.EVENING
    validity = ALWAYS


def serve(sector: Sector, *communes: Territory, **fields: Any) -> None:
    """The sector serves these communes from 2026 on."""
    for commune in communes:
        SectorCommune.objects.create(
            line=sector.line, sector=sector, commune=commune, **({"validity": ALWAYS} | fields)
        )


def evening(day: date, start: int = 20, end: int = 24) -> DateTimeTZRange:
    """From `start` to `end` o’clock, Paris time; 24 is midnight."""
    until = local_instant(date.fromordinal(day.toordinal() + end // 24), time(end % 24), PARIS)
    return DateTimeTZRange(local_instant(day, time(start), PARIS), until)


def tomorrow() -> DateTimeTZRange:
    """The evening of tomorrow."""
    return evening(timezone.localdate() + timedelta(days=1))


def told(notice: str) -> list[str]:
    """Whom the notice reached outside the portal: the address, or the first name."""
    rows = Notification.objects.filter(publication__notice=notice).exclude(channel="inbox")
    return sorted(row.address or row.user.first_name for row in rows)
