"""The pages of quality, of a merge and of what changed, in a real Chromium with axe."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from directory.models import HeldChange, HeldImport, HeldPart, ImportRun, RunChange, Signal
from directory.services.fields import correct_fields
from directory.services.undoing import undo_next
from tests.pages import check_page
from tests.people import StructureFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_queue_to_the_comparison_every_page_is_accessible(visit, alice, gaspard, troyes):
    kept = StructureFactory(name="EHPAD LES ORMES", commune=troyes)
    lost = StructureFactory(name="EHPAD LES ORMESS", commune=troyes, street="1 rue Haute")
    Signal.objects.create(
        structure=kept, other=lost, rule="duplicate", raised_at=timezone.now(),
    )  # fmt: skip
    correct_fields(kept, {"street": "2 rue Basse"}, by=alice)

    page = visit(alice, reverse("directory:signal_list"))
    check_page(page)
    page.get_by_role("link", name="Ehpad les Ormes").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Doublon probable")
    check_page(page)
    page.get_by_role("link", name="Comparer les deux fiches").click()
    expect(page.get_by_role("radio", name="Adresse, fiche gardée : 2 rue Basse")).to_be_visible()
    check_page(page)
    visit(alice, reverse("directory:structure_history", args=[kept.uuid]))
    expect(page.get_by_role("rowheader").first).to_be_visible()
    check_page(page)

    run = a_run(kept, "held")
    visit(gaspard, run.get_absolute_url())
    expect(page.get_by_role("button", name="Appliquer quand même")).to_be_visible()
    check_page(page)
    told = {"source": "RPPS", "file_name": "PS_LibreAcces_Personne_activite_202603090835.txt"}
    ImportRun.objects.filter(pk=run.pk).update(**told)
    HeldImport.objects.filter(run=run).update(department="10")
    visit(gaspard, run.get_absolute_url())
    expect(page.get_by_text("professionnels connus dans le département 10")).to_be_visible()
    check_page(page)
    applied = a_run(kept, "applied")
    visit(gaspard, reverse("directory:run_undo", args=[applied.uuid]))
    expect(page.get_by_role("heading", name="Exemples de ce qui revient")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Remettre l’annuaire comme avant").click()
    expect(page.get_by_text("L’annulation attend son tour")).to_be_visible()
    check_page(page)
    assert undo_next()
    # The page finds out by itself.
    expect(page.get_by_text("Annulé à la demande de")).to_be_visible(timeout=20_000)
    check_page(page)


def a_run(structure, state):
    """A file that would rename `structure`, or did."""
    run = ImportRun.objects.create(
        source="FINESS", file_name="etalab-cs1100507.csv", state=state, started_at=timezone.now()
    )
    if state == "applied":
        RunChange.objects.create(run=run, structure=structure, act="updated", before={})
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE directory_runchange SET before = to_jsonb(known) || %s::jsonb"
                " FROM directory_structure known WHERE known.id = structure_id",
                ['{"name": "EHPAD LES TILLEULS"}'],
            )
        return run
    held = HeldImport.objects.create(run=run, known=103_412, vanishing=12_040, changing=18)
    HeldPart.objects.create(held=held, rank=0, content=b"")
    for field, ours, theirs in (("", structure.name, ""), ("name", structure.name, "EHPAD DU LAC")):
        HeldChange.objects.create(
            held=held, structure=structure, field=field, ours=ours, theirs=theirs
        )
    return run
