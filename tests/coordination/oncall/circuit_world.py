"""A published roster with its recipients, its people with and without accounts."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from coordination.oncall.models import Line, Recipient, Roster
from coordination.oncall.services.lines.parameters import load_rule_parameters
from coordination.oncall.services.rosters.roster import publish_roster
from portal.accounts.models import Role
from tests.coordination.oncall.roster_world import (
    LineFactory,
    LineRoleFactory,
    MemberFactory,
    PersonFactory,
    RequirementFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
    evening,
    serve,
)
from tests.people import GrantFactory, UserFactory

Stage = Recipient.Stage


class Circuit:
    """A line of the Aube; its roster begins in `starts_in` days, one evening a day, two held."""

    def __init__(self, aube: Any, troyes: Any, *, starts_in: int = 60) -> None:
        load_rule_parameters()
        self.today = timezone.localdate()
        self.first = self.today + timedelta(days=starts_in)
        self.line: Line = LineFactory(territory=aube, slug="pdsa", name="Médecins de garde")
        self.role = LineRoleFactory(line=self.line)
        self.sector = SectorFactory(line=self.line, name="Troyes", code="troyes")
        serve(self.sector, troyes)
        RequirementFactory(sector=self.sector)
        self.coordinator = GrantFactory(territory=aube, role=Role.COORDINATOR).user
        self.agent = GrantFactory(territory=aube, role=Role.ARS).user
        self.council = self.recipient(Stage.TRANSMISSION, "Conseil de l’Ordre", "ordre@exemple.fr")
        self.agency = self.recipient(Stage.DISTRIBUTION, "ARS Grand Est", "ars@exemple.fr")
        self.prefect = self.recipient(Stage.DISTRIBUTION, "Préfecture", "")
        days = DateRange(self.first, self.first + timedelta(days=30))
        self.roster: Roster = RosterFactory(
            line=self.line, state=Roster.State.DRAFT, days=days, name="Tableau d’hiver"
        )
        self.nadia, self.louise = self.person("Nadia"), self.person("Louise", account=False)
        self.shifts = [self.duty(0, self.nadia), self.duty(1, self.louise)]

    def person(self, first_name: str, *, account: bool = True) -> Any:
        """Somebody of the line, reachable."""
        user = UserFactory(first_name=first_name) if account else None
        person = PersonFactory(first_name=first_name, user=user)
        MemberFactory(line=self.line, person=person).roles.add(self.role)
        return person

    def recipient(self, stage: str, name: str, email: str) -> Recipient:
        """Whom the roster goes to."""
        return Recipient.objects.create(
            line=self.line, stage=stage, name=name, email=email, kind="other"
        )

    def slot(self, rank: int, **fields: Any) -> Any:
        """The evening of the `rank`-th day of the roster."""
        day: date = self.first + timedelta(days=rank)
        given = {"local_day": day, "period": evening(day)} | fields
        return SlotFactory(roster=self.roster, sector=self.sector, **given)

    def duty(self, rank: int, person: Any, *, holds: bool = False) -> Any:
        """The person holds that evening."""
        return ShiftFactory(slot=self.slot(rank), role=self.role, person=person, holds=holds)

    def publish(self) -> None:
        """Everybody is on call by it."""
        publish_roster(self.roster, by=self.coordinator)
        for shift in self.shifts:
            shift.refresh_from_db()


@pytest.fixture
def circuit(aube: Any, troyes: Any) -> Circuit:
    """Published, two months ahead."""
    found = Circuit(aube, troyes)
    found.publish()
    return found
