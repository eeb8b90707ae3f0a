"""The pages of settings in a real Chromium: axe, 320 px, the map and its list by the keyboard."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from coordination.oncall.models import Layer, Rotation, RotationPlace
from portal.territories.models import Outline
from tests.coordination.oncall.roster_world import (
    LineFactory,
    LineRoleFactory,
    MemberFactory,
    PersonFactory,
    RequirementFactory,
    SectorFactory,
    SlotTemplateFactory,
    serve,
)
from tests.pages import check_page
from tests.people import TerritoryFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def outline(commune, west):
    """A square of a tenth of a degree."""
    ring = [[west, 48.0], [west + 0.1, 48.0], [west + 0.1, 48.1], [west, 48.1], [west, 48.0]]
    Outline.objects.create(
        territory=commune,
        geometry={"type": "MultiPolygon", "coordinates": [[ring]]},
        south=48.0, north=48.1, west=west, east=west + 0.1,
    )  # fmt: skip


@pytest.fixture
def line(aube, troyes):
    """A line of one sector that serves Troyes, with everything to settle."""
    line = LineFactory(territory=aube, slug="nuit", name="Infirmière de nuit")
    role = LineRoleFactory(line=line)
    sector = SectorFactory(line=line, name="Nord", code="nord")
    serve(sector, troyes)
    outline(troyes, 4.0)
    outline(TerritoryFactory(code="10033", name="Bar-sur-Aube", inside=aube), 4.2)
    SlotTemplateFactory(line=line)
    RequirementFactory(sector=sector)
    person = PersonFactory(territory=aube)
    MemberFactory(line=line, person=person).roles.add(role)
    layer = Layer.objects.create(sector=sector, role=role, name="Semaines")
    starts_on = timezone.localdate() - timedelta(days=7)
    rotation = Rotation.objects.create(layer=layer, cadence="weekly", starts_on=starts_on)
    RotationPlace.objects.create(rotation=rotation, rank=1, person=person)
    return line


def test_the_pages_of_settings_are_accessible(visit, emile, line):
    sector, person = line.sectors.get(), line.members.get().person
    rotation = Rotation.objects.get()
    of_line = (
        "line_settings", "line_edit", "line_close", "line_roles", "line_points",
        "line_recipients", "line_templates", "line_sectors", "line_uncovered", "member_list",
        "member_create", "rotation_list", "chain_edit",
    )  # fmt: skip
    paths = [
        reverse("oncall:line_create"),
        *(reverse(f"oncall:{name}", args=["nuit"]) for name in of_line),
        reverse("oncall:rotation_edit", args=["nuit", rotation.pk]),
        *(
            reverse(f"oncall:{name}", args=[sector.uuid])
            for name in ("sector_communes", "sector_requirements", "rotation_create")
        ),
        *(
            reverse(f"oncall:{name}", args=[person.uuid])
            for name in ("person_detail", "person_edit", "person_availability", "person_wishes")
        ),
    ]
    for path in paths:
        check_page(visit(emile, path))


def test_communes_are_chosen_on_the_map_and_in_its_list_with_the_keyboard(visit, emile, line):
    sector = line.sectors.get()
    page = visit(emile, reverse("oncall:sector_communes", args=[sector.uuid]))
    expect(page.get_by_text("1 commune choisie")).to_be_visible()

    tick = page.get_by_role("checkbox", name="Bar-sur-Aube")
    tick.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("2 communes choisies")).to_be_visible()
    page.locator("path.pt-commune--0").click()
    expect(page.get_by_text("1 commune choisie")).to_be_visible()
    page.get_by_role("button", name="Voir ce que cela change").click()

    expect(page.get_by_text("Retirées", exact=True)).to_be_visible()
    expect(page.get_by_text("Ajoutées", exact=True)).to_be_visible()


def test_a_month_is_said_with_the_keyboard(visit, emile, line):
    person = line.members.get().person
    month = (timezone.localdate().replace(day=1) + timedelta(days=40)).replace(day=1)
    address = reverse("oncall:person_availability", args=[person.uuid])
    page = visit(emile, f"{address}?mois={month:%Y-%m}")

    page.locator(".pt-day").first.get_by_label("Pas encore dit").focus()
    page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="Enregistrer le mois").press("Enter")

    expect(page.get_by_text("Votre mois est enregistré")).to_be_visible()
    expect(page.locator(".pt-day").first.get_by_label("Indisponible")).to_be_checked()
