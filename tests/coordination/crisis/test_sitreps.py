"""Situation reports: drafted by themselves, validated by another, fixed, issued with a PDF."""

import hashlib
import re
import zlib
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from coordination.crisis import clock, sources
from coordination.crisis.models import LogEntry, Mode, Sitrep, SitrepFigure
from coordination.crisis.refusals.log import PatientDoubt, PatientNumber
from coordination.crisis.refusals.sitrep import (
    AnticipationMissing,
    NotValidator,
    OwnSitrep,
    SitrepMoved,
    SitrepUnderWay,
)
from coordination.crisis.selectors.sitrep import children_reports, due_at
from coordination.crisis.services import decision as register
from coordination.crisis.services import sitrep as reports
from coordination.crisis.services import sitrep_document
from coordination.crisis.services.decision import Proposal
from coordination.crisis.services.writing import Draft, write_entry
from coordination.crisis.sources import Figure
from coordination.notifications.models import Publication
from portal.lib.pdf import typeset
from tests.coordination.crisis.crisis_world import join, open_departmental
from tests.people import log_in

pytestmark = pytest.mark.django_db
State, Audience = Sitrep.State, Sitrep.Audience
SOON = {"anticipation": "20 lits de plus à 48 h"}


@pytest.fixture
def figures(monkeypatch):
    """Three figures declared by a module: fresh and few, stale, unknown."""
    monkeypatch.setattr(sources, "_figures", [])

    def known(window):
        until = window.until
        return [
            Figure("deaths", "Décès en EHPAD", 3, "EHPAD", as_of=until),
            Figure("beds", "Lits ouverts", Decimal("24"), "CH de Troyes",
                   as_of=until - timedelta(days=2)),
            Figure("masks", "Masques, jours", None, "aucune déclaration", is_count=False),
        ]  # fmt: skip

    sources.provide_figures(known)


def structure(pdf):
    """The objects of a PDF in clear: those outside streams, and what the streams hold."""
    found = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            # Its last byte may be the \r that the expression took: what is read is kept.
            found.append(zlib.decompressobj().decompress(stream))
    return b"\n".join(found)


def ready(cell, author, **more):
    """A report that awaits its validation."""
    sitrep = reports.draft_sitrep(cell, by=author, **more)
    reports.edit_sitrep(sitrep, SOON, by=author)
    reports.submit_sitrep(sitrep, by=author)
    return sitrep


def issued(cell, author, leader, **more):
    sitrep = ready(cell, author, **more)
    reports.validate_sitrep(sitrep, by=leader)
    reports.issue_sitrep(sitrep, by=leader)
    return sitrep


def test_a_draft_takes_what_was_flagged_and_decided_since_the_report_before(cell, alice, bob):
    join(cell, bob, "situation")
    write_entry(cell, Draft("Réanimation pleine", in_sitrep=True), by=bob)
    write_entry(cell, Draft("Sans suite"), by=bob)
    register.decide(cell, Proposal("Armer 8 lits"), by=alice)

    first = issued(cell, bob, alice)
    write_entry(cell, Draft("Deuxième vague", in_sitrep=True), by=bob)
    second = reports.draft_sitrep(cell, by=bob)
    for_all = reports.draft_sitrep(cell, audience=Audience.PUBLIC, by=bob)

    assert first.facts == "Réanimation pleine"
    assert first.decisions == "Décision n° 1 : Armer 8 lits"
    assert (first.number, second.number, for_all.number) == (1, 2, 3)
    assert second.facts == "Deuxième vague" and second.decisions == ""
    assert second.since == first.as_of
    assert for_all.facts == "" == for_all.decisions
    with pytest.raises(SitrepUnderWay, match="n° 2"):
        reports.draft_sitrep(cell, by=alice)


def test_what_is_missing_or_of_a_patient_stops_a_report(cell, alice, bob):
    join(cell, bob, "situation")
    sitrep = reports.draft_sitrep(cell, by=bob)

    with pytest.raises(AnticipationMissing):
        reports.submit_sitrep(sitrep, by=bob)
    with pytest.raises(PatientNumber):
        reports.edit_sitrep(sitrep, {"facts": "n° 1 85 05 78 006 084 91"}, by=bob)
    with pytest.raises(PatientDoubt):
        reports.edit_sitrep(sitrep, {"facts": "Mme X, née le 3 mars 1950"}, by=bob)
    reports.edit_sitrep(sitrep, SOON, by=bob)
    reports.submit_sitrep(sitrep, by=bob)

    with pytest.raises(SitrepMoved, match="à valider"):
        reports.edit_sitrep(sitrep, SOON, by=bob)
    with pytest.raises(NotValidator):
        reports.validate_sitrep(sitrep, by=bob)
    reports.send_back_sitrep(sitrep, by=bob)
    assert sitrep.state == State.DRAFT


def test_from_level_2_its_author_is_not_the_only_validator_even_for_the_database(cell, alice):
    sitrep = ready(cell, alice)

    with pytest.raises(OwnSitrep):
        reports.validate_sitrep(sitrep, by=alice)

    own = {"state": "validated", "validator": alice, "validated_at": clock.now()}
    with pytest.raises(DatabaseError, match="author_not_only_validator"), transaction.atomic():
        Sitrep.objects.filter(pk=sitrep.pk).update(content_hash="a" * 64, **own)


def test_at_level_1_whoever_leads_may_validate_their_own(alice, aube, catalogue):
    cell = open_departmental(aube, by=alice, level=1)
    sitrep = ready(cell, alice)

    reports.validate_sitrep(sitrep, by=alice)

    assert sitrep.state == State.VALIDATED and sitrep.validator == alice


