"""The canonical content and the chain: what they mean is written once, in vectors."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.crisis import shorthand
from coordination.crisis.canonical import (
    FIELDS_OF,
    VERSION,
    canonical,
    commit_of,
    digest_of,
    genesis,
)
from portal.lib.patient import doubts, holds_patient_number

VECTORS = json.loads((Path(__file__).parent / "canonical_vectors.json").read_text("utf-8"))
FIELDS = FIELDS_OF[VERSION]


def content(**given_):
    return dict.fromkeys(FIELDS) | given_


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one["name"])
def test_the_vectors_of_each_version_never_change(vector):
    told = dict(vector["content"])
    for name in ("occurred_at",):
        if told.get(name):
            told[name] = datetime.fromisoformat(told[name])
    whole = dict.fromkeys(FIELDS_OF[vector["version"]]) | told

    made = canonical(whole, vector["version"])
    digest = digest_of(bytes.fromhex(vector["salt"]), made)
    commit = commit_of(
        genesis("cellule"), seq=1, recorded_at=datetime(2020, 3, 17, tzinfo=UTC), author=7,
        digest=digest,
    )  # fmt: skip

    assert made.hex() == vector["canonical"]
    assert digest.hex() == vector["digest"]
    assert commit.hex() == vector["commit"]


def test_the_same_instant_and_the_same_letters_give_the_same_content():
    utc = datetime(2020, 3, 17, 9, 0, 0, 1, tzinfo=UTC)
    paris = utc.astimezone(timezone(timedelta(hours=1)))

    assert canonical(content(occurred_at=utc)) == canonical(content(occurred_at=paris))
    assert canonical(content(text="e\u0301")) == canonical(content(text="é"))
    with pytest.raises(ValueError, match="zone"):
        canonical(content(occurred_at=datetime(2020, 3, 17)))


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_two_contents_never_read_the_same_unless_they_are(a, b, c, d):
    one = canonical(content(from_name=a, text=b))
    other = canonical(content(from_name=c, text=d))

    def plain(text):
        return canonical(content(text=text))

    assert (one == other) == (plain(a) == plain(c) and plain(b) == plain(d))


@pytest.mark.parametrize(
    "typed, kind, text",
    [
        ("< le SAMU appelle", "received", "le SAMU appelle"),
        (">relance", "sent", "relance"),
        ("! on ferme", "decision", "on ferme"),
        ("# 12 lits", "measure", "12 lits"),
        ("sans signe", "received", "sans signe"),
    ],
)
def test_the_first_sign_says_the_kind(typed, kind, text):
    assert shorthand.read(typed) == shorthand.Line(kind, text)


@pytest.mark.parametrize(
    "text, refused, doubtful",
    [
        ("184127645108946", True, False),
        ("184127645108947", False, False),
        ("INS 1 : 1.2.250.1.213.1.4.8", True, False),
        ("INS : 1841276451089", True, False),
        ("née le 3 mai 1941", False, True),
        ("M. Martin, 72 ans", False, True),
        ("Mme la directrice appelle", False, False),
        ("la CPTS a 3 ans", False, False),
        ("16 lits ouverts, 03 25 00 00 00", False, False),
    ],
)
def test_numbers_are_refused_and_doubts_are_asked_again(text, refused, doubtful):
    assert holds_patient_number(text) is refused
    assert bool(doubts(text)) is doubtful
