"""A line over Troyes that can be called now: who is on call, who follows, who coordinates."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils import timezone

from coordination.oncall.models import Alert
from coordination.oncall.services.alerts.alert import open_alert
from portal.accounts.models import Role
from tests.coordination.oncall.roster_world import (
    LineFactory,
    LineRoleFactory,
    MemberFactory,
    PersonFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
    serve,
)
from tests.people import GrantFactory, UserFactory

ASKED = "Chute dans une chambre, une infirmière est demandée"


class Calling:
    """The line; `now` is on call for five hours more, `later` follows; Émile coordinates."""

    def __init__(self, aube: Any, troyes: Any) -> None:
        self.line, self.troyes = LineFactory(territory=aube), troyes
        self.role = LineRoleFactory(line=self.line)
        self.sector = SectorFactory(line=self.line)
        serve(self.sector, troyes)
        today = timezone.localdate()
        days = DateRange(today - timedelta(days=3), today + timedelta(days=30))
        self.roster = RosterFactory(line=self.line, days=days)
        self.now, self.later = self.person("Nadia"), self.person("Louise")
        self.coordinator = GrantFactory(territory=aube, role=Role.COORDINATOR).user
        self.agent = GrantFactory(territory=aube, role=Role.ARS).user
        self.opener = UserFactory(first_name="Odile")

    def person(self, first_name: str) -> Any:
        """Somebody of the line, with an account."""
        user = UserFactory(first_name=first_name)
        person = PersonFactory(first_name=first_name, user=user)
        MemberFactory(line=self.line, person=person).roles.add(self.role)
        return person

    def plan(self, *, current: bool = True, following: bool = True) -> None:
        """The two duties of the story, or one of them."""
        start = timezone.now() - timedelta(hours=1)
        for person, rank, wanted in [(self.now, 0, current), (self.later, 1, following)]:
            since = start + timedelta(hours=6 * rank)
            period = DateTimeTZRange(since, since + timedelta(hours=6))
            if wanted:
                self.duty(person, period)

    def duty(self, person: Any, period: Any) -> Any:
        """The person holds that period."""
        slot = SlotFactory(
            roster=self.roster, sector=self.sector, period=period, local_day=timezone.localdate()
        )
        return ShiftFactory(slot=slot, person=person, role=self.role)

    def call(self, **asked: Any) -> Alert:
        """An alert for Troyes."""
        given = {"commune": self.troyes, "subject": ASKED, "by": self.opener} | asked
        return open_alert(self.line, **given)


def due(alert: Alert) -> None:
    """The wait of the alert is over."""
    past = timezone.now() - timedelta(seconds=1)
    Alert.objects.filter(pk=alert.pk).update(next_step_due_at=past)


@pytest.fixture
def calling(aube: Any, troyes: Any) -> Calling:
    """Nadia is on call, Louise follows."""
    found = Calling(aube, troyes)
    found.plan()
    return found
