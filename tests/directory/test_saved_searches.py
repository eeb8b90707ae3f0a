"""Searches kept under a name: one's own, twenty at most, their address shared."""

import pytest
from django.urls import reverse

from directory.forms import StructureFilter
from directory.models import SavedSearch
from directory.refusals import NothingToSave, TooManySearches
from directory.services.saved import KEPT, drop_search, save_search
from tests.people import log_in

pytestmark = pytest.mark.django_db
PAGE = reverse("directory:saved_list")
LIST = reverse("directory:structure_list")


def test_a_search_is_kept_from_the_list_found_again_and_forgotten(client, alice, bob, ehpad):
    log_in(client, alice)
    listed = client.get(LIST, {"q": "tilleuls", "apres": "xyz"}).text
    asked = client.get(PAGE, {"filtres": "q=tilleuls&apres=xyz"}).text

    client.post(PAGE, {"nom": "Les Tilleuls", "filtres": "q=tilleuls&apres=xyz"})

    saved = SavedSearch.objects.get()
    assert "Garder cette recherche" in listed and 'value="q=tilleuls&amp;apres=xyz"' in asked
    assert (saved.query, saved.user) == ("q=tilleuls", alice)
    assert client.get(saved.get_absolute_url()).context["page"].items == [ehpad]
    assert "Les Tilleuls" in client.get(PAGE).text
    drop = reverse("directory:saved_drop", args=[saved.uuid])
    assert client.get(drop).status_code == 405
    assert log_in(client, bob).post(drop).status_code == 404
    assert "Les Tilleuls" not in client.get(PAGE).text
    log_in(client, alice).post(drop)
    drop_search(saved, by=alice)
    assert not SavedSearch.objects.exists()


def test_the_same_name_replaces_and_twenty_are_enough(alice):
    for rank in range(20):
        save_search(f"N° {rank}", f"q={rank}", by=alice)

    save_search("N° 3", "q=ehpad&service=vaccination", by=alice)
    with pytest.raises(TooManySearches):
        save_search("Une de trop", "q=ehpad", by=alice)

    assert SavedSearch.objects.count() == 20
    assert SavedSearch.objects.get(name="N° 3").query == "q=ehpad&service=vaccination"


@pytest.mark.parametrize("query", ["", "apres=x", "q=" + "é" * 900, "rien", "&&&=", "autre=x"])
def test_what_looks_for_nothing_or_for_too_much_is_not_kept(client, alice, query):
    with pytest.raises(NothingToSave):
        save_search("Nom", query, by=alice)

    page = log_in(client, alice).post(PAGE, {"nom": "Nom", "filtres": query})

    assert page.status_code == 200 and page.context["form"].errors
    assert not SavedSearch.objects.exists()


def test_no_patient_is_kept_in_a_search(client, alice):
    said = {"nom": "Nom", "filtres": "q=1+84+12+76+451+089+46"}

    page = log_in(client, alice).post(PAGE, said)

    assert "ne garde rien sur les patients" in page.text and not SavedSearch.objects.exists()


def test_only_what_the_filters_ask_is_kept(alice):
    assert set(StructureFilter.base_fields) == KEPT

    saved = save_search("Nuit", "service=nuit&utm_source=x&apres=y&csrf=z&ouvert=on", by=alice)

    assert saved.query == "service=nuit&ouvert=on"
