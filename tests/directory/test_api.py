"""The directory in the API: in full, by number, what comes here, who is tied to whom."""

import pytest

from directory.models import Structure
from tests.directory.depth import ContactFactory, ServiceFactory
from tests.directory.fhir.world import a_key, bad_rows, hospital
from tests.people import StructureFactory, UserFactory, log_in

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/directory"


def test_a_structure_in_full_by_its_number_or_its_identifier(client):
    world = hospital()
    reader = log_in(client, UserFactory())

    found = reader.get(f"{ROOT}/structures/{world.site.uuid}/").json()
    former = reader.get(f"{ROOT}/numbers/100000009/").json()

    assert former == found
    assert [one["value"] for one in found["identifiers"] if one["ends_on"]] == ["100000009"]
    assert [one["name"] for one in found["aliases"]] == ["Hôpital des Hauts-Clos"]
    assert found["services"][0]["usual_hours"][0].startswith("lundi et mardi")
    assert found["services"][0]["zones"] == [{"kind": "department", "code": "10", "name": "Aube"}]
    assert {one["value"] for one in found["contacts"]} == {
        "+33325494949", "secretariat@troyes.mssante.fr", "Canal 7",
    }  # fmt: skip
    assert found["parents"][0]["structure"] == str(world.entity.uuid)
    assert found["networks"][0]["network_name"] == "GHT de l’Aube"
    assert reader.get(f"{ROOT}/numbers/999999999/").status_code == 404


def test_a_merged_structure_names_the_one_that_was_kept(client):
    world = hospital()
    lost = StructureFactory(merged_into=world.site, finess="100000777")
    reader = log_in(client, UserFactory())

    for address in (f"structures/{lost.uuid}", "numbers/100000777"):
        answer = reader.get(f"{ROOT}/{address}/")
        assert (answer.status_code, answer.json()["survivor"]) == (410, str(world.site.uuid))
        assert "réunie à « Centre Hospitalier de Troyes »" in answer.json()["detail"]


def test_what_comes_to_a_commune_the_networks_and_the_suggestions(client):
    world = hospital()
    bad_rows()
    reader = log_in(client, UserFactory())

    here = reader.get(f"{ROOT}/services/", {"commune": "10387", "service": "nuit"}).json()
    asked = {"commune": "10387", "service": "inconnu", "ouvert": "on"}
    nothing = reader.get(f"{ROOT}/services/", asked).json()
    networks = reader.get(f"{ROOT}/networks/", {"kind": "ght"}).json()["results"]
    suggested = reader.get(f"{ROOT}/suggestions/", {"q": "hauts clos"}).json()

    assert [one["structure_name"] for one in here["results"]] == ["CENTRE HOSPITALIER DE TROYES"]
    assert nothing["results"] == []
    assert networks[0]["members"][0]["part"] == "support"
    assert reader.get(f"{ROOT}/networks/{world.ght.uuid}/").json() == networks[0]
    assert isinstance(suggested, list)
    for wrong in ("services/?commune=nulle%20part", "networks/?kind=x", "structures/?rayon=-1"):
        assert reader.get(f"{ROOT}/{wrong}").status_code == 400
    assert reader.get(f"{ROOT}/structures/?q=%00%27(").status_code in (200, 400)
    assert client.get(f"{ROOT}/numbers/1/").status_code == 404


def test_a_list_and_a_structure_cost_the_same_at_two_sizes(client, django_assert_max_num_queries):
    world = hospital()
    reader = log_in(client, UserFactory())
    asked = [f"{ROOT}/structures/{world.site.uuid}/", f"{ROOT}/services/", f"{ROOT}/networks/"]
    for address in asked:
        reader.get(address)

    costs = []
    for turn in range(2):
        with django_assert_max_num_queries(60) as captured:
            for address in asked:
                reader.get(address)
        costs.append(len(captured))
        for rank in range(4):
            ServiceFactory(structure=world.site, name=f"Autre {turn}{rank}")
            one = Structure.objects.create(
                name="X", category=world.site.category, commune=world.troyes
            )
            world.ght.memberships.create(structure=one)

    assert costs[0] == costs[1]


def test_a_key_reads_what_is_public_and_nothing_more(client):
    structure = hospital().site
    key = {"ESANTE-API-KEY": a_key()}
    ContactFactory(structure=structure, audience="crisis", value="+33325000001")
    ContactFactory(structure=structure, audience="public", value="+33325000002")
    base = "/api/v1/directory/"

    for path in ("structures/?q=hopital", "services/", "networks/", "suggestions/?q=hopital"):
        assert client.get(base + path, headers=key).status_code == 200, path
    full = client.get(f"{base}structures/{structure.uuid}/", headers=key)
    assert full.json() == client.get(
        f"{base}structures/{structure.uuid}/",
        headers={"Authorization": f"Bearer {key['ESANTE-API-KEY']}"},
    ).json()  # fmt: skip
    assert "+33325000002" in full.text
    assert "+33325000001" not in full.text
    assert client.get(f"{base}numbers/{structure.finess}/", headers=key).status_code == 200
    written = client.post(f"{base}structures/", headers=key)
    assert (written.status_code, "n’y écrit rien" in written.json()["detail"]) == (403, True)
    wrong = client.get(f"{base}structures/", headers={"ESANTE-API-KEY": "annu_faux"})
    assert (wrong.status_code, "révoquée" in wrong.json()["detail"]) == (401, True)
    assert client.get(f"{base}structures/").status_code == 401
    # The rest of the API knows no key.
    assert client.get("/api/v1/needs/", headers=key).status_code == 401
