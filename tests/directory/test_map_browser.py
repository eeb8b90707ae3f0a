"""The map of the directory in a real Chromium: what is drawn, with the keyboard, and on paper."""

import json
import re
from io import BytesIO

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from portal.territories.services import import_outlines
from tests.pages import check_page
from tests.people import StructureFactory, TerritoryFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def outlined(aube, troyes, tmp_path):
    """Two communes of the Aube side by side, with their outlines."""
    other = TerritoryFactory(name="Bréviandes", code="10060", inside=aube)
    features = []
    for commune, west in ((troyes, 4.0), (other, 4.2)):
        east = round(west + 0.2, 1)
        ring = [[west, 48.2], [west, 48.4], [east, 48.4], [east, 48.2], [west, 48.2]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"properties": {"code": commune.code}, "geometry": geometry})
    path = tmp_path / "outlines.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    import_outlines(path)
    return troyes, other


@pytest.fixture
def rows(outlined):
    """Six structures in the order of the list: one at each end, four together in the middle."""
    spots = [(48.22, 4.02), *[(48.30, 4.2)] * 4, (48.38, 4.38)]
    return [
        StructureFactory(
            name=f"EHPAD {sign}", commune=outlined[0], latitude=latitude, longitude=longitude
        )
        for sign, (latitude, longitude) in zip("ABCDEF", spots, strict=True)
    ]


def drawn(page):
    box = page.locator(".pt-map")
    expect(box.get_by_role("status")).to_contain_text("sur la carte")
    return box


def test_the_border_of_what_is_looked_at_is_drawn_over_the_communes_around(
    visit, alice, aube, rows, marne
):
    page = visit(alice, f"/annuaire/?territoire={aube.pk}")
    box = drawn(page)

    expect(box.get_by_role("status")).to_have_text(
        "6 points sur la carte. Trait épais : Aube (département)."
    )
    expect(box.locator("path.pt-outline--own")).to_have_count(1)
    expect(box.locator("path.pt-outline")).to_have_count(2)
    cluster = box.get_by_role("button", name=re.compile("^4 points groupés"))
    cluster.focus()
    cluster.press("Enter")
    expect(box.locator(".pt-popup__title")).to_have_count(4)
    page.keyboard.press("Escape")
    expect(box.locator(".leaflet-popup")).to_have_count(0)
    check_page(page)

    StructureFactory(commune=TerritoryFactory(name="Loin", inside=marne))
    page.goto(f"{page.url.split('?')[0]}?territoire={marne.pk}")
    expect(drawn(page).get_by_role("status")).to_contain_text(
        "Nous n’avons pas le contour de ce département"
    )


def test_no_point_lies_under_the_zoom_nor_is_cut_by_an_edge(visit, alice, outlined):
    for latitude, longitude in ((48.38, 4.02), (48.22, 4.38)):
        StructureFactory(commune=outlined[0], latitude=latitude, longitude=longitude)
    page = visit(alice, "/annuaire/")
    box = drawn(page)

    canvas = box.locator(".pt-map__canvas").bounding_box()
    zoom = box.locator(".leaflet-control-zoom").bounding_box()
    markers = [one.bounding_box() for one in box.locator(".leaflet-marker-icon").all()]

    assert len(markers) == 2
    for one in markers:
        assert one["x"] > zoom["x"] + zoom["width"] or one["y"] > zoom["y"] + zoom["height"]
        assert canvas["x"] <= one["x"] <= canvas["x"] + canvas["width"] - one["width"]
        assert canvas["y"] <= one["y"] <= canvas["y"] + canvas["height"] - one["height"]


def test_the_points_are_asked_for_once(visit, alice, aube, rows, page):
    asked = []
    page.on("request", lambda one: asked.append(one.url))

    drawn(visit(alice, f"/annuaire/?territoire={aube.pk}"))

    address = reverse("directory:structure_points")
    assert len([url for url in asked if address in url]) == 1


def test_on_paper_each_point_bears_the_number_of_its_row(visit, alice, aube, rows):
    StructureFactory(name="EHPAD G", commune=rows[0].commune, latitude=None, longitude=None)
    page = visit(alice, f"/annuaire/?territoire={aube.pk}")
    box = drawn(page)
    expect(box.locator("path.pt-outline")).to_have_count(2)

    page.emulate_media(media="print")
    paper = box.locator(".pt-paper")

    expect(paper).to_be_visible()
    expect(box.locator(".pt-map__canvas")).to_be_hidden()
    expect(paper.locator("text")).to_have_text(["1", "A", "6"])
    expect(paper).to_contain_text("A : numéros 2–5")
    expect(paper).to_contain_text("Sans position connue : 7")
    ranks = page.locator("#structures tbody th").evaluate_all(
        "all => all.map((one) => one.dataset.rank)"
    )
    assert ranks == [str(rank) for rank in range(1, 8)]
    border = paper.locator(".pt-paper__border")
    assert border.evaluate("e => getComputedStyle(e).stroke") == "rgb(0, 0, 0)"
    assert paper.evaluate("e => e.getBoundingClientRect().height") < 297 / 25.4 * 96
    assert paper.locator(".pt-paper__commune").get_attribute("d").count("M") == 2
    page.emulate_media(media="screen")
    expect(paper).to_be_hidden()
    page.emulate_media(media="null")
    words = PdfReader(BytesIO(page.pdf(format="A4")))
    assert any("Les numéros sont ceux de la liste" in one.extract_text() for one in words.pages)
