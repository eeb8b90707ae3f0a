"""What leaves the directory: a spreadsheet, points, a card; public lines only, written down."""

import json
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from directory.selectors import exports
from portal.audit.models import Entry
from tests.directory.depth import ContactFactory
from tests.people import StructureFactory, log_in

pytestmark = pytest.mark.django_db


def test_the_spreadsheet_holds_the_rows_of_the_search(client, alice, troyes):
    wanted = StructureFactory(name="EHPAD DU VERGER", commune=troyes, phone="+33325000001")
    StructureFactory(name="=1+1", commune=troyes)

    answer = log_in(client, alice).get(reverse("directory:structure_export_xlsx"), {"q": ""})

    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    cells = [str(cell) for row in rows for cell in row]
    assert rows[0] == exports.EXPORT_HEADER and len(rows) == 3
    assert "EHPAD DU VERGER" in cells and wanted.finess in cells
    assert not [cell for cell in cells if cell.startswith("=")]
    assert Entry.objects.filter(action="directory.exported", actor=alice).count() == 1


def test_too_many_rows_for_a_spreadsheet_send_to_the_csv(client, alice, monkeypatch):
    monkeypatch.setattr(exports, "MOST_IN_A_SHEET", 1)
    StructureFactory.create_batch(2)

    page = log_in(client, alice).get(
        reverse("directory:structure_export_xlsx"), {"q": ""}, follow=True
    )

    assert "prenez le fichier CSV" in page.text
    assert not Entry.objects.filter(action="directory.exported").exists()


def test_the_points_are_geojson_longitude_first(client, alice, troyes):
    one = StructureFactory(commune=troyes, latitude=48.29, longitude=4.07)
    StructureFactory(commune=troyes, latitude=None, longitude=None)

    answer = log_in(client, alice).get(reverse("directory:structure_export_geojson"), {"q": ""})

    found = json.loads(answer.getvalue())
    assert [row["id"] for row in found["features"]] == [str(one.uuid)]
    assert found["features"][0]["geometry"]["coordinates"] == [4.07, 48.29]


def test_the_card_of_a_structure_tells_public_lines_only(client, alice, troyes):
    one = StructureFactory(
        name="EHPAD, L’ÉTÉ; " + "É" * 60, commune=troyes, postal_line="10003 TROYES CEDEX"
    )
    ContactFactory(structure=one, value="+33325490001")
    ContactFactory(structure=one, value="+33600000002", audience="restricted")

    card = log_in(client, alice).get(reverse("directory:structure_card", args=[one.uuid]))

    text = card.content.decode()
    unfolded = text.replace("\r\n ", "")
    assert card["Content-Type"].startswith("text/vcard")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert text.startswith("BEGIN:VCARD\r\nVERSION:4.0\r\n") and text.endswith("END:VCARD\r\n")
    assert "tel:+33325490001" in unfolded and "+33600000002" not in unfolded
    assert "\\," in unfolded and "\\;" in unfolded and ";10003;France" in unfolded
