"""The pages of situation reports in a real Chromium: each is accessible."""

import pytest

from coordination.crisis.models import Mode
from coordination.crisis.services import sitrep as reports
from tests.coordination.crisis.crisis_world import join, open_departmental
from tests.pages import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_of_a_situation_report_is_accessible(visit, catalogue, alice, bob, aube):
    cell = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    join(cell, bob, "situation")
    first = reports.draft_sitrep(cell, by=bob)
    said = {"facts": "Réanimation pleine.\nHuit lits armés.", "anticipation": "Pic à 48 h"}
    reports.edit_sitrep(first, said, by=bob)
    reports.submit_sitrep(first, by=bob)
    reports.validate_sitrep(first, by=alice)
    reports.issue_sitrep(first, by=alice)
    second = reports.draft_sitrep(cell, by=bob)
    base = f"{cell.get_absolute_url()}points/"

    for path in [base, f"{base}{first.number}/", f"{base}{second.number}/",
                 f"{base}{second.number}/texte/"]:  # fmt: skip
        check_page(visit(alice, path))
    box = visit(alice, f"{base}{second.number}/texte/").locator("textarea").first
    assert "fr-input" in (box.get_attribute("class") or "")
