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
    page.click("button:has-text('Commencer')")
    page.fill("input[name=code]", code_of(mail.outbox[0].body))
    page.click("button:has-text('Confirmer')")

    check_page(page)
    page.select_option("#id_profession", nurse.pk)
    page.select_option("#id_status", "liberal")
    page.click(NEXT)
    page.fill("#id_commune", "troyes")
    page.fill("#id_phone", "06 12 34 56 78")
    page.click(NEXT)
    page.select_option("#id_lignes-0-skill", "nursing_home")
    page.fill("#id_lignes-0-months", "18")
    page.fill("#id_lignes-0-last_year", "2024")
    check_page(page)
    page.click(NEXT)
    page.locator("label[for=id_registry]").click(position={"x": 5, "y": 5})
    page.click(NEXT)
    check_page(page)
    page.locator("label[for=id_nights_4]").click()
    page.click(NEXT)

    assert "Votre profil est complet" in page.inner_text("main")
    page.click("text=Voir où j’en suis")
    check_page(page)
    assert "Vous pouvez être sollicité" in page.inner_text("main")
    assert Volunteer.objects.in_pool().count() == 1


def code_of(body):
    return re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", body, re.MULTILINE)[1]
