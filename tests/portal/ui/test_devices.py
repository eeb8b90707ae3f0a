"""The list of connected devices, in words that their owner recognises."""

import pytest
from django.test import Client

from portal.ui.devices import device
from tests.people import PASSWORD


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36",
            "Chrome sur Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) Version/17.1 Safari/604.1",
            "Safari sur iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge sur Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0",
            "Firefox sur Linux",
        ),
        ("<script>", "Appareil inconnu"),
    ],
)
def test_a_browser_is_named_as_its_owner_would(agent, words) -> None:
    assert device(agent) == words


def test_the_list_of_devices_shows_names_not_technical_strings(alice) -> None:
    client = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/121.0"})
    client.post("/comptes/login/", {"login": alice.email, "password": PASSWORD})

    page = client.get("/comptes/sessions/").content.decode()

    assert "Firefox sur Windows" in page
    assert "Mozilla" not in page
