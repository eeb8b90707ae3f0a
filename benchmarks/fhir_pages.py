"""The FHIR façade over 103,000 structures: what a page costs, and paging while rows arrive.

The population is that of `directory_search`, with its numbers, lines and entities; pages of 50,
through the whole of Django, as a system with a key asks them. Paging reads everything once while
another connection inserts structures: none twice, none missed.
"""

import random
import threading
from typing import Any

from benchmarks.measure import as_served, emit, fresh_portal, milliseconds, p95, say, summary

STRUCTURES = 103_000
TARGET_MS = 150
PAGES = 40
ARRIVALS = 500
ASKED = {
    "first": "Organization?_count=50",
    "name": "Organization?name=pharmacie&_count=50",
    "contains": "Organization?name:contains=lilas&_count=50",
    "commune": "Organization?address-city=Lyon&type=GEOGRAPHICAL-ENTITY&_count=50",
    "category": "Organization?type=355&active=true&_sort=name&_count=50",
    "delta": "Organization?_lastUpdated=ge2026-01-01&_sort=_lastUpdated&_count=50",
    "joined": "Organization?address-postalcode=69&_count=50&_include=Organization:partof"
    "&_revinclude=HealthcareService:organization&_revinclude=PractitionerRole:organization",
    "near": "Location?near=45.76|4.84|20|km&_count=50",
    "number": "Organization?identifier={finess}",
    "services": "HealthcareService?_include=HealthcareService:organization&_count=50",
}


def main() -> None:
    with fresh_portal():
        # Models can be imported only once Django is set up, on the servers just started.
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        from benchmarks.establishments import populate_directory
        from directory.models import Structure
        from directory.services.keys import create_key
        from portal.accounts.models import User
        from portal.rest.access import KeyThrottle

        KeyThrottle.rate = None  # the pages are measured, not the pace of a client
        populate_directory(STRUCTURES)
        _furnish()
        user = User.objects.create_user("mesure@exemple.test")
        _key, secret = create_key(label="mesure", holder="mesure", by=user)
        client = Client(headers={"host": "localhost", "ESANTE-API-KEY": secret})
        finess = Structure.objects.order_by("pk").values_list("finess", flat=True)[777]
        as_served()
        say("population ready")

        times: dict[str, list[float]] = {}
        statements = {}
        for name, asked in ASKED.items():
            address = "/fhir/" + asked.format(finess=finess)
            _body(client, address)  # the first time fills the caches
            with CaptureQueriesContext(connection) as captured:
                _body(client, address)
            statements[name] = len(captured)
            following = address
            times[name] = []
            for _ in range(PAGES):
                spent, body = _timed(client, following)
                times[name].append(spent)
                following = _next(body) or address
        every = [one for some in times.values() for one in some]
        emit(
            "fhir_page_of_50", p95(every), unit="ms", target=TARGET_MS,
            ok=p95(every) <= TARGET_MS, baseline={}, spread=summary(every),
            each={name: round(p95(some), 1) for name, some in times.items()},
            statements=statements, structures=STRUCTURES,
        )  # fmt: skip
        _page_through(client)


def _furnish() -> None:
    """Numbers, a line and an entity for each structure, services for some, in few statements."""
    from django.db import connection

    from directory.imports.derived import TOUCHED, derive
    from directory.models import Activity, Service, Structure

    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(TOUCHED)
        cursor.execute("UPDATE directory_structure SET phone = '+333' || lpad(id::text, 8, '0')")
        cursor.execute("INSERT INTO directory_touched SELECT id FROM directory_structure")
        derive()
        cursor.execute("COMMIT")
    activity = Activity.objects.create(code="mesure", label="Mesure", family="Mesure")
    chosen = random.Random(7).sample(list(Structure.objects.values_list("pk", flat=True)), 5_000)
    Service.objects.bulk_create(
        [Service(structure_id=pk, activity=activity, source="mesure") for pk in chosen], 1_000
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _page_through(client: Any) -> None:
    """Everything is read once while structures arrive."""
    from django.db import connection, connections

    from directory.models import Structure

    before = {str(uuid) for uuid in Structure.objects.values_list("uuid", flat=True).iterator()}
    model = Structure.objects.order_by("pk").first()
    assert model is not None
    over = threading.Event()

    def arrive() -> None:
        try:
            for rank in range(ARRIVALS):
                name = f"ARRIVEE {rank}"
                Structure.objects.create(
                    name=name, name_key=name.lower(), category_id=model.category_id,
                    commune_id=model.commune_id, finess=f"Z{rank:08}",
                )  # fmt: skip
                if over.wait(0.05):
                    return
        finally:
            connections.close_all()

    worker = threading.Thread(target=arrive)
    worker.start()
    seen: list[str] = []
    address = "/fhir/Organization?_count=200&_elements=name"
    while address:
        body = _body(client, address)
        seen += [one["resource"]["id"] for one in body.get("entry", [])]
        address = _next(body)
    over.set()
    worker.join()
    connection.close()
    missed, twice = len(before - set(seen)), len(seen) - len(set(seen))
    emit(
        "fhir_paging_100000", missed + twice, unit="rows missed or doubled", target=0,
        ok=missed + twice == 0, baseline={}, read=len(seen), before=len(before),
        arrived=len(set(seen) - before),
    )  # fmt: skip


def _timed(client: Any, address: str) -> tuple[float, Any]:
    found: list[Any] = []
    spent = milliseconds(lambda: found.append(_body(client, address)))
    return spent, found[0]


def _body(client: Any, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.json()


def _next(body: Any) -> str:
    links = {one["relation"]: one["url"] for one in body["link"]}
    return links.get("next", "").removeprefix("http://localhost")


if __name__ == "__main__":
    main()
