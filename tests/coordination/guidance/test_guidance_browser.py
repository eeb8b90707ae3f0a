"""The pages of recommendations in a real Chromium: accessible, read by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from coordination.guidance.selectors.reading import reading_link
from tests.coordination.guidance.guidance_world import another, drafted, in_force
from tests.pages import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, client, live_server, who) -> None:
    client.force_login(who)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


def test_every_page_is_accessible_and_a_reading_is_acknowledged_by_keyboard(
    live_server, page: Page, client, aube, alice, bob, helene
):
    version = in_force(aube, by=alice)
    another(version, by=alice)
    waiting = drafted(aube, by=alice, title="Visites")
    waiting.state = "to_validate"
    waiting.save()
    here = version.get_absolute_url()
    link = reading_link(version.addressees.get(user=helene).link_key)
    sign_in(page, client, live_server, alice)
    for path in (
        *("/recommandations/", "/recommandations/nouvelle/", here, f"{here}lectures/"),
        *(f"{here}abroger/", f"{waiting.get_absolute_url()}publier/", link, f"{link[:-3]}/"),
    ):
        page.goto(f"{live_server.url}{path}")
        check_page(page)

    sign_in(page, client, live_server, bob)
    page.goto(f"{live_server.url}/recommandations/mes-lectures/")
    check_page(page)
    page.get_by_role("button", name="J’ai lu et compris").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Vous êtes à jour")).to_be_visible()
