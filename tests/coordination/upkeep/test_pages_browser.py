"""The pages by which the directory is kept, in a real Chromium: one visit each."""

import pytest
from playwright.sync_api import Page

from coordination.upkeep.services.suggestions import suggest_correction
from portal.accounts.models import Role
from tests.directory.depth import ActivityFactory, ContactFactory, ServiceFactory, hours
from tests.pages import check_page
from tests.people import GrantFactory, log_in
from tests.rights_directory import followed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_that_keeps_the_directory_is_accessible(
    live_server, page: Page, client, ehpad, bob, charlie
):
    ActivityFactory()
    hours(ServiceFactory(structure=ehpad), [1, 2], 480, 720)
    line = ContactFactory(structure=ehpad, unanswered=1)
    ContactFactory(structure=ehpad, channel="email", value="a@tilleuls.example", audience="crisis")
    GrantFactory(user=charlie, role=Role.MEMBER, structure=ehpad)
    told = {"proposed": "3 rue Zola", "why": "La plaque a changé"}
    one = suggest_correction(ehpad, field="street", by=charlie, **told)
    digest = followed(charlie, ehpad)["upkeep:digest_detail"]
    told_page = f"/annuaire/suivis/resumes/{digest}/"
    kept = f"/annuaire/{ehpad.uuid}/tenir/"
    visits = {
        bob: [
            kept, f"{kept}contact/", f"{kept}contact/{line.pk}/", f"{kept}service/",
            f"{kept}exception/", f"{kept}reseau/", f"{kept}plan/", f"{kept}fiche/",
            f"/annuaire/{ehpad.uuid}/ma-structure/", f"/annuaire/suggerees/{one.uuid}/",
            "/annuaire/suggerees/", ehpad.get_absolute_url(),
            f"{ehpad.get_absolute_url()}?au=2021-03-01",
        ],
        charlie: [
            f"/annuaire/{ehpad.uuid}/suggerer/", f"/annuaire/{ehpad.uuid}/ma-structure/",
            "/annuaire/suggerees/", f"/annuaire/suivis/?structure={ehpad.uuid}", told_page,
            "/annuaire/recherches/?filtres=q%3Dehpad", "/annuaire/",
        ],
    }  # fmt: skip

    for person, addresses in visits.items():
        session = log_in(client, person).cookies["sessionid"].value
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.set_viewport_size({"width": 390, "height": 900})
        for address in addresses:
            page.goto(f"{live_server.url}{address}")
            check_page(page)
