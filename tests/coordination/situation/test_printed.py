"""The crisis directory on paper: who is in it, in which order, which numbers, who took it."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from coordination.crisis.models import Mode
from coordination.crisis.services.duty import open_role_line
from coordination.oncall.services.lines.sectors import set_communes
from directory.selectors import printed
from portal.audit.models import Entry
from tests.coordination.crisis.crisis_world import open_departmental, role
from tests.coordination.oncall.roster_world import (
    LineFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
)
from tests.directory.depth import ContactFactory
from tests.pages import check_page
from tests.people import StructureFactory, TerritoryFactory, log_in

pytestmark = pytest.mark.django_db
PDF = reverse("situation:crisis_directory")
PREPARING = reverse("situation:crisis_directory_preparing")
COPY = reverse("situation:offline_directory")
LIST = reverse("directory:structure_list")


def on_call(aube, hours):
    """Somebody on call on a line of the department, from an hour ago, for that long."""
    line = LineFactory(territory=aube, name="Médecins de garde", phone="+33325000009")
    sector, roster = SectorFactory(line=line, name="Troyes"), RosterFactory(line=line)
    start = timezone.now() - timedelta(hours=1)
    period = DateTimeTZRange(start, start + timedelta(hours=hours))
    return ShiftFactory(slot=SlotFactory(roster=roster, sector=sector, period=period)).person


def duty_of(line):
    """Somebody on call on that line, from an hour ago."""
    start = timezone.now() - timedelta(hours=1)
    period = DateTimeTZRange(start, start + timedelta(hours=4))
    slot = SlotFactory(
        roster=RosterFactory(line=line), sector=SectorFactory(line=line), period=period
    )
    return ShiftFactory(slot=slot).person


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
    assert (
        f"{PREPARING}?territoire={aube.pk}" in listed and "Imprimer l’annuaire de crise" in listed
    )
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


@pytest.mark.parametrize("address", [PDF, COPY])
def test_statements_do_not_depend_on_what_is_printed_and_too_much_is_refused(
    client, alice, aube, troyes, monkeypatch, address
):
    log_in(client, alice)
    client.get(address, {"territoire": aube.pk})  # the first time fills the caches
    counts = []
    for more in (1, 4):
        for one in StructureFactory.create_batch(more, commune=troyes):
            ContactFactory(structure=one)
            on_call(aube, 3)
        with CaptureQueriesContext(connection) as captured:
            client.get(address, {"territoire": aube.pk})
        counts.append(len(captured))
    monkeypatch.setattr(printed, "MOST_ON_PAPER", 4)

    refused = client.get(address, {"territoire": aube.pk}, follow=True)

    assert counts[0] == counts[1]
    assert "choisissez un territoire plus petit" in refused.text
    assert Entry.objects.filter(action="directory.exported").count() == 3


def test_the_page_of_preparation_is_there_at_once_and_leads_to_the_document(
    client, alice, aube, troyes, monkeypatch
):
    StructureFactory.create_batch(2, commune=troyes)
    log_in(client, alice)
    asked = {"territoire": aube.pk}

    page = client.get(PREPARING, asked)

    assert f'content="0;url={PDF}?territoire={aube.pk}"' in page.text
    assert "Annuaire de crise, Aube" in page.text and "2 structures" in page.text
    assert not Entry.objects.filter(action="directory.exported").exists()
    monkeypatch.setattr(printed, "MOST_ON_PAPER", 1)
    refused = client.get(PREPARING, asked, follow=True)
    assert "choisissez un territoire plus petit" in refused.text
    assert refused.redirect_chain[0][0] == f"{LIST}?territoire={aube.pk}"


def test_a_line_that_belongs_to_an_exercise_is_marked_and_comes_last(
    client, alice, aube, troyes, catalogue
):
    cells = [
        open_departmental(aube, by=alice, mode=mode, name=name)
        for mode, name in ((Mode.EXERCISE, "Cellule jouée"), (Mode.ACTUAL, "Cellule vraie"))
    ]
    people = []
    for cell in cells:
        made = open_role_line(cell, role(cell, "capacity"), by=alice)
        people.append(str(duty_of(made.line)))
    log_in(client, alice)

    words = read(client.get(PDF, {"territoire": aube.pk}))

    assert words.count("EXERCICE :") == 1
    assert words.index(people[1]) < words.index("EXERCICE :") < words.index(people[0])
    assert "ne répondent à aucune urgence réelle" in words


def test_the_title_is_the_place_that_is_looked_at_and_what_is_left_out_is_said(
    client, alice, aube, troyes, reims
):
    elsewhere = LineFactory(territory=reims, name="Gardes de Reims")
    here = LineFactory(territory=aube, name="Gardes du nord")
    sector = SectorFactory(line=here, name="Nogent et Romilly")
    set_communes(sector, [troyes.code], since=timezone.localdate(), by=None)
    house = StructureFactory(commune=troyes, name="EHPAD DU VERGER")
    people = [str(duty_of(line)) for line in (here, elsewhere)]
    log_in(client, alice)

    sought = read(client.get(PDF, {"territoire": aube.pk, "q": "secteur nogent romilly"}))
    around = read(client.get(PDF, {"commune": troyes.code, "rayon": 20}))
    kind = read(client.get(PDF, {"territoire": aube.pk, "categorie": house.category_id}))

    assert "Annuaire de crise, Nogent et Romilly (secteur d’astreinte)" in sought
    assert people[0] in sought and people[1] not in sought
    assert f"Annuaire de crise, {troyes.name} et 20 km autour" in around
    assert "Annuaire de crise, Aube" in kind
    assert f"Seulement ce qui répond à la recherche : {house.category}." in kind
    assert "Seulement" not in around + sought


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_document_takes_the_place_of_the_page_which_stays_until_then(visit, page, alice, ehpad):
    page.route("**/*.pdf?*", lambda route: route.fulfill(status=204))  # as long as one waits
    visit(alice, f"{PREPARING}?q=tilleul")
    page.get_by_role("heading", name="Préparation en cours").wait_for()
    check_page(page)
    page.unroute("**/*.pdf?*")
    answers = []

    def fetched(route):
        # The reader of PDFs of a headless browser neither loads nor closes every time.
        answers.append(route.fetch())
        route.fulfill(status=204)

    page.route("**/*.pdf?*", fetched)
    visit(alice, f"{LIST}?q=tilleul")
    with page.expect_response(f"**{PDF}?q=tilleul"):
        page.get_by_role("link", name="Imprimer l’annuaire de crise (PDF)").click()

    assert answers[0].headers["content-type"] == "application/pdf"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_copy_opens_without_any_network_with_its_map_and_public_numbers_only(
    visit, page, client, alice, aube, troyes, ehpad, tmp_path
):
    ContactFactory(structure=ehpad, value="+33325000002", usage="always")
    ContactFactory(structure=ehpad, value="+33325000003", audience="crisis", function="crisi")
    StructureFactory(name="SANS POSITION", commune=troyes, latitude=None, longitude=None)
    visit(alice, f"{LIST}?territoire={aube.pk}")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Copie hors connexion").click()
    with ZipFile(taken.value.path()) as archive:
        archive.extractall(tmp_path)
    page.context.set_offline(True)

    for name in ("index.html", "annuaire.html", "carte.html"):
        page.goto(f"file://{tmp_path}/{name}")
        check_page(page, source=(tmp_path / name).read_text())
    page.locator("svg.map a").first.click()

    assert page.url.endswith("annuaire.html#s1")
    row = page.locator("tr:target").inner_text()
    assert str(ehpad) in row and "03 25 00 00 02" in row
    everything = "".join(one.read_text() for one in tmp_path.iterdir())
    assert "03 25 00 00 03" not in everything and "<script" not in everything
    assert "Copie préparée le" in everything and "Sans Position" in everything
    entry = Entry.objects.get(action="directory.exported")
    assert entry.detail == {"filters": ["territory"], "count": 2}
