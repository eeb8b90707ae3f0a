"""What each parameter finds, what is joined, and what is refused, always in FHIR's words."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.utils import timezone

from directory.models import Identifier, Structure
from tests.directory.depth import ContactFactory, ServiceFactory
from tests.directory.fhir.world import a_key, bad_rows, hospital, reader
from tests.people import StructureFactory, TerritoryFactory, VolunteerFactory

pytestmark = pytest.mark.django_db
NOS = "https://mos.esante.gouv.fr/NOS"
FINESS = "https://finess.esante.gouv.fr"
STRUCTURES = "urn:oid:1.2.250.1.71.4.2.2"
TYPE = "https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-3307"
R66 = "https://mos.esante.gouv.fr/NOS/TRE_R66-CategorieEtablissement/FHIR/TRE-R66-Categorie"
SMT_R66 = "https://smt.esante.gouv.fr/fhir/CodeSystem/tre-r66-categorie-etablissement"
# Of the hospital (`world.hospital`): what is asked, and the names of what is found.
FOUND = {
    "Organization": {
        f"identifier={FINESS}|100000017": "site",
        "identifier=|100000017": "site",
        "identifier=100000009": "site",
        f"identifier={STRUCTURES}|1100000017": "site",
        f"identifier={STRUCTURES}|326100001400018": "site",
        f"identifier={FINESS}|": "entity site",
        f"identifier={STRUCTURES}|": "entity site",
        f"identifier={STRUCTURES}|x100000017": "",
        "identifier=https://ailleurs.example|100000017": "",
        "identifier=ege-1": "",
        "identifier:missing=true": "unit ght",
        "identifier-type=FINEJ": "entity",
        "identifier-type=FINEG,FINEJ": "entity site",
        "name=centre hosp": "site",
        "name=HÔPITAL DES": "site",
        "name=hopital des": "site",
        "name:contains=hopital": "site",
        "name=troyes": "",
        "name:contains=troyes": "entity site",
        "name:exact=CH DE TROYES": "entity",
        "name:exact=ch de troyes": "",
        "name=centre\\, hosp,urgences,service": "site unit",
        "name=%25_'": "",
        "active=true": "entity site unit ght",
        "active=false": "",
        f"type={TYPE}|LEGAL-ENTITY": "entity",
        "type=GEOGRAPHICAL-ENTITY": "site",
        f"type={R66}|355": "entity site unit",
        f"type={SMT_R66}|355&type=LEGAL-ENTITY": "entity",
        "type=ght": "ght",
        "type:not=355": "ght",
        "partof=Organization/{entity}": "site",
        "partof:Organization={site}": "unit",
        "partof=Location/{entity}": "",
        "address=anatole": "",
        "address:contains=anatole": "site",
        "address-city=TROYES": "entity site unit",
        "address-postalcode=10003": "site",
        "address-insee=10387": "entity site unit",
        "address-insee=10387&active=true&name=ch": "entity site",
        "period=lt1980": "site",
        "period=ge2020-01-01": "site",
        "period=1979-02": "",
        "period=eb1990": "",
        "mailbox-mss=secretariat": "site",
        "mailbox-mss:contains=@": "site",
        "mailbox-mss=liste-rouge": "",
        "mailbox-mss-type=ORG": "site",
        "mailbox-mss-type=PER": "",
        "data-information-system=FINESS": "entity site ght",
        "pharmacy-licence=10#1": "",
        "_id={site},{ght}": "site ght",
        "_id=inconnu": "",
        "_lastUpdated=ge2026-01-01&name=ch": "entity site",
        "_lastUpdated=lt2026": "",
    },
    "Location": {
        "near=48.2931|4.0869|1|km": "site",
        "near=48.2931|4.0869|800|m,45|4|1|km": "site",
        "near=45.0|4.0869": "",
        "organization=Organization/{site}": "site",
        "partof={site}": "unit",
        "status=inactive": "",
        "name=Aube": "aube",
        "type=355": "site unit",
    },
    "HealthcareService": {
        "organization={site}": "night",
        "coverage-area=Location/commune-10387": "night",
        "coverage-area=commune-51454": "",
        "service-type=nuit": "night",
        "service-category=Soins": "night",
        "active=true": "night",
        "location=Location/{site}": "night",
        "characteristic=1": "",
        "_profile=https://interop.esante.gouv.fr/ig/fhir/annuaire/StructureDefinition/"
        "as-dp-healthcareservice-healthcare-activity": "night",
        "organization.address-insee=10387": "night",
    },
    "Practitioner": {
        "identifier=https://rpps.esante.gouv.fr|10001234567": "doctor",
        "identifier=urn:oid:1.2.250.1.71.4.2.1|810001234567": "doctor",
        "identifier=10001234567": "doctor",
        "family=dur": "doctor",
        "given=élise": "doctor",
        "given=ELISE": "doctor",
        "family=dûr": "doctor",
        "name:contains=URAN": "doctor",
        "qualification-code=10": "doctor",
        "qualification-code=60": "",
        "number-smartcard=1": "",
        "_id=10001234567": "doctor",
    },
    "PractitionerRole": {
        "organization=Organization/{site}": "role",
        "organization:missing=true": "cabinet",
        "practitioner=Practitioner/10001234567": "role cabinet",
        "practitioner.identifier=10001234567&role=L": "cabinet",
        "organization.address-insee=10387": "role",
        f"organization.identifier={FINESS}|100000017": "role",
        "organization:Organization.identifier=100000017": "role",
        "role=S": "role",
        "role=GENR01": "role",
        "role=GENR01,L": "role cabinet",
        "role=|GENR02": "",
        f"role={NOS}/TRE_R21-Fonction/FHIR/TRE-R21-Fonction|FON-AU": "role",
        f"role={NOS}/TRE_R23-ModeExercice/FHIR/TRE-R23-ModeExercice|FON-AU": "",
        "role:not=GENR01": "cabinet",
        "role:missing=true": "",
    },
    "OrganizationAffiliation": {
        "primary-organization=Organization/{ght}": "tie",
        "participating-organization={site}": "tie",
        "role=support": "tie",
        "role=member": "",
        "active=true": "tie",
        "date=ge2020": "tie",
        "date=lt2016-07-01": "",
    },
}
REFUSED = (
    "_lastUpdated=hier", "_lastUpdated=2026-13-45", "_lastUpdated=ge99999", "_lastUpdated=0000",
    "_lastUpdated=9999-12-31", "active=peut-être", "name:soundex=a", "name=%00", "_count=-1",
    "_count=beaucoup", "_cursor=faux", "_cursor=WzAsImUiXQ:abc", "period=ap2020",
    "partof.name=x", "_lastUpdated:missing=2", "name=" + "a" * 5_000,
    "&".join(["name=a"] * 61), "name=" + ",".join(["a"] * 301),
)  # fmt: skip
HARMLESS = (
    "identifier='; DROP TABLE directory_structure; --", "name=(((", "name:contains=.*+?[", "_id=/",
    "identifier=|||", "type=||", "address-insee=|", "partof=///", "_id=" + "9" * 40, "name=\\",
    "_sort=inconnu", "_total=x", "_elements=é", "_include=Patient:x", "_summary=text", "x.y:z=1",
)  # fmt: skip


def ids(body):
    return [one["resource"]["id"] for one in body.get("entry", [])]


def query(text, known):
    return [
        (name, value.format(**known) if "{" in value else value)
        for name, _, value in (part.partition("=") for part in text.split("&"))
    ]


def test_each_parameter_finds_what_it_says():
    world = hospital()
    client = reader(a_key())
    known = {name: str(getattr(one, "uuid", "")) for name, one in vars(world).items()}
    names = {key: name for name, key in known.items() if key}
    names |= {"10001234567": "doctor", "department-10": "aube", "commune-10387": "troyes"}
    rows = {"PractitionerRole": ("role", "cabinet"), "OrganizationAffiliation": ("tie",)}
    wrong = {}

    for kind, searches in FOUND.items():
        numbered = {str(getattr(world, name).pk): name for name in rows.get(kind, ())}
        for text, expected in searches.items():
            pairs = query(text, known)
            answer = client.get(f"/fhir/{kind}", pairs, headers={"Prefer": "handling=strict"})
            found = {(numbered | names)[key] for key in ids(answer.json())}
            if found != set(expected.split()):
                wrong[f"{kind}?{text}"] = (answer.status_code, " ".join(sorted(found)))

    assert wrong == {}
    declared = client.get("/fhir/metadata").json()["rest"][0]["resource"]
    never_asked = {
        f"{one['type']}?{param['name']}"
        for one in declared
        for param in one["searchParam"]
        if "." not in param["name"]
        and not any(param["name"] in text for text in FOUND[one["type"]])
    }
    assert {one.partition("?")[2] for one in never_asked} <= {
        "data-registration-authority", "data-information-system", "identifier", "identifier-type",
        "address", "address-city", "address-line", "address-postalcode", "address-insee", "active",
        "mailbox-mss", "type-smartcard", "_id", "_lastUpdated",
    }  # fmt: skip


def test_a_practice_number_is_asked_by_either_address_and_given_by_the_first():
    hospital()
    practice = StructureFactory(finess="", name="CABINET DES LILAS")
    number = "10001234567001"
    Identifier.objects.create(structure=practice, system="rpps_rang", value=number)
    client, first = reader(a_key()), "https://rppsrang.esante.gouv.fr"

    asked = (f"{first}|{number}", f"https://rpps.esante.gouv.fr|{number}",
             f"{STRUCTURES}|4{number}", f"|{number}")  # fmt: skip
    found = [client.get("/fhir/Organization", {"identifier": one}).json() for one in asked]

    assert [ids(body) for body in found] == [[str(practice.uuid)]] * 4
    given = {one["system"]: one["value"] for one in found[0]["entry"][0]["resource"]["identifier"]}
    assert given == {STRUCTURES: f"4{number}", first: number}


def test_what_cannot_be_read_is_an_outcome_and_what_is_odd_finds_nothing():
    bad_rows()
    client = reader(a_key())

    for text in REFUSED:
        answer = client.get(f"/fhir/Organization?{text}")
        assert (text[:40], answer.status_code) == (text[:40], 400)
        assert answer.json()["resourceType"] == "OperationOutcome"
        assert answer.json()["issue"][0]["details"]["text"]
    for text in HARMLESS:
        answer = client.get("/fhir/Organization", query(text, {}))
        assert (text, answer.status_code) == (text, 200)
    assert client.get("/fhir/Location?near=1|2|x|km").status_code == 400
    assert client.get("/fhir/Location?near=inf|nan").status_code == 400
    assert Structure.objects.count() == 2


def test_unknown_parameters_are_refused_or_ignored_and_the_self_link_says_what_was_done():
    hospital()
    client = reader(a_key())
    asked = {"nom": "x", "name": "ch", "_count": "1000000", "_sort": "-name,inconnu", "_foo": "1"}

    strict = client.get("/fhir/Organization", asked, headers={"Prefer": "handling=strict"})
    lenient = client.get("/fhir/Organization", asked, headers={"Prefer": "handling=lenient"})

    assert (strict.status_code, strict.json()["issue"][0]["code"]) == (400, "not-supported")
    for said in ('handling="strict"', "respond-async, Handling = strict; x=1"):
        answer = client.get("/fhir/Organization?_foo=1", headers={"Prefer": said})
        assert (said, answer.status_code) == (said, 400)
    applied = dict(parse_qsl(urlsplit(lenient.json()["link"][0]["url"]).query))
    assert applied == {"name": "ch", "_count": "200", "_sort": "-name"}
    names = [one["resource"]["name"] for one in lenient.json()["entry"]]
    assert names == ["CH DE TROYES", "CENTRE HOSPITALIER DE TROYES"]


def test_errors_of_http_are_outcomes_too():
    site = hospital().site
    secret = a_key()
    client, stranger = reader(secret), reader("")
    old = {"Accept": "application/fhir+json; fhirVersion=3.0"}
    asked = {
        401: (stranger.get("/fhir/Organization"), reader("faux").get("/fhir/Location/x")),
        404: (client.get("/fhir/Organization/absent"), client.get("/fhir/Patient"),
              client.get("/fhir/a/b/c"), client.get("/fhir/"),
              client.get("/fhir/Location/commune-1"), client.post("/fhir/Patient/_search"),
              client.get("/fhir/PractitionerRole/" + "9" * 30)),
        405: (client.put(f"/fhir/Organization/{site.uuid}"), client.delete("/fhir/Organization"),
              client.post("/fhir/Organization"), client.options("/fhir/metadata")),
        406: (client.get("/fhir/Organization", headers={"Accept": "application/fhir+xml"}),
              client.get("/fhir/metadata?_format=xml"),
              client.get("/fhir/metadata", headers=old)),
        415: (client.post("/fhir/Location/_search", {}, content_type="application/json"),),
    }  # fmt: skip

    told = {
        (status, answer.status_code, answer.json()["resourceType"])
        for status, answers in asked.items()
        for answer in answers
    }

    assert told == {(status, status, "OperationOutcome") for status in asked}
    assert asked[401][0]["WWW-Authenticate"].startswith("Bearer")
    bearer = reader("").get("/fhir/Organization", headers={"Authorization": f"Bearer {secret}"})
    assert bearer["Content-Type"] == "application/fhir+json; charset=utf-8"
    browser = {"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"}
    assert stranger.get("/fhir/metadata", headers=browser).status_code == 200


def test_a_closed_structure_is_gone_when_read_and_a_tombstone_when_found():
    world = hospital()
    client = reader(a_key())
    lost, last = StructureFactory(name="ANCIEN", phone="+33325000001"), StructureFactory()
    ContactFactory(structure=lost)
    for merged in (last, lost):
        merged.merged_into = world.site
        merged.save()
    Structure.objects.filter(pk=world.unit.pk).update(closed_on=date(2026, 1, 1))

    for kind in ("Organization", "Location"):
        answer = client.get(f"/fhir/{kind}/{lost.uuid}")
        survivor = f"http://testserver/fhir/{kind}/{world.site.uuid}"
        assert (answer.status_code, answer.json()["issue"][0]["code"]) == (410, "deleted")
        assert answer.json()["issue"][0]["diagnostics"] == survivor
        assert survivor in answer["Link"]
        assert client.get(f"/fhir/{kind}/{world.unit.uuid}").status_code == 410
    found = client.get(f"/fhir/Organization?_id={lost.uuid}").json()["entry"][0]["resource"]
    assert not found["active"]
    assert "telecom" not in found
    assert f"Organization/{world.site.uuid}" in str(found["extension"])
    assert len(ids(client.get("/fhir/Organization?active=false").json())) == 3


def test_only_public_lines_leave_and_no_volunteer_ever():
    world = hospital()
    volunteer = VolunteerFactory()
    client = reader(a_key())

    told = "".join(
        client.get(f"/fhir/{kind}?_count=200").content.decode()
        for kind in ("Organization", "Location", "HealthcareService", "Practitioner",
                     "PractitionerRole")
    )  # fmt: skip

    assert "+33325494949" in told
    assert "+33611111111" not in told
    assert "liste-rouge" not in told
    assert world.doctor.family_name in told

    assert volunteer.user.last_name not in told


def test_what_is_joined_is_marked_once_and_a_page_costs_the_same_at_two_sizes(
    django_assert_max_num_queries,
):
    world = hospital()
    client = reader(a_key())
    asked = {
        "_include": "Organization:partof", "address-insee": "10387",
        "_revinclude": ["HealthcareService:organization", "PractitionerRole:organization",
                        "OrganizationAffiliation:participating-organization",
                        "Device:organization"],
    }  # fmt: skip
    client.get("/fhir/Organization")  # the first use of a key is noted

    with django_assert_max_num_queries(25) as few:
        body = client.get("/fhir/Organization", asked).json()
    for _ in range(12):
        one = StructureFactory(commune=world.troyes)
        ServiceFactory(structure=one, name="Autre")
        ContactFactory(structure=one)
    with django_assert_max_num_queries(25) as more:
        client.get("/fhir/Organization", asked)

    assert len(more) == len(few)
    modes = {one["resource"]["id"]: one["search"]["mode"] for one in body["entry"]}
    assert modes[str(world.entity.uuid)] == "match"
    assert modes[str(world.night.uuid)] == modes[str(world.role.pk)] == "include"
    assert len({one["fullUrl"] for one in body["entry"]}) == len(body["entry"]) == 6
    role = client.get("/fhir/PractitionerRole?role=S&_include=*").json()
    kinds = [one["resource"]["resourceType"] for one in role["entry"]]
    assert kinds == ["PractitionerRole", "Organization", "Practitioner", "Location"]
    said = [one["coding"][0] for one in role["entry"][0]["resource"]["code"]]
    assert [one["code"] for one in said] == ["FON-AU", "GENR01", "S"]
    assert said[1]["display"] == "Activité standard de soin" and "TRE_R22" in said[1]["system"]


def test_the_form_of_the_answer_is_the_one_asked_for():
    world = hospital()
    client = reader(a_key())

    counted = client.get("/fhir/Organization?_summary=count").json()
    few = client.get("/fhir/Organization?_elements=name,_line&_count=2&_total=accurate").json()
    estimate = client.get("/fhir/Organization?_count=1&_total=estimate").json()
    silent = client.get("/fhir/Organization?_count=1").json()
    form = {"data": "name=ch&_summary=count", "content_type": "application/x-www-form-urlencoded"}
    posted = client.post("/fhir/Organization/_search?active=true", **form).json()
    near = client.get("/fhir/Location?near=48.2920|4.0869|50|km").json()["entry"][0]

    assert (counted["total"], "entry" in counted) == (4, False)
    assert posted["total"] == 2
    assert posted["link"][0]["url"].endswith("Organization?active=true&name=ch&_summary=count")
    assert few["total"] == estimate["total"] == 4
    assert "total" not in silent
    one = few["entry"][0]["resource"]
    assert set(one) == {"resourceType", "id", "meta", "name"}
    assert one["meta"]["tag"][0]["code"] == "SUBSETTED"
    distance = near["search"]["extension"][0]["valueDistance"]
    assert (near["resource"]["id"], distance["unit"]) == (str(world.site.uuid), "km")
    assert 0 < distance["value"] < 2


def test_paging_gives_each_row_once_while_others_arrive_and_no_forged_link_opens():
    commune = TerritoryFactory(code="10387", name="Troyes")
    before = {str(StructureFactory(commune=commune).uuid) for _ in range(7)}
    client = reader(a_key())
    for sort in ("", "name", "-name", "_lastUpdated", "-_lastUpdated"):
        asked = "/fhir/Organization?address-insee=10387&_count=2" + (
            f"&_sort={sort}" if sort else ""
        )
        seen, pages = [], 0
        while asked:
            body = client.get(asked).json()
            seen += ids(body)
            if pages == 1:
                StructureFactory(commune=commune, name="AAA ARRIVÉE")
            links = {one["relation"]: one["url"] for one in body["link"]}
            assert "address-insee=10387" in links["self"]
            asked, pages = links.get("next", ""), pages + 1
        assert before <= set(seen)
        assert len(seen) == len(set(seen))
        Structure.objects.filter(name="AAA ARRIVÉE").delete()

    link = client.get("/fhir/Organization?_count=2").json()["link"][1]["url"]
    assert client.get(link).status_code == 200
    assert client.get(link.replace("_count=2", "_count=3")).status_code == 200
    assert client.get(link + "&name=a").status_code == 400
    assert client.get(link[:-3] + "xyz").status_code == 400
    assert client.get(link.replace("/Organization", "/Location")).status_code == 400


def test_a_delta_begins_again_where_the_server_says():
    ehpad = StructureFactory()
    client = reader(a_key())
    Structure.objects.filter(pk=ehpad.pk).update(name="EHPAD DU LAC")

    read_until = client.get("/fhir/Organization").json()["meta"]["lastUpdated"]
    again = client.get("/fhir/Organization", {"_lastUpdated": f"ge{read_until}"}).json()
    exact = again["entry"][0]["resource"]["meta"]["lastUpdated"]
    later = client.get("/fhir/Organization", {"_lastUpdated": f"gt{exact}"}).json()

    assert ids(again) == [str(ehpad.uuid)]
    assert "entry" not in later
    assert read_until < timezone.now().isoformat()
