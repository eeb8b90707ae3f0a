"""Recommendations written and put in force by the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coordination.guidance.models import Recommendation, Version
from tests.people import log_in

pytestmark = pytest.mark.django_db
NIR = "1 84 12 76 451 089 46"


@pytest.fixture
def api(client):
    def ask(path, **said):
        return client.post(f"/api/v1/{path}", said, content_type="application/json")

    return ask


def test_one_is_drafted_written_published_and_revised(client, api, aube, alice, bob, fatou):
    today = timezone.localdate()
    words = {
        "changes": "Masque pour tous", "actors": "Directeurs", "deadline": "Ce soir, 20 h 00",
        "link": "https://sante.example/masques.pdf", "valid_from": str(today),
        "review_by": str(today + timedelta(days=30)), "place": aube.pk, "roles": ["manager"],
    }  # fmt: skip
    said = words | {
        "territory": aube.pk,
        "title": "Port du masque",
        "topic": "protection",
        "issuer": "Santé",
    }
    log_in(client, alice)
    wrong = [
        api("recommendations/", **said | more).status_code
        for more in ({"roles": []}, {"roles": ["patient"]}, {"link": "javascript:x"},
                     {"changes": f"Assuré {NIR}"}, {"territory": 0}, {"topic": "x"},
                     {"categories": ["000"]})
    ]  # fmt: skip
    early = api("recommendations/", **said | {"review_by": str(today)})
    made = api("recommendations/", **said)
    path = f"recommendations/{made.json()['uuid']}"
    moves = [
        api(f"{path}/write/", **words | {"changes": "Masque FFP2"}).status_code,
        api(f"{path}/write/", **words | {"changes": "Mme Durand, 84 ans"}).status_code,
        api(f"{path}/submit/").status_code,
        api(f"{path}/write/", **words).status_code,
        api(f"{path}/publish/").status_code,
        api(f"{path}/revise/", **words).status_code,
        api(f"{path}/revise/", **words).status_code,
    ]
    log_in(client, fatou)
    other = [api("recommendations/", **said).status_code, api(f"{path}/revise/").status_code]

    assert wrong == [400] * 7 and early.status_code == 409
    assert made.status_code == 201 and made.json()["state"] == "draft"
    assert made.json()["number"] == Recommendation.objects.get().number
    assert moves == [204, 409, 204, 409, 204, 204, 409] and other == [403, 403]
    assert Version.objects.get(n=1).changes == "Masque FFP2"
    assert Version.objects.get(n=2).state == Version.State.DRAFT
