"""The crisis directory on paper: who is in it, in which order, which numbers, who took it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from directory.selectors import printed
from portal.audit.models import Entry
from tests.coordination.oncall.roster_world import (
    LineFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
)
from tests.directory.depth import ContactFactory
from tests.people import StructureFactory, TerritoryFactory, log_in

pytestmark = pytest.mark.django_db
PDF = reverse("situation:crisis_directory")
LIST = reverse("directory:structure_list")


def on_call(aube, hours):
    """Somebody on call on a line of the department, from an hour ago, for that long."""
    line = LineFactory(territory=aube, name="Médecins de garde", phone="+33325000009")
    sector, roster = SectorFactory(line=line, name="Troyes"), RosterFactory(line=line)
    start = timezone.now() - timedelta(hours=1)
    period = DateTimeTZRange(start, start + timedelta(hours=hours))
    return ShiftFactory(slot=SlotFactory(roster=roster, sector=sector, period=period)).person


def read(answer):
    """The words of the pages, one blank between two."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]
    return " ".join(" ".join(pages).split())


def test_the_directory_of_a_territory_on_paper(client, alice, charlie, aube, troyes):
    other = TerritoryFactory(name="Bar", inside=aube)
    structures = [
        StructureFactory(name="ZEBRE #[x]", commune=other, phone=""),
        StructureFactory(name="EHPAD DU VERGER", commune=troyes, phone="+33325000001"),
        StructureFactory(name="LOIN", commune=TerritoryFactory(name="Loin")),
    ]
    ContactFactory(structure=structures[1], value="+33325000002", usage="always")
    for audience in ("professionals", "crisis", "restricted"):
        ContactFactory(structure=structures[1], value="+33325000003", audience=audience,
                       function=audience[:5])  # fmt: skip
    person = on_call(aube, 4)
    asked = {"territoire": aube.pk}
    log_in(client, alice)

    listed = client.get(LIST, asked).text
    answer = client.get(PDF, asked)
    words = read(answer)
    client.logout()
    outside = read(log_in(client, charlie).get(PDF, asked))

    root = PdfReader(BytesIO(answer.content)).trailer["/Root"]
    assert f"{PDF}?territoire={aube.pk}" in listed and "Imprimer l’annuaire de crise" in listed
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith("fr") and b"pdfuaid:part>1<" in answer.content
    assert "ZEBRE #[X]" in words.upper() and "Loin" not in words
    assert words.index("Bar (") < words.index("Index des noms")
    assert "03 25 00 00 01" in words and "03 25 00 00 02" in words
    assert "03 25 00 00 03" not in words
    assert str(person) in words and "03 25 00 00 09" in words
    assert str(person) not in outside and "Aucune astreinte" in outside
    assert "à jour au" in words and "3114" in words
    entry = Entry.objects.filter(action="directory.exported", actor=alice).get()
    assert entry.detail == {"filters": ["territory"], "count": 2, "on_call": 1}


def test_statements_do_not_depend_on_what_is_printed_and_too_much_is_refused(
    client, alice, aube, troyes, monkeypatch
):
    log_in(client, alice)
    client.get(PDF, {"territoire": aube.pk})  # the first time fills the caches
    counts = []
    for more in (1, 4):
        for one in StructureFactory.create_batch(more, commune=troyes):
            ContactFactory(structure=one)
            on_call(aube, 3)
        with CaptureQueriesContext(connection) as captured:
            client.get(PDF, {"territoire": aube.pk})
        counts.append(len(captured))
    monkeypatch.setattr(printed, "MOST_ON_PAPER", 4)

    refused = client.get(PDF, {"territoire": aube.pk}, follow=True)

    assert counts[0] == counts[1]
    assert "choisissez un territoire plus petit" in refused.text
    assert Entry.objects.filter(action="directory.exported").count() == 3
