"""Personal links: unguessable and revocable."""

from uuid import uuid4

import pytest
from django.test import override_settings

from portal.lib.links import TOKEN_LENGTH, key_of, token_for


def test_a_token_leads_back_to_its_key_and_fits_an_sms():
    key = uuid4()

    token = token_for(key)

    assert key_of(token) == key
    assert len(token) == TOKEN_LENGTH == 32


@pytest.mark.parametrize("spoil", [
    lambda token: token[:-1],
    lambda token: token + "A",
    lambda token: ("B" if token[0] == "A" else "A") + token[1:],
    lambda token: token[:-1] + ("B" if token[-1] == "A" else "A"),
    lambda token: "é" * TOKEN_LENGTH,
    lambda token: "!" * TOKEN_LENGTH,
    lambda token: "",
])  # fmt: skip
def test_a_spoiled_token_leads_nowhere(spoil):
    assert key_of(spoil(token_for(uuid4()))) is None


def test_a_token_of_another_secret_leads_nowhere_unless_that_secret_is_kept_as_a_fallback():
    token = token_for(key := uuid4())

    with override_settings(SECRET_KEY="another-secret", SECRET_KEY_FALLBACKS=[]):
        assert key_of(token) is None
    with override_settings(
        SECRET_KEY="another-secret",
        SECRET_KEY_FALLBACKS=["tests-only-not-a-secret-key-0123456789-0123456789"],
    ):
        assert key_of(token) == key
