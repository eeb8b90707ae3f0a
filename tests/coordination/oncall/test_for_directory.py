"""« Qui appeler maintenant » : the page of a structure and the search of the directory know."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coordination.oncall.models import ContactMethod
from tests.coordination.oncall.roster_world import (
    LineFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
)
from tests.directory.depth import ContactFactory
from tests.people import log_in

pytestmark = pytest.mark.django_db
LIST = reverse("directory:structure_list")


def now_on(sector, roster, **fields):
    """Somebody on call there, an hour ago and for three hours more."""
    hour = timedelta(hours=1)
    now = timezone.now()
    period = DateTimeTZRange(now - hour, now + 3 * hour)
    return ShiftFactory(slot=SlotFactory(roster=roster, sector=sector, period=period), **fields)


@pytest.fixture
def cell_line(ehpad):
    """The line of the cell of the EHPAD, whose roster is published."""
    place = ehpad.commune.outer_links.get(ancestor__kind="department").ancestor
    line = LineFactory(
        territory=place, kind="crisis_cell", structure=ehpad, name="Cellule", slug="cellule"
    )
    return SectorFactory(line=line, name="Cellule"), RosterFactory(line=line)


def page_of(client, structure):
    return client.get(structure.get_absolute_url()).context["calls"]


def test_the_roster_comes_first_then_day_and_night_then_the_switchboard(
    client, bob, ehpad, sector, roster, cell_line
):
    ContactFactory(structure=ehpad, value="+33325000001", usage="office", function="switchboard")
    ContactFactory(structure=ehpad, value="+33325000002", usage="always", function="switchboard")
    kept = ContactFactory(
        structure=ehpad, value="+33399000003", usage="always", function="duty", audience="crisis"
    )
    own, around = now_on(*cell_line), now_on(sector, roster)
    log_in(client, bob)

    calls = page_of(client, ehpad)

    assert calls.here[0].who == str(own.person)
    shown = {one.phone for one in calls.here[1:3]}
    assert shown == {"", "+33325000002"} and calls.here[3].phone == "+33325000001"
    assert [one.who for one in calls.around] == [str(around.person)]
    assert calls.first.phone == calls.here[0].phone == own.person.contacts.get().value
    text = client.get(ehpad.get_absolute_url()).text
    reveal = reverse("directory:contact_reveal", args=[kept.uuid])
    assert "03 99 00 00 03" not in text and kept.value not in text
    assert text.index(reveal) < text.index("Garder dans les contacts")
    assert "Qui appeler maintenant" in text and f"D’astreinte pour {ehpad.commune}" in text


def test_a_number_kept_for_callers_and_a_closed_structure_are_not_shown(
    client, bob, ehpad, cell_line
):
    shift = now_on(*cell_line)
    shift.person.contacts.update(audience=ContactMethod.Audience.CALLERS)
    log_in(client, bob)

    (call,) = page_of(client, ehpad).here

    assert (call.who, call.phone) == (str(shift.person), "")
    assert call.url == shift.line.get_absolute_url()
    ehpad.closed_on = timezone.localdate()
    ehpad.save()
    assert page_of(client, ehpad).here == []


def test_a_reader_of_elsewhere_learns_no_name(client, charlie, ehpad, sector, roster, cell_line):
    now_on(*cell_line)
    now_on(sector, roster)
    log_in(client, charlie)

    calls = page_of(client, ehpad)

    assert (calls.here, calls.around) == ([], [])


def test_a_search_keeps_those_who_have_somebody_on_call_now(
    client, alice, ehpad, other_ehpad, cell_line
):
    log_in(client, alice)
    asked = {"astreinte": "on"}
    assert client.get(LIST, asked).context["page"].items == []
    now_on(*cell_line)

    found = client.get(LIST, asked)

    assert found.context["page"].items == [ehpad]
    assert "Quelqu’un d’astreinte maintenant" in found.text


def test_a_page_costs_the_same_with_two_on_call_and_with_five(
    client, bob, ehpad, sector, roster, cell_line
):
    # Two at least: with one, the turn that follows is looked for further away.
    for _ in range(2):
        now_on(*cell_line)
        now_on(sector, roster)
    log_in(client, bob)
    client.get(ehpad.get_absolute_url())

    def statements():
        with CaptureQueriesContext(connection) as captured:
            client.get(ehpad.get_absolute_url())
        return len(captured)

    base = statements()
    for _ in range(3):
        now_on(*cell_line)
        now_on(sector, roster)

    assert statements() == base
