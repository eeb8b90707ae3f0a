"""The line over the Aube that most tests of rosters start from; each may say its own instead."""

from typing import Any

import pytest

from coordination.oncall.models import Line, LineRole, Roster, Sector
from tests.coordination.oncall.roster_world import (
    LineFactory,
    LineRoleFactory,
    RosterFactory,
    SectorFactory,
    serve,
)


@pytest.fixture
def line(aube: Any) -> Line:
    """Doctors, known as `pdsa`."""
    return LineFactory(territory=aube, slug="pdsa", name="Médecins de garde")


@pytest.fixture
def role(line: Line) -> LineRole:
    """The only role of the line."""
    return LineRoleFactory(line=line)


@pytest.fixture
def sector(line: Line, troyes: Any) -> Sector:
    """The sector that serves Troyes."""
    sector = SectorFactory(line=line, name="Troyes")
    serve(sector, troyes)
    return sector


@pytest.fixture
def roster(line: Line) -> Roster:
    """The year 2026, published."""
    return RosterFactory(line=line)
