"""A page costs the same number of statements whatever the length of what it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.crisis.models import EntryKind
from coordination.crisis.services.writing import Draft, flag_entry, write_entry
from tests.coordination.crisis.crisis_world import join, open_departmental
from tests.people import UserFactory

pytestmark = pytest.mark.django_db


def costs(client, addresses):
    spent = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        spent[address] = len(captured)
    return spent


def grow(cell, by, count):
    for rank in range(count):
        line = write_entry(cell, Draft(f"Ligne {rank}", theme="lits"), by=by)
        correction = Draft("Plutôt", kind=EntryKind.CORRECTION, corrects=line, link_role="SPRSDS")
        write_entry(cell, correction, by=by)
        flag_entry(line, kind="in_sitrep", by=by)
        join(cell, UserFactory())


def test_pages_cost_the_same_with_one_line_and_with_twenty(client, cell, alice, aube):
    open_departmental(aube, by=alice)
    grow(cell, alice, 1)
    client.force_login(alice)
    base = cell.get_absolute_url()
    log = f"{base}main-courante/"
    crisis = cell.crisis.get_absolute_url()
    pages = ["/crises/", crisis, base, f"{base}niveaux/", f"{base}personnes/", log, f"{log}?q=x"]
    costs(client, pages)
    few = costs(client, pages)
    for _ in range(3):
        open_departmental(aube, by=alice)
    grow(cell, alice, 20)

    many = costs(client, pages)

    assert many == few
    assert max(many.values()) <= 50
