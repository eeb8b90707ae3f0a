"""The cast of the tests, as fixtures: a small Aube, and one person per role."""

from typing import TYPE_CHECKING

import pytest

from portal.lib.text import search_key

if TYPE_CHECKING:
    from coordination.reinforcement.models import Volunteer
    from directory.models import Profession, Structure
    from portal.accounts.models import User
    from portal.territories.models import Territory


@pytest.fixture
def grand_est(db: None) -> "Territory":
    return _territory("region", "44", "Grand Est")


@pytest.fixture
def aube(grand_est: "Territory") -> "Territory":
    return _territory("department", "10", "Aube", inside=grand_est)


@pytest.fixture
def marne(grand_est: "Territory") -> "Territory":
    """A sibling of the Aube, in the same region."""
    return _territory("department", "51", "Marne", inside=grand_est)


@pytest.fixture
def troyes(aube: "Territory") -> "Territory":
    return _territory("commune", "10387", "Troyes", inside=aube)


@pytest.fixture
def reims(marne: "Territory") -> "Territory":
    return _territory("commune", "51454", "Reims", inside=marne)


@pytest.fixture
def occitanie(db: None) -> "Territory":
    """Another region."""
    return _territory("region", "76", "Occitanie")


@pytest.fixture
def nurse(db: None) -> "Profession":
    """The profession, code 60."""
    from tests.people import ProfessionFactory

    return ProfessionFactory()


@pytest.fixture
def ehpad(troyes: "Territory") -> "Structure":
    """The EHPAD that Bob manages."""
    from tests.people import StructureFactory

    return StructureFactory(commune=troyes, name="EHPAD des Tilleuls")


@pytest.fixture
def other_ehpad(troyes: "Territory") -> "Structure":
    """Another EHPAD of the same town, that Hélène manages."""
    from tests.people import StructureFactory

    return StructureFactory(commune=troyes, name="EHPAD du Vouldy")


@pytest.fixture
def alice(aube: "Territory") -> "User":
    """ARS agent of the Aube."""
    return _person("alice", "ars", territory=aube)


@pytest.fixture
def bob(ehpad: "Structure") -> "User":
    """Manager of the EHPAD."""
    return _person("bob", "manager", structure=ehpad)


@pytest.fixture
def charlie(troyes: "Territory", nurse: "Profession") -> "User":
    """Volunteer: an active registered nurse of Troyes (`charlie.volunteer`)."""
    user = _person("charlie")
    _volunteer(user, troyes, nurse)
    return user


@pytest.fixture
def dora(occitanie: "Territory") -> "User":
    """ARS agent of another region."""
    return _person("dora", "ars", territory=occitanie)


@pytest.fixture
def emile(aube: "Territory") -> "User":
    """On-call coordinator of the Aube."""
    return _person("emile", "coordinator", territory=aube)


@pytest.fixture
def fatou(aube: "Territory") -> "User":
    """CPTS member in the Aube."""
    return _person("fatou", "cpts_member", territory=aube)


@pytest.fixture
def gaspard(aube: "Territory") -> "User":
    """Administrator, in the Aube, and staff of the platform."""
    return _person("gaspard", "administrator", territory=aube, is_staff=True)


@pytest.fixture
def helene(other_ehpad: "Structure") -> "User":
    """Manager of the other EHPAD."""
    return _person("helene", "manager", structure=other_ehpad)


def _territory(kind: str, code: str, name: str, inside: "Territory | None" = None) -> "Territory":
    from tests.people import TerritoryFactory

    return TerritoryFactory(
        kind=kind, code=code, name=name, search_key=search_key(name), inside=inside
    )


def _person(name: str, role: str = "", *, is_staff: bool = False, **place: object) -> "User":
    from tests.people import GrantFactory, UserFactory

    user = UserFactory(
        email=f"{name}@exemple.test", first_name=name.capitalize(), is_staff=is_staff
    )
    if role:
        GrantFactory(user=user, role=role, **place)
    return user


def _volunteer(user: "User", commune: "Territory", profession: "Profession") -> "Volunteer":
    from tests.people import VolunteerFactory

    return VolunteerFactory(user=user, commune=commune, profession=profession)
