"""What a map draws under its points: borders, the communes around, or that we have none."""

import json

import pytest

from portal.territories.borders import border, coarser
from portal.territories.ground import ground_of, ground_of_communes
from portal.territories.models import Outline
from portal.territories.services import import_outlines, set_perimeter
from tests.people import TerritoryFactory


def square(west, south=48.0):
    """A tenth of a degree wide, in the direction of the clock."""
    east, north = round(west + 0.1, 1), round(south + 0.1, 1)
    ring = [[west, south], [west, north], [east, north], [east, south], [west, south]]
    return {"type": "MultiPolygon", "coordinates": [[ring]]}


@pytest.fixture
def drawn(tmp_path):
    def write(shapes):
        features = [
            {"type": "Feature", "properties": {"code": one.code}, "geometry": shape}
            for one, shape in shapes.items()
        ]
        path = tmp_path / "outlines.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        import_outlines(path)

    return write


def length(line):
    return sum(
        abs(x2 - x1) + abs(y2 - y1)
        for part in line["coordinates"]
        for (x1, y1), (x2, y2) in zip(part, part[1:], strict=False)
    )


def test_the_side_that_two_neighbours_share_is_no_border():
    alone = border([square(4.0)])
    together = border([square(4.0), square(4.1)])
    apart = border([square(4.0), square(4.5)])

    assert [length(one) for one in (alone, together, apart)] == pytest.approx([0.4, 0.6, 0.8])
    assert len(together["coordinates"]) == 1
    assert together["coordinates"][0][0] == together["coordinates"][0][-1]
    assert len(apart["coordinates"]) == 2


def test_a_coarser_line_says_no_point_twice():
    line = {"type": "MultiLineString", "coordinates": [[[4.0, 48.0], [4.0001, 48.0], [4.2, 48.0]]]}

    assert coarser(line)["coordinates"] == [[[4.0, 48.0], [4.2, 48.0]]]


@pytest.mark.django_db
def test_a_perimeter_is_drawn_over_its_department(drawn, aube, troyes):
    other, far = (TerritoryFactory(name=name, inside=aube) for name in ("Bréviandes", "Loin"))
    drawn({troyes: square(4.0), other: square(4.1), far: square(5.0)})
    cpts = set_perimeter(kind="cpts", code="C1", name="CPTS T", commune_codes=[troyes.code])

    one, two = ground_of(cpts), ground_of_communes([troyes.pk, other.pk], "10000")
    commune, department = ground_of(troyes), ground_of(aube)

    lengths = [length(shown.borders[0]["geometry"]) for shown in (one, two, commune, department)]
    assert lengths == pytest.approx([0.4, 0.6, 0.4, 1.0])
    assert {shown.department for shown in (one, two, commune, department)} == {aube.code}
    assert one.words == "Trait épais\u00a0: CPTS T."
    assert commune.words == f"Trait épais\u00a0: {troyes.name}."
    assert one.borders[0]["properties"]["own"]


@pytest.mark.django_db
def test_a_region_shows_the_departments_that_we_have_and_says_so(drawn, aube, troyes, reims):
    region = aube.outer_links.get(ancestor__kind="region").ancestor
    drawn({troyes: square(4.0)})

    some = ground_of(region)
    drawn({reims: square(4.5)})
    all_of_them = ground_of(region)

    assert [one["properties"]["title"] for one in some.borders] == [aube.name]
    assert "1 sur" in some.words and aube.name in some.words
    assert len(all_of_them.borders) == 2 and "les départements de" in all_of_them.words
    assert some.department == all_of_them.department == ""
    assert Outline.objects.get(territory=aube).west == 4.0


@pytest.mark.django_db
def test_without_an_outline_it_is_said(aube, troyes, reims):
    marne = reims.outer_links.get(ancestor__kind="department").ancestor

    words = [ground_of(one).words for one in (marne, reims)]

    assert words[0].startswith("Nous n’avons pas le contour de ce département")
    assert words[1].startswith("Nous n’avons pas le contour de ce territoire")
    assert ground_of(marne).borders == []
