"""Cards by type of crisis: shipped, proposed by the nature of the crisis, adapted, kept."""

import pytest

from coordination.crisis.models import ChecklistRun, ReflexCard, Term
from coordination.crisis.refusals.card import ItemElsewhere
from coordination.crisis.selectors.card import card_page
from coordination.crisis.selectors.owners import Owner
from coordination.crisis.services.card import publish_card, tick_item
from coordination.crisis.services.shipped_cards import load_cards
from tests.coordination.crisis.crisis_world import role
from tests.people import log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def epidemic(cell):
    """The cell of an emerging agent, with degraded care."""
    load_cards()
    found = Term.objects.filter(kind="typology", code__in=["3", "5"])
    cell.crisis.typologies.set(found)
    return cell


def test_the_nature_of_the_crisis_proposes_its_cards_and_a_list_begun_keeps_its_own(
    client, epidemic, alice
):
    held = role(epidemic, "capacity")
    log_in(client, alice)
    base = f"{epidemic.get_absolute_url()}fiches/capacity/"

    page = client.get(base).content.decode()
    other = client.get(f"{base}?typologie=5").content.decode()
    general = client.get(f"{base}?typologie=").content.decode()
    offered = [one.typology for one in card_page(epidemic, held).offered]
    chosen = card_page(epidemic, held, typology="5")
    item = chosen.bands[0].lines[0].item
    client.post(f"{base}{item.pk}/", {"fait": "1"})
    after = card_page(epidemic, held)
    foreign = ReflexCard.objects.get(kind="craps", slug="capacity", typology="1").items.first()
    with pytest.raises(ItemElsewhere):
        tick_item(epidemic, held, foreign, done=True, by=alice)

    assert offered == ["3", "5", ""] and "Agent infectieux émergent" in page
    assert "isolement" in page and "services fermés" in other and "isolement" not in other
    assert "Repérer les établissements dont on ne sait rien" in general
    assert ChecklistRun.objects.get().card.typology == "5"
    assert {one.card.typology for one in after.bands} == {"5"} and after.done == 1
    assert len(card_page(epidemic, role(epidemic, "situation")).offered) == 1


def test_a_territory_writes_its_card_for_a_type_and_former_versions_stay(
    client, epidemic, alice, aube
):
    own, held = Owner(aube), role(epidemic, "capacity")
    log_in(client, alice)
    base = f"/crises/preparation/{own.key}/fiches/"
    texts = {"0-2": ["Appeler la réanimation de Troyes"]}

    listed = client.get(base).content.decode()
    path = f"{base}departmental/capacity/?typologie=3"
    form = client.get(path).content.decode()
    said = {"seen": "0", "band_0": "Appeler la réanimation de Troyes", "band_1": "", "band_2": ""}
    done = client.post(path, said)
    counted = {"0-2": ["Compter les lits armés"]}
    about = {"texts": counted, "seen": 1, "typology": "3"}
    second = publish_card(own, "departmental", "capacity", **about, by=alice)
    wrong = client.get(path.replace("=3", "=42")).status_code

    mine = ReflexCard.objects.filter(territory=aube, slug="capacity")
    assert "Par type de crise" in listed and "isolement" in form
    assert "remplace la fiche générale" in form and done.status_code == 302
    assert [(one.typology, one.version) for one in mine.order_by("version")] == [("3", 1), ("3", 2)]
    assert [one.text for one in mine.get(version=1).items.all()] == texts["0-2"]
    assert card_page(epidemic, held).chosen == second and wrong == 404
    assert not mine.filter(typology="").exists()


def test_what_is_made_for_the_type_of_crisis_comes_before_what_is_made_for_any(
    epidemic, alice, aube
):
    own, held = Owner(aube), role(epidemic, "capacity")
    texts = {"0-2": ["Appeler la réanimation de Troyes"]}

    general = publish_card(own, "departmental", "capacity", texts=texts, seen=0, by=alice)
    typed_of_all = card_page(epidemic, held)
    typed = publish_card(
        own, "departmental", "capacity", texts=texts, seen=0, typology="5", by=alice
    )
    page = card_page(epidemic, held)
    epidemic.crisis.typologies.clear()

    assert typed_of_all.chosen.is_ours and typed_of_all.chosen.typology == "3"
    assert typed_of_all.offered[-1] == general and len(typed_of_all.offered) == 3
    assert page.chosen == typed and [one.typology for one in page.offered] == ["5", "3", ""]
    assert card_page(epidemic, held).chosen == general
