"""The pages of figures in a real Chromium."""

from decimal import Decimal

import pytest

from coordination.crisis.models import Indicator
from coordination.crisis.services.figures import declare_figures
from tests.pages import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_pages_of_figures_are_accessible(visit, cell, alice, bob, ehpad):
    worst = {one: Decimal(2) for one in Indicator.objects.filter(slug__in=["tension", "icu_free"])}
    declare_figures(ehpad, worst, by=bob)
    board = f"/crises/cellules/{cell.uuid}/chiffres/"

    check_page(visit(bob, f"/crises/structures/{ehpad.uuid}/chiffres/"))
    for path in (board, f"{board}?q={ehpad.finess}", f"{board}{ehpad.uuid}/"):
        check_page(visit(alice, path))
