"""A nurse signs up on a phone, from nothing to the pool, in a real browser."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from coordination.reinforcement.models import Volunteer
from tests.pages import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEXT = "button:has-text('Enregistrer et continuer')"


def test_a_nurse_signs_up_on_a_phone(live_server, page, troyes, nurse):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + reverse("reinforcement:volunteer_signup"))
    check_page(page)
    page.fill("#id_first_name", "Inès")
    page.fill("#id_last_name", "Martin")
    page.fill("#id_email", "ines@exemple.test")
    go_on(page, "button:has-text('Commencer')")
    page.fill("input[name=code]", code_of(mail.outbox[0].body))
    go_on(page, "button:has-text('Confirmer')")

    check_page(page)
    page.select_option("#id_profession", nurse.pk)
    page.select_option("#id_status", "liberal")
    go_on(page, NEXT)
    page.fill("#id_commune", "troyes")
    page.fill("#id_phone", "06 12 34 56 78")
    go_on(page, NEXT)
    page.select_option("#id_lignes-0-skill", "nursing_home")
    page.fill("#id_lignes-0-months", "18")
    page.fill("#id_lignes-0-last_year", "2024")
    check_page(page)
    go_on(page, NEXT)
    page.locator("label[for=id_registry]").click(position={"x": 5, "y": 5})
    go_on(page, NEXT)
    check_page(page)
    page.locator("label[for=id_nights_4]").click()
    go_on(page, NEXT)

    assert "Votre profil est complet" in page.inner_text("main")
    go_on(page, "text=Voir où j’en suis")
    check_page(page)
    assert "Vous pouvez être sollicité" in page.inner_text("main")
    assert Volunteer.objects.in_pool().count() == 1


def go_on(page, selector):
    """Click; the next page is there when this returns."""
    with page.expect_navigation():
        page.click(selector)


def code_of(body):
    return re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", body, re.MULTILINE)[1]
