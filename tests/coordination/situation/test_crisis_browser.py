"""The pages of a crisis across modules in a real Chromium, and the offline copy from a disk."""

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.utils import timezone

from coordination.crisis.models import OfflinePack
from coordination.crisis.services.group import NewGroup, create_group
from coordination.crisis.services.message import Words, send_message
from coordination.crisis.services.pack import build_packs
from coordination.crisis.services.writing import Draft, write_entry
from tests.coordination.crisis.crisis_world import join
from tests.pages import check_page
from tests.people import NeedFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_pages_and_the_copy_are_accessible_the_copy_without_any_network(
    visit, page, context, tmp_path, cell, line, ehpad, alice, bob
):
    join(cell, bob, "situation")
    NeedFactory(structure=ehpad, opened=True)
    write_entry(cell, Draft("<Trois> lits", in_sitrep=True), by=alice)
    soon = timezone.now() + timedelta(days=1)
    group = create_group(cell, NewGroup("Visites", "Consignes", soon.date()), by=alice)
    said = Words("Visites", "Suspendues", soon, requires_ack=True)
    send_message(cell, said, audience=group.code, by=alice)
    build_packs()
    base = f"/crises/cellules/{cell.uuid}/"
    for path in [
        "/territoire/", "/ma-vacation/", f"{base}copie/", f"/cellules/{cell.uuid}/ou-en-est-on/",
        f"/ou-en-est-on/{cell.crisis.reference}/", f"{base}groupes/", group.get_absolute_url(),
    ]:  # fmt: skip
        check_page(visit(alice, path))
    with ZipFile(io.BytesIO(OfflinePack.objects.get(cell=cell).content)) as archive:
        archive.extractall(tmp_path)
    context.set_offline(True)

    for name in ("index.html", "appels.html", "annuaire.html", "carte.html", "papier.html"):
        page.goto(f"file://{tmp_path}/{name}")
        check_page(page, source=(tmp_path / name).read_text())
    # From here on: axe itself asks for the style sheets, which a file may not be asked.
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"file://{tmp_path}/index.html")
    page.get_by_role("link", name="Tâches ouvertes").click()

    assert page.locator("h1").inner_text() == "Tâches ouvertes"
    assert page.evaluate("getComputedStyle(document.body).maxWidth") == "960px"
    page.get_by_role("link", name="Carte des structures").click()
    page.locator("svg.map a").first.click()
    assert page.url.endswith("annuaire.html#s1")
    assert page.locator("tr:target").inner_text().startswith("1\t")
    assert said == []
