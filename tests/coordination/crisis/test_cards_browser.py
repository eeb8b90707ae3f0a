"""Cards, coverage, preparation and partners in a real Chromium: each page is accessible."""

import pytest

from coordination.crisis.models import HoldingStatement, Mode
from coordination.crisis.selectors.card import card_page
from coordination.crisis.selectors.owners import Owner
from coordination.crisis.services.card import tick_item
from coordination.crisis.services.designation import designate
from coordination.crisis.services.duty import check_in
from coordination.crisis.services.preparation import Named, add_contact, person_named
from coordination.crisis.services.shipped_cards import load_cards
from tests.coordination.crisis.crisis_world import open_departmental, role
from tests.pages import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_of_cards_coverage_and_preparation_is_accessible(visit, catalogue, alice, aube):
    load_cards()
    own = Owner(aube)
    add_contact(own, label="Cadre d’astreinte", phone="+33325000000", by=alice)
    cell = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    held = role(cell, "director")
    person = person_named(own, Named(email=alice.email), by=alice)
    designate(
        held, person, owner=aube, rank=0, since=cell.opened_at.date(), by=alice, site="Troyes"
    )
    page = card_page(cell, held)
    tick_item(cell, held, page.bands[0].lines[0].item, done=True, by=alice)
    check_in(cell, mode="on_site", site="Troyes", by=alice)
    base, mine = cell.get_absolute_url(), f"/crises/preparation/{own.key}/"

    of_cell = ["", "fiches/", "fiches/director/", "elements/", "couverture/"]
    statement = f"elements/{HoldingStatement.objects.first().typology}/"
    of_owner = ["", "fiches/", "designations/", "fiches/departmental/director/", statement]
    paths = [f"{base}{path}" for path in of_cell] + [f"{mine}{path}" for path in of_owner]

    for path in [*paths, "/preparation/", "/partenaires/"]:
        check_page(visit(alice, path))
