"""The page of the keys in a real Chromium, with axe: empty, a key just made, then the list."""

import pytest
from playwright.sync_api import expect

from tests.pages import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_ars_makes_a_key_and_revokes_it(visit, alice):
    page = visit(alice, "/annuaire/")
    page.get_by_role("link", name="clés d’accès").click()
    page.get_by_label("Organisme").fill("GHT de l’Aube et du Sézannais")
    page.get_by_label("Usage").fill("serveur de résultats du laboratoire")
    page.get_by_role("button", name="Créer la clé").click()

    expect(page.get_by_text("elle n’est montrée qu’une fois")).to_be_visible()
    check_page(page)
    page.locator("summary", has_text="Révoquer").click()
    expect(page.get_by_text("Cela ne se défait pas")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Révoquer pour de bon").click()
    expect(page.get_by_text("elle n’ouvre plus rien").first).to_be_visible()
