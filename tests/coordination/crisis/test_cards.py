"""Reflex cards: versions, ticks, what the log says of them."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from coordination.crisis import clock
from coordination.crisis.models import (
    Band,
    CardItem,
    CellKind,
    ChecklistRun,
    HoldingStatement,
    LogEntry,
    LogText,
    ReflexCard,
    Role,
    Tick,
)
from coordination.crisis.refusals.card import (
    CardEmpty,
    CardMoved,
    CardTooLong,
    CardUnchanged,
    ItemElsewhere,
    TickedAlready,
)
from coordination.crisis.refusals.cell import CellArchived, NotOnDuty
from coordination.crisis.refusals.log import PatientNumber
from coordination.crisis.selectors.card import card_page, texts_of
from coordination.crisis.selectors.owners import Owner
from coordination.crisis.services import shipped_cards
from coordination.crisis.services.card import edit_statement, publish_card, tick_item
from coordination.crisis.services.shipped_cards import load_cards
from tests.coordination.crisis.crisis_world import join, role
from tests.people import log_in

pytestmark = pytest.mark.django_db
NIR = "2 85 05 78 006 084 41"


@pytest.fixture
def cards(catalogue):
    load_cards()


def band_of(cell, held, band=Band.FIRST):
    return next(one for one in card_page(cell, held).bands if one.band == band)


def said(cell):
    entries = LogEntry.objects.filter(log=cell.pk).order_by("seq")
    texts = dict(LogText.objects.values_list("entry_uuid", "text"))
    return [texts[uuid] for uuid in entries.values_list("uuid", flat=True)]


def test_every_role_of_the_catalogue_has_a_short_card_loaded_once(cards, monkeypatch):
    written = ReflexCard.objects.count()

    again = load_cards()
    rows = shipped_cards.read_rows("cards.csv")
    changed = [*rows[1:], rows[0] | {"text": "Dire qui décide"}]
    monkeypatch.setattr(shipped_cards, "read_rows", lambda name: changed if "card" in name else [])
    new = load_cards()

    roles = set(Role.objects.values_list("kind", "slug"))
    assert set(ReflexCard.objects.values_list("kind", "slug")) == roles
    assert (again, new, ReflexCard.objects.count()) == (0, 3, written + 3)
    assert ReflexCard.objects.get(kind="cch", slug="director", version=2)


def test_a_line_is_ticked_by_somebody_and_the_log_says_when_a_band_is_done(cards, cell, alice, bob):
    held = role(cell, "director")
    lines = [line.item for line in band_of(cell, held).lines]
    before = len(said(cell))

    for item in lines:
        tick_item(cell, held, item, done=True, by=alice)
    with pytest.raises(TickedAlready):
        tick_item(cell, held, lines[0], done=True, by=alice)
    done = band_of(cell, held)
    tick_item(cell, held, lines[1], done=False, by=alice)

    total = len(lines)
    assert [line.tick.by for line in done.lines] == [alice] * total
    first, second = said(cell)[before:]
    assert f"« directeur de cellule », de 0 à 2 heures : {total} actions faites" in first
    assert "terminée → à reprendre" in second and str(lines[1]) in second
    assert band_of(cell, held).done == total - 1
    assert ChecklistRun.objects.get().completed_at is None
    assert Tick.objects.count() == total + 1
    with pytest.raises(NotOnDuty):
        tick_item(cell, held, lines[1], done=True, by=bob)


def test_a_new_version_never_changes_a_list_under_way(cards, cell, alice, aube):
    held, own = role(cell, "director"), Owner(aube)
    old = band_of(cell, held)
    tick_item(cell, held, old.lines[0].item, done=True, by=alice)
    elsewhere = CardItem.objects.filter(card__kind="cch").first()

    texts = {Band.FIRST: ["Appeler le préfet"], Band.NEXT: ["Manger"], Band.LATER: []}
    made = publish_card(own, CellKind.DEPARTMENTAL, "director", texts=texts, seen=0, by=alice)
    again = publish_card(
        own, CellKind.DEPARTMENTAL, "director", texts=texts | {Band.LATER: ["Dormir"]}, seen=1,
        by=alice,
    )  # fmt: skip
    page = card_page(cell, held)

    cards_of = {one.band: one.card for one in page.bands}
    assert cards_of == {Band.FIRST: old.card, Band.NEXT: again, Band.LATER: again}
    assert (made.version, again.version) == (1, 2)
    for item in (made.items.get(band=Band.FIRST), elsewhere, made.items.get(band=Band.NEXT)):
        with pytest.raises(ItemElsewhere):
            tick_item(cell, held, item, done=True, by=alice)
    with transaction.atomic(), pytest.raises(ProgrammingError, match="Cannot update"):
        ReflexCard.objects.filter(pk=made.pk).update(version=9)


def test_a_card_is_refused_empty_too_long_unchanged_or_behind_another(cards, alice, aube):
    own = Owner(aube)
    texts = {Band.FIRST: ["Appeler le préfet"]}
    about = {"kind": CellKind.CPTS, "slug": "lead", "by": alice}

    publish_card(own, texts=texts, seen=0, **about)

    for refusal, more in [
        (CardEmpty, {"texts": {Band.NEXT: ["Plus tard"]}, "seen": 1}),
        (CardTooLong, {"texts": {Band.FIRST: ["Agir"] * 7}, "seen": 1}),
        (CardUnchanged, {"texts": texts, "seen": 1}),
        (CardMoved, {"texts": texts, "seen": 0}),
        (PatientNumber, {"texts": {Band.FIRST: [NIR]}, "seen": 1}),
    ]:
        with pytest.raises(refusal):
            publish_card(own, **about, **more)
    with pytest.raises(PatientNumber):
        edit_statement(own, "1", title="Afflux", text=NIR, by=alice)
    assert texts_of(ReflexCard.objects.get(territory=aube))[Band.FIRST] == ["Appeler le préfet"]


def test_the_current_band_follows_the_taking_of_the_role(cards, cell, alice, bob):
    since = clock.now()
    with clock.standing_at(since + timedelta(hours=3)):
        join(cell, bob, "capacity")
        mine = card_page(cell, role(cell, "capacity"))
        chief = card_page(cell, role(cell, "director"))
    with clock.standing_at(since + timedelta(hours=16)):
        later = card_page(cell, role(cell, "capacity"))

    assert [page.bands[0].band for page in (mine, chief, later)] == ["0-2", "2-12", "12+"]


def test_cards_are_ticked_printed_and_adapted_on_the_pages(client, cards, cell, alice, bob, aube):
    log_in(client, alice)
    base = cell.get_absolute_url()
    item = band_of(cell, role(cell, "director")).lines[0].item
    tick = f"{base}fiches/director/{item.pk}/"

    home = client.get(base).content.decode()
    client.get(tick)
    client.post(tick, {"fait": "1"})
    page = client.get(f"{base}fiches/director/").content.decode()
    twice = client.post(tick, {"fait": "1"}, follow=True).content.decode()
    board = client.get(f"{base}fiches/").content.decode()
    paper = client.get(f"{base}fiches/director/pdf/")
    mine = f"/crises/preparation/t{aube.pk}/"
    edit = f"{mine}fiches/departmental/director/"
    client.post(edit, {"seen": 0, "band_0": "Appeler le préfet\n\n Respirer ", "band_1": ""})
    long = client.post(edit, {"seen": 1, "band_0": "a" * 161}).content.decode()
    client.post(f"{mine}elements/1/", {"title": "Afflux", "text": "Nous savons peu."})
    listed = client.get(f"{mine}fiches/").content.decode()
    words = client.get(f"{base}elements/").content.decode()

    assert "Ma fiche" in board and "1 sur 11" in board and "Fiches réflexes" in home
    assert 'aria-pressed="true"' in page and f"Fait par {alice}" in page
    assert "à adapter par le territoire" in page
    assert "entre-temps" in twice and Tick.objects.count() == 1
    assert paper.content.startswith(b"%PDF") and b"pdfuaid" in paper.content
    assert texts_of(ReflexCard.objects.get(territory=aube))["0-2"] == [
        "Appeler le préfet", "Respirer",
    ]  # fmt: skip
    assert "160 caractères" in long and "Adaptée" in listed and "Nous savons peu." in words
    assert HoldingStatement.objects.get(territory=aube).title == "Afflux"
    for address in ("/crises/preparation/t0/fiches/", f"{mine}fiches/cch/director/",
                    f"{mine}elements/99/", f"{base}fiches/inventee/"):  # fmt: skip
        assert client.get(address).status_code == 404
    assert log_in(client, bob).get(f"{mine}fiches/").status_code == 404


def test_an_archived_cell_keeps_its_ticks_and_takes_no_other(cards, cell, alice):
    held = role(cell, "director")
    item = band_of(cell, held).lines[0].item
    type(cell).objects.filter(pk=cell.pk).update(level=0, archived_at=clock.now())
    cell.refresh_from_db()

    with pytest.raises(CellArchived):
        tick_item(cell, held, item, done=True, by=alice)

    assert not Tick.objects.exists()


def test_the_page_of_cards_costs_the_same_with_one_role_and_with_many(client, cards, cell, alice,
                                                                     bob, charlie):  # fmt: skip
    log_in(client, alice)
    spent = []
    for rank, who in enumerate([None, bob, charlie]):
        if who:
            join(cell, who, ["", "legal", "planning"][rank])
        for held in [role(cell, "director"), role(cell, "situation")]:
            item = band_of(cell, held).lines[rank].item
            tick_item(cell, held, item, done=True, by=alice)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{cell.get_absolute_url()}fiches/").status_code == 200
        spent.append(len(captured))

    assert spent[1] == spent[2] <= 30
