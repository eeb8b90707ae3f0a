"""Outlines: real and broken ones, mended or refused, and the map that shows them."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from portal.territories.models import Outline
from portal.territories.refusals import UnreadableFile
from portal.territories.services import import_outlines
from portal.territories.shapes import area, mended, simple_rings
from tests.people import TerritoryFactory

DATA = Path(__file__).parents[2] / "data"
SQUARE = [[4.0, 48.0], [4.1, 48.0], [4.1, 48.1], [4.0, 48.1], [4.0, 48.0]]
HOLE = [[4.04, 48.04], [4.06, 48.04], [4.06, 48.06], [4.04, 48.06], [4.04, 48.04]]
BOW_TIE = [[4.0, 48.0], [4.1, 48.1], [4.1, 48.0], [4.0, 48.1], [4.0, 48.0]]


@pytest.fixture
def outlines_file(tmp_path):
    def write(*features):
        path = tmp_path / "outlines.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
        return path

    return write


def feature(*rings, code="10387", kind="Polygon"):
    geometry = {"type": kind, "coordinates": list(rings)}
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry}


def crossings(ring):
    """Pairs of sides of a closed ring that cross inside themselves."""

    def turn(a, b, c):
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    sides = list(pairwise(ring))
    return [
        (a, b, c, d)
        for rank, (a, b) in enumerate(sides)
        for c, d in sides[rank + 2 :]
        if turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0
    ]


def test_a_real_outline_that_crosses_itself_is_mended_without_losing_its_area():
    (raw,) = json.loads((DATA / "outline-67226.geojson").read_text())["features"]
    (ring,) = raw["geometry"]["coordinates"][0]
    assert crossings(ring), "the file should hold a crossing"

    found = mended(raw["geometry"])

    rings = [polygon[0] for polygon in found["coordinates"]]
    assert found["type"] == "MultiPolygon"
    assert all(piece[0] == piece[-1] and len(piece) >= 4 for piece in rings)
    assert [crossings(piece) for piece in rings] == [[] for _ in rings]
    largest = max(area([tuple(point) for point in piece[:-1]]) for piece in rings)
    assert largest == pytest.approx(area([tuple(point) for point in ring[:-1]]), rel=0.02)


def test_a_bow_tie_becomes_its_two_wings():
    pieces = simple_rings([tuple(point) for point in BOW_TIE[:-1]])

    assert [round(area(piece), 6) for piece in pieces] == [0.0025, 0.0025]


def test_a_simple_ring_and_its_hole_are_left_as_they_are():
    found = mended({"type": "Polygon", "coordinates": [SQUARE, HOLE]})

    assert found == {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE]]}


@pytest.mark.django_db
def test_only_known_communes_get_an_outline_with_its_bounds(outlines_file, troyes):
    counts = import_outlines(outlines_file(feature(SQUARE), feature(SQUARE, code="99999")))

    outline = Outline.objects.get(territory=troyes)
    assert (counts.read, counts.created, counts.updated) == (1, 1, 0)
    assert (outline.south, outline.west, outline.north, outline.east) == (48.0, 4.0, 48.1, 4.1)


@pytest.mark.django_db
def test_the_same_outlines_twice_change_nothing_and_a_new_one_replaces(outlines_file, troyes):
    import_outlines(outlines_file(feature(SQUARE)))

    again = import_outlines(outlines_file(feature(SQUARE)))
    other = import_outlines(outlines_file(feature(BOW_TIE)))

    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert (other.created, other.updated) == (0, 1)
    assert len(Outline.objects.get(territory=troyes).geometry["coordinates"]) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        {"properties": {"code": "10387"}, "geometry": {"type": "Point", "coordinates": [4, 48]}},
        {"properties": {"code": "10387"}, "geometry": None},
        {"properties": {}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}},
        {"geometry": {"type": "Polygon", "coordinates": [SQUARE]}},
        feature(SQUARE[:2]),
        feature([]),
        feature([[779700.0, 6799900.0], [779800.0, 6799900.0], [779800.0, 6800000.0]]),
        feature([["a", "b"], ["c", "d"], ["e", "f"]]),
        "rien",
    ],
    ids=str,
)
def test_what_is_not_an_area_is_refused_and_the_others_are_not_written(
    outlines_file, troyes, broken
):
    with pytest.raises(UnreadableFile, match="ne peut pas être lu"):
        import_outlines(outlines_file(feature(SQUARE), broken))

    assert not Outline.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "pas du JSON", "[1, 2]", '{"type": "Polygon"}', '"texte"'])
def test_a_file_that_is_no_collection_is_one_sentence_of_the_command(tmp_path, text):
    path = tmp_path / "outlines.geojson"
    path.write_text(text)

    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("import_outlines", str(path))


@pytest.mark.django_db
def test_the_command_says_what_it_read(outlines_file, troyes, capsys):
    call_command("import_outlines", str(outlines_file(feature(SQUARE))))

    assert "1 contours lus : 1 créés, 0 modifiés, 0 inchangés." in capsys.readouterr().out


@pytest.mark.django_db
def test_the_map_reads_the_outlines_of_a_department_compressed_and_once(
    client, alice, outlines_file, troyes, aube, reims
):
    import_outlines(outlines_file(feature(SQUARE), feature(SQUARE, code="51454")))
    client.force_login(alice)
    address = reverse("territories:outlines", args=["10"])

    answer = client.get(address)

    assert [one["id"] for one in answer.json()["features"]] == ["10387"]
    assert answer["Content-Type"].startswith("application/geo+json")
    assert "max-age=86400" in answer["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["2A", "00", "10387", "x"])
def test_a_department_without_outline_is_not_found(client, alice, troyes, code):
    client.force_login(alice)

    assert client.get(reverse("territories:outlines", args=[code])).status_code == 404


@pytest.mark.django_db
def test_a_corsican_department_is_drawn_by_its_letter(client, alice, outlines_file, db):
    corsica = TerritoryFactory(department=True, code="2A", name="Corse-du-Sud")
    TerritoryFactory(code="2A004", name="Ajaccio", inside=corsica)
    import_outlines(outlines_file(feature(SQUARE, code="2A004")))
    client.force_login(alice)

    found = client.get(reverse("territories:outlines", args=["2A"])).json()["features"]

    assert [one["properties"]["title"] for one in found] == ["Ajaccio"]
