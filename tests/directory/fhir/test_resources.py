"""Every resource that leaves, read by two strict libraries; and what must not leave."""

import json

import pytest
from fhir.resources.R4B import get_fhir_model_class
from fhirclient.models import bundle as r4

from tests.directory.fhir.world import a_key, bad_rows, hospital, reader

pytestmark = pytest.mark.django_db
TYPES = (
    "Organization", "Location", "HealthcareService", "Practitioner", "PractitionerRole",
    "OrganizationAffiliation",
)  # fmt: skip
INCLUDES = {
    "Organization": {
        "_include": "Organization:partof",
        "_revinclude": ["HealthcareService:organization", "PractitionerRole:organization"],
    },
    "HealthcareService": {"_include": "*"},
    "PractitionerRole": {"_include": "*"},
}


def empties(value, path=""):
    """Where something is null or empty, which no FHIR JSON may hold."""
    if value is None or value in ("", [], {}):
        return [path]
    if isinstance(value, dict):
        return [one for name, part in value.items() for one in empties(part, f"{path}.{name}")]
    if isinstance(value, list):
        return [one for rank, part in enumerate(value) for one in empties(part, f"{path}[{rank}]")]
    return []


def test_everything_that_leaves_is_strict_r4_even_from_bad_rows():
    hospital()
    bad_rows()
    client = reader(a_key())
    seen = set()

    for kind in TYPES:
        body = client.get(f"/fhir/{kind}", INCLUDES.get(kind, {})).json()
        assert empties(body) == []
        r4.Bundle(body, strict=True)
        get_fhir_model_class("Bundle").model_validate_json(json.dumps(body))
        for entry in body["entry"]:
            resource = entry["resource"]
            seen.add((resource["resourceType"], entry["search"]["mode"]))
            assert resource["language"] == "fr"
            assert resource["meta"]["profile"]
            assert client.get(entry["fullUrl"]).json() == resource

    metadata = client.get("/fhir/metadata").json()
    get_fhir_model_class("CapabilityStatement").model_validate_json(json.dumps(metadata))
    assert empties(metadata) == []
    assert {kind for kind, _mode in seen} == set(TYPES)
    assert {("Location", "include"), ("HealthcareService", "include")} <= seen
