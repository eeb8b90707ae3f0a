"""The pages of a crisis in a real Chromium: each is accessible; a line is written by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from coordination.crisis.models import Cell, LogEntry, Mode
from coordination.crisis.services.writing import Draft, write_entry
from tests.coordination.crisis.crisis_world import join, open_departmental
from tests.pages import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_of_a_crisis_is_accessible_and_a_line_is_written_by_keyboard(
    visit, catalogue, alice, bob, aube
):
    cell = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    join(cell, bob, "situation")
    entry = write_entry(cell, Draft("Appel du SAMU : <trois> lits", theme="lits"), by=alice)
    base, crisis = f"/crises/cellules/{cell.uuid}/", f"/crises/{cell.crisis.reference}/"
    for path in [
        "/crises/", "/crises/declarer/", crisis, f"{crisis}cellule/", f"{crisis}evolution/",
        f"{crisis}cellule/?pour=departmental:{aube.pk}:", base, f"{base}niveaux/",
        f"{base}niveau/", f"{base}lever/", f"{base}personnes/", f"{base}coordonnees/",
        entry.get_absolute_url(), f"{entry.get_absolute_url()}corriger/",
        f"{entry.get_absolute_url()}effacer/", f"{base}main-courante/",
    ]:  # fmt: skip
        check_page(visit(alice, path))
    note = visit(alice, f"{base}lever/").locator("input[name^=note_]").first
    assert "fr-input" in (note.get_attribute("class") or "")
    page = visit(alice, f"{base}main-courante/")

    expect(page.locator("textarea").first).to_be_focused()
    page.keyboard.type("! On ouvre\nla salle B")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text(re.compile("enregistrée"))).to_be_visible()
    expect(page.locator("#lignes")).to_contain_text("la salle B")
    written = LogEntry.objects.order_by("-seq").first()
    assert (written.kind, written.seq) == ("decision", entry.seq + 1)
    expect(page.locator("textarea").first).to_have_value("")


def test_a_cell_is_opened_and_a_line_written_by_keyboard_without_javascript(
    browser, live_server, client, catalogue, alice, aube
):
    client.force_login(alice)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()

    page.goto(f"{live_server.url}/crises/declarer/")
    type_in(page, "Que se passe-t-il", "Afflux aux urgences")
    type_in(page, "Nature de l’évènement", "virus")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("^Cellule départementale")).press("Enter")
    page.get_by_label(re.compile("^2 –")).press("Space")
    for label, words in (("En quelle", "cadre"), ("Sur quel", "plan"), ("Pourquoi", "afflux")):
        type_in(page, label, words)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Main courante", exact=True).press("Enter")
    type_in(page, "Ce qui vient de se passer", "< Le SAMU signale 12 appels")
    page.get_by_role("button", name="Enregistrer l’entrée").press("Enter")

    expect(page.get_by_text("Le SAMU signale 12 appels").first).to_be_visible()
    assert (Cell.objects.get().level, LogEntry.objects.latest("seq").kind) == (2, "received")
    context.close()


def type_in(page, label, words):
    """By keyboard, in the field of that label."""
    page.get_by_label(re.compile(label)).first.focus()
    page.keyboard.type(words)
