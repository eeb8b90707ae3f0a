"""Real clients of the national service, unmodified, on the real server of the tests."""

import pytest
from fhirclient import client as fhirclient
from fhirclient.models.healthcareservice import HealthcareService
from fhirclient.models.organization import Organization
from fhirpy import SyncFHIRClient
from fhirpy.base.exceptions import AuthorizationError, OperationOutcome, ResourceNotFound

from tests.directory.fhir.world import a_key, hospital
from tests.people import StructureFactory


@pytest.mark.django_db(transaction=True)
def test_fhirpy_and_fhirclient_read_the_directory_unmodified(live_server):
    world, secret = hospital(), a_key()
    others = [StructureFactory(name=f"EHPAD {rank}", commune=world.troyes) for rank in range(7)]
    base = f"{live_server.url}/fhir"

    fhirpy = SyncFHIRClient(base, extra_headers={"ESANTE-API-KEY": secret})
    search = fhirpy.resources("Organization").search(address_insee="10387", name="ehpad")
    paged = [one.id for one in search.limit(3)]
    found = fhirpy.resources("PractitionerRole").search(organization=str(world.site.uuid))
    with_person = found.include("PractitionerRole", "practitioner").fetch_raw()
    organization = fhirpy.reference("Organization", str(world.site.uuid)).to_resource()

    assert sorted(paged) == sorted(str(one.uuid) for one in others)
    assert search.count() == 7
    assert [one["resource"].resource_type for one in with_person.entry] == [
        "PractitionerRole", "Practitioner",
    ]  # fmt: skip
    assert organization.get_by_path(["address", 0, "city"]) == "TROYES CEDEX"
    with pytest.raises(ResourceNotFound):
        fhirpy.reference("Organization", "absent").to_resource()
    with pytest.raises(OperationOutcome):
        fhirpy.resources("Organization").search(_lastUpdated="hier").fetch()
    with pytest.raises(AuthorizationError):
        SyncFHIRClient(base).resources("Organization").fetch()

    smart = fhirclient.FHIRClient(settings={"app_id": "essai", "api_base": base})
    smart.server.session.headers["ESANTE-API-KEY"] = secret
    smart.prepare()
    one = Organization.read(str(world.site.uuid), smart.server)
    found = Organization.where({"name:contains": "e", "_count": "2"})
    named = {one.name for one in found.perform_resources_iter(smart.server)}
    services = HealthcareService.where({"organization": str(world.site.uuid)})

    assert smart.server.capabilityStatement.fhirVersion == "4.0.1"
    assert one.identifier[1].value == "100000017"
    assert one.meta.lastUpdated.date.tzinfo is not None
    assert {"CENTRE HOSPITALIER DE TROYES", "EHPAD 0", "EHPAD 6"} < named
    night = next(services.perform_resources_iter(smart.server))
    assert night.availableTime[0].daysOfWeek == ["mon", "tue", "wed"]