def test_once_validated_nothing_changes_and_only_another_number_replaces(cell, alice, bob, figures):
    join(cell, bob, "situation")
    first = ready(cell, bob)
    reports.validate_sitrep(first, by=alice)
    rows = Sitrep.objects.filter(pk=first.pk)

    for change in ({"facts": "autre"}, {"state": "draft"}, {"number": 9}, {"content_hash": "b"}):
        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        SitrepFigure.objects.update(value=0)
    with pytest.raises(DatabaseError, match="draft only"), transaction.atomic():
        SitrepFigure.objects.create(sitrep=first, code="x", label="x", source="x")
    assert first.content_hash == reports.content_hash(rows.get())
    reports.issue_sitrep(first, by=bob)
    second = issued(cell, bob, alice)
    first.refresh_from_db()
    assert (first.state, second.state) == (State.REPLACED, State.ISSUED)
    lines = LogEntry.objects.filter(links__contains=[first.get_absolute_url()], is_system=True)
    assert lines.count() == 4


def test_of_two_validations_one_wins_and_the_other_is_told_who(cell, alice, bob, emile):
    join(cell, bob, "situation")
    sitrep = ready(cell, bob)
    join(cell, emile, "director", rank=1)
    stale = Sitrep.objects.get(pk=sitrep.pk)
    reports.validate_sitrep(sitrep, by=alice)

    with pytest.raises(SitrepMoved) as refused:
        reports.validate_sitrep(stale, by=emile)

    assert str(alice) in str(refused.value)


def test_figures_say_their_age_and_few_are_masked_outside(cell, alice, figures):
    inside = reports.draft_sitrep(cell, by=alice)
    outside = reports.draft_sitrep(cell, audience=Audience.PUBLIC, by=alice)

    said = [(one.words, one.age, one.is_stale) for one in inside.figures.all()]
    told = [one.words for one in outside.figures.all()]

    assert said == [("3", "à jour", False), ("24", "donnée de J-2", True), ("inconnu", "", False)]
    assert told == ["moins de 5", "24", "inconnu"]


def test_the_pdf_is_tagged_french_and_bears_the_head_of_the_log(
    alice, bob, aube, catalogue, figures, monkeypatch
):
    told = {}

    def spied(template, data, *, at):
        told.update(data)
        return typeset(template, data, at=at)

    monkeypatch.setattr(sitrep_document, "typeset", spied)
    cell = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    join(cell, bob, "situation")

    sitrep = issued(cell, bob, alice)

    pdf = bytes(sitrep.document.pdf)
    inside = structure(pdf)
    for mark in (b"/StructTreeRoot", b"/Marked true", b"/Lang", b"pdfuaid:part>1<", b"/TH"):
        assert mark in inside, mark
    assert sitrep.document.sha256 == hashlib.sha256(pdf).hexdigest()
    assert told["is_exercise"] and told["title"].startswith("EXERCICE – Point de situation n° 1")
    assert told["log_head"] == sitrep.log_head and len(sitrep.log_head) == 64
    assert told["figures"][1]["cells"] == ["Lits ouverts", "24", "CH de Troyes", "donnée de J-2"]


def test_it_goes_from_draft_to_pdf_by_the_pages_and_people_are_told(client, cell, alice, bob):
    join(cell, bob, "situation")
    base = f"{cell.get_absolute_url()}points/"
    log_in(client, bob)
    assert base in client.get(cell.get_absolute_url()).content.decode()
    begun = client.post(base, {"audience": "cell"})
    client.post(f"{base}1/texte/", SOON)
    waits = client.post(f"{base}1/soumettre/", follow=True).content.decode()
    log_in(client, alice)
    client.post(f"{base}1/valider/")
    page = client.post(f"{base}1/diffuser/", follow=True).content.decode()
    pdf = client.get(f"{base}1/pdf/")

    assert begun["Location"] == f"{base}1/"
    assert "autre que qui l’a rédigé" in waits
    assert "20 lits de plus" in page and "Ouvrir le PDF" in page
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    assert Publication.objects.get(notice="sitrep_issued").recipients == 2
    assert "diffusé" in client.get(base).content.decode()


def test_the_parent_sees_who_reported_and_how_late_the_next_is(cell, alice, bob, aube):
    join(cell, bob, "situation")
    sitrep = issued(cell, bob, alice)
    above = open_departmental(aube, by=alice)
    type(cell).objects.filter(pk=cell.pk).update(parent=above)

    with clock.standing_at(sitrep.next_at + timedelta(hours=2)):
        (child,) = children_reports(above, alice)

    assert due_at(cell) == sitrep.next_at
    assert (child.last, child.late_hours, child.late_words) == (sitrep, 2, "2\u00a0heures")


def test_the_list_costs_the_same_with_one_report_and_with_six(client, cell, alice, bob, aube):
    join(cell, bob, "situation")
    issued(cell, bob, alice)
    client.force_login(alice)
    base = f"{cell.get_absolute_url()}points/"
    client.get(base)
    with CaptureQueriesContext(connection) as few:
        client.get(base)
    for _ in range(5):
        issued(cell, bob, alice)
        below = open_departmental(aube, by=alice)
        join(below, bob, "situation")
        issued(below, bob, alice)
        type(cell).objects.filter(pk=below.pk).update(parent=cell)

    with CaptureQueriesContext(connection) as many:
        page = client.get(base).content.decode()

    assert "Cellules rattachées" in page and page.count("Point de situation n° 1") >= 5
    assert len(many) <= len(few) + 1
