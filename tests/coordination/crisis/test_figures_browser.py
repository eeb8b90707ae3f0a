"""The pages of figures and of campaigns in a real Chromium."""

from decimal import Decimal

import pytest

from coordination.crisis.models import CapacityStep, Indicator
from coordination.crisis.selectors.campaign import link_of
from coordination.crisis.services.campaign import close_campaign, open_campaign
from coordination.crisis.services.figures import declare_figures
from tests.coordination.crisis.test_campaigns import new, target_of
from tests.pages import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_pages_of_figures_are_accessible(visit, cell, alice, bob, ehpad, other_ehpad):
    worst = {one: Decimal(2) for one in Indicator.objects.filter(slug__in=["tension", "icu_free"])}
    declare_figures(ehpad, worst, by=bob)
    campaign = open_campaign(cell, new([ehpad, other_ehpad]), by=alice)
    board = f"/crises/cellules/{cell.uuid}/chiffres/"
    asked, asks = campaign.get_absolute_url(), f"/crises/cellules/{cell.uuid}/recueils/"

    CapacityStep.objects.create(structure=ehpad, target=16, lead_hours=24, source="plan blanc")
    check_page(visit(bob, f"/crises/structures/{ehpad.uuid}/chiffres/"))
    check_page(visit(bob, f"/crises/structures/{ehpad.uuid}/paliers/"))
    for path in (f"{board}?q={ehpad.finess}", f"{board}partage/", f"{board}seuils/",
                 f"{board}seuils/masks_days/", f"{board}{ehpad.uuid}/tension/",
                 f"{board}{ehpad.uuid}/", f"{board}repartir/",
                 f"{board}repartir/?stock=masks_days&pieces=9&package=1&hospital=9&residence=9&goal=7",
                 asked, asks,
                 f"{asks}nouveau/", f"{asked}telephone/{other_ehpad.uuid}/"):  # fmt: skip
        check_page(visit(alice, path))
    sent = visit(alice, f"{asks}nouveau/")
    sent.get_by_label("Tension ressentie").check(force=True)
    sent.get_by_role("button", name="Voir qui sera interrogé").click()
    sent.get_by_role("button", name="Envoyer la demande").wait_for()
    check_page(sent, source=sent.content())
    link = link_of(target_of(campaign, other_ehpad))
    check_page(visit(None, link))
    close_campaign(campaign, by=alice)
    check_page(visit(None, link))
    check_page(visit(None, "/crises/repondre/lien-inconnu/"))
