"""The search box in a real Chromium, by keyboard alone, and the pages of the search with axe."""

import re

import pytest
from playwright.sync_api import expect

from directory.services.fields import make_searchable
from tests.directory.depth import WHOLE_DAY, ServiceFactory, hours
from tests.pages import check_page
from tests.people import StructureFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_one_types_chooses_with_the_arrows_and_goes_there(visit, alice, troyes):
    StructureFactory(name="EHPAD DU MOULIN", commune=troyes)
    wanted = StructureFactory(name="EHPAD DU VERGER", commune=troyes)
    make_searchable(wanted)
    night = ServiceFactory(structure=wanted)
    hours(night, range(1, 8), *WHOLE_DAY)

    page = visit(alice, "/annuaire/?ouvert=on")
    check_page(page)
    expect(page.get_by_text("ouvert maintenant").first).to_be_visible()
    box = page.get_by_role("combobox", name="Rechercher une structure")
    box.press_sequentially("vergre")
    option = page.get_by_role("option", name=re.compile("Verger"))
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    check_page(page)
    box.press("Escape")
    expect(option).to_be_hidden()
    box.press_sequentially(" ehpad")
    expect(option).to_be_visible()
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    box.press("Enter")

    expect(page).to_have_url(re.compile(str(wanted.uuid)))


def test_places_and_services_are_proposed_by_groups_and_reached_by_keyboard(visit, alice, troyes):
    structure = StructureFactory(name="CLINIQUE DE TROYES", commune=troyes)
    make_searchable(structure)

    page = visit(alice, "/annuaire/")
    box = page.get_by_role("combobox", name="Rechercher une structure")
    box.press_sequentially("troyes")
    places = page.get_by_role("group", name="Lieux")
    expect(places.get_by_role("option")).to_have_count(2)
    expect(page.get_by_role("group", name="Structures").get_by_role("option")).to_have_count(1)
    check_page(page)
    box.press("ArrowDown")
    box.press("ArrowDown")
    around = places.get_by_role("option", name=re.compile("Autour de Troyes"))
    expect(around).to_have_attribute("aria-selected", "true")
    box.press("Enter")

    expect(page).to_have_url(re.compile("rayon=20"))
    expect(page.get_by_text("Clinique de Troyes").first).to_be_visible()
