"""The gallery and the account pages in a real Chromium."""

import pytest
from playwright.sync_api import Page, expect

from tests.pages import check_page
from tests.people import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [390, 1280]


@pytest.fixture
def staff(live_server, page: Page, client) -> Page:
    """A page already signed in as a member of the platform's staff."""
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("query", ["", "?erreurs=1&state=open&q=Troyes"])
def test_the_gallery_is_accessible(staff, live_server, width, query):
    staff.set_viewport_size({"width": width, "height": 900})
    staff.goto(f"{live_server.url}/composants/{query}")

    check_page(staff)


@pytest.mark.parametrize("width", WIDTHS)
def test_entrance_pages_are_accessible(page, live_server, width):
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("login/", "signup/", "login/code/", "password/reset/"):
        page.goto(f"{live_server.url}/comptes/{path}")
        check_page(page)


def test_account_pages_are_accessible(staff, live_server):
    for path in (
        "email/",
        "password/change/",
        "2fa/",
        "sessions/",
        "2fa/totp/activate/",
        "logout/",
    ):
        staff.goto(f"{live_server.url}/comptes/{path}")
        check_page(staff)


def test_the_pages_of_the_law_and_of_errors_are_accessible(page, live_server):
    for path in ("accessibilite/", "mentions-legales/", "donnees-personnelles/", "rien/"):
        page.goto(f"{live_server.url}/{path}")
        check_page(page)


def test_the_skip_link_is_the_first_stop_and_moves_the_focus(page, live_server):
    page.goto(f"{live_server.url}/accessibilite/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Aller au contenu")
    expect(page.locator(":focus")).to_be_in_viewport()

    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "contenu"


def test_the_focus_is_always_visible(staff, live_server):
    staff.goto(f"{live_server.url}/composants/")
    unseen = []
    for _ in range(25):
        staff.keyboard.press("Tab")
        style = staff.evaluate(
            """() => { const one = document.activeElement, style = getComputedStyle(one);
            return [one.outerHTML.slice(0, 80), style.outlineStyle, style.outlineWidth] }"""
        )
        if style[1] == "none" or style[2] == "0px":
            unseen.append(style[0])

    assert unseen == []


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(staff, live_server):
    staff.goto(f"{live_server.url}/composants/?erreurs=1")
    assert staff.title().startswith("Erreur\xa0: ")
    expect(staff.locator("#erreurs")).to_be_focused()

    staff.locator("#erreurs a", has_text="Téléphone").press("Enter")

    expect(staff.locator("#id_phone")).to_be_focused()


def test_the_account_menu_opens_and_closes_with_the_keyboard(staff, live_server):
    staff.goto(f"{live_server.url}/composants/")
    button = staff.locator(".pt-account__button")
    button.press("Enter")
    expect(staff.get_by_role("button", name="Se déconnecter")).to_be_visible()

    staff.keyboard.press("Escape")

    expect(staff.get_by_role("button", name="Se déconnecter")).to_be_hidden()
    expect(button).to_be_focused()


def test_nothing_is_asked_of_anyone_else_and_no_error_is_logged(staff, live_server):
    asked, complaints = [], []
    staff.on("request", lambda request: asked.append(request.url))
    staff.on(
        "console", lambda message: complaints.append(message.text) if message.type == "error" else 0
    )
    staff.on("pageerror", lambda error: complaints.append(str(error)))

    staff.goto(f"{live_server.url}/composants/")
    staff.wait_for_load_state("networkidle")

    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
    assert [url for url in asked if "arianne" in url] == []
    assert complaints == []


def test_the_account_menu_works_without_javascript(browser, live_server, client):
    client.force_login(UserFactory(is_staff=True))
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/composants/")

    page.locator(".pt-account__button").press("Enter")

    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
    context.close()


def test_the_map_says_each_point_and_opens_it_with_the_keyboard(staff, live_server):
    staff.goto(f"{live_server.url}/composants/")
    expect(staff.get_by_text("6 points sur la carte")).to_be_visible()

    staff.get_by_role("button", name="Bar-sur-Aube, à surveiller").press("Enter")

    popup = staff.locator(".leaflet-popup")
    expect(popup.get_by_role("link", name="Bar-sur-Aube")).to_be_visible()
    expect(popup.get_by_text("2 places")).to_be_visible()


def test_points_at_the_same_place_are_listed_together(staff, live_server):
    staff.goto(f"{live_server.url}/composants/")

    staff.get_by_role("button", name="2 points groupés").press("Enter")

    expect(staff.locator(".leaflet-popup .pt-popup__title")).to_have_text(["Troyes", "Troyes nord"])


def test_a_map_that_cannot_load_says_where_the_same_thing_is_written(staff, live_server):
    staff.route("**/carte.geojson", lambda route: route.fulfill(status=500))

    staff.goto(f"{live_server.url}/composants/")

    expect(staff.get_by_text("La liste dit la même chose.").first).to_be_visible()


def test_a_live_fragment_is_read_again_and_stays_alone(staff, live_server):
    staff.goto(f"{live_server.url}/composants/")
    staff.locator("#vivant").evaluate("e => e.dataset.old = '1'")

    staff.evaluate(
        "htmx.ajax('GET', '/composants/vivant/', {target: '#vivant', swap: 'outerHTML'})"
    )

    expect(staff.locator("#vivant:not([data-old])")).to_be_visible()
    expect(staff.locator("#vivant [role=status]")).to_contain_text("à jour à")
    assert staff.locator("h1").count() == 1


def test_the_refresh_link_works_without_javascript(client, alice):
    alice.is_staff = True
    alice.save()
    client.force_login(alice)

    answer = client.get("/composants/vivant/")

    assert answer.headers["Location"] == "/composants/#vivant"
