"""Keys: given by the ARS, shown once, revoked at once, bounded in pace."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from directory.models import ApiKey
from directory.refusals import AlreadyRevoked, TooManyKeys
from directory.services.keys import MOST_A_DAY, create_key, key_used, revoke_key
from portal.audit.models import Entry
from portal.rest.access import KeyThrottle
from tests.directory.fhir.world import a_key, reader
from tests.people import log_in

pytestmark = pytest.mark.django_db
PAGE = "/annuaire/acces/"
ASKED = {"holder": "GHT de l’Aube", "label": "serveur de résultats", "expires_on": ""}


def test_a_key_is_shown_once_opens_the_facade_and_dies_when_it_is_revoked(client, alice):
    page = log_in(client, alice)

    shown = page.post(PAGE, ASKED).content.decode()
    secret = re.search(r"annu_[\w-]{43}", shown)[0]
    key = ApiKey.objects.get()

    assert secret not in page.get(PAGE).content.decode()
    assert secret not in str(vars(key)) + str(list(Entry.objects.values()))
    assert reader(secret).get("/fhir/Organization").status_code == 200
    key.refresh_from_db()
    assert key.last_used_at is not None
    page.post(f"{PAGE}{key.uuid}/revoquer/")
    answer = reader(secret).get("/fhir/Organization")
    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (401, "login")
    assert "révoquée" in page.get(PAGE).content.decode()
    with pytest.raises(AlreadyRevoked):
        revoke_key(key, by=alice)
    acts = list(Entry.objects.filter(action__startswith="api_key").values_list("action", flat=True))
    assert sorted(acts) == ["api_key.created", "api_key.revoked"]


def test_a_key_expires_and_nobody_makes_them_by_the_hundred(client, alice):
    yesterday = timezone.localdate() - timedelta(days=1)
    _key, secret = create_key(label="essai", holder="GHT", expires_on=yesterday, by=alice)
    for _ in range(MOST_A_DAY - 1):
        create_key(label="essai", holder="GHT", by=alice)

    assert key_used(secret) is None
    assert key_used("") is None
    with pytest.raises(TooManyKeys):
        create_key(label="essai", holder="GHT", by=alice)
    assert "20 clés" in log_in(client, alice).post(PAGE, ASKED).content.decode()
    assert "nécessaire" in client.post(PAGE, ASKED | {"holder": ""}).content.decode()


def test_each_key_has_its_own_pace_and_the_setting_opens_without_any(monkeypatch, settings):
    cache.clear()
    monkeypatch.setattr(KeyThrottle, "rate", "2/min", raising=False)
    first, second = reader(a_key()), reader(a_key())

    codes = [first.get("/fhir/Practitioner").status_code for _ in range(3)]
    slow = first.get("/fhir/Practitioner")

    assert codes == [200, 200, 429]
    assert int(slow["Retry-After"]) > 0
    assert slow.json()["issue"][0]["code"] == "throttled"
    assert second.get("/fhir/Practitioner").status_code == 200
    assert reader("").get("/fhir/Practitioner").status_code == 401
    settings.FHIR_WITHOUT_KEY = True
    assert reader("").get("/fhir/Practitioner").status_code == 200
