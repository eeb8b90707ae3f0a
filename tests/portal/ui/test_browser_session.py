"""The warning before a session closes, in a real Chromium whose clock we hold."""

import pytest
from playwright.sync_api import Page, expect

from tests.pages import axe_problems
from tests.people import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(live_server, page: Page, client, alice) -> Page:
    """Alice's home page, half a minute before the warning."""
    log_in(client, alice)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    page.clock.install()
    page.goto(f"{live_server.url}/mon-compte/")
    page.clock.fast_forward(27 * 60_000)
    return page


def test_two_minutes_before_the_end_one_is_told_and_stays_in_one_click(desk) -> None:
    expect(desk.locator(".pt-session [role=alert]")).to_be_empty()

    desk.clock.fast_forward(90_000)
    expect(desk.locator(".pt-session [role=alert]")).to_contain_text("Votre session se ferme à")
    assert axe_problems(desk) == []
    desk.get_by_role("button", name="Rester connecté").focus()
    with desk.expect_response("**/session/prolonger/") as sent:
        desk.keyboard.press("Enter")

    assert sent.value.status == 200
    expect(desk.locator(".pt-session [role=alert]")).to_be_empty()


def test_whoever_types_is_there(desk) -> None:
    with desk.expect_response("**/session/prolonger/") as sent:
        desk.get_by_label("Prénom").press("a")

    assert sent.value.status == 200
    desk.clock.fast_forward(90_000)
    expect(desk.locator(".pt-session [role=alert]")).to_be_empty()


def test_after_the_end_the_page_keeps_what_was_typed_and_leads_back(desk) -> None:
    desk.clock.fast_forward(4 * 60_000)

    expect(desk.locator(".pt-session [role=alert]")).to_contain_text("est terminée")
    link = desk.get_by_role("link", name="Se reconnecter")
    assert link.get_attribute("href") == "/comptes/login/?next=/mon-compte/"
    expect(desk.get_by_role("button", name="Rester connecté")).to_be_hidden()
