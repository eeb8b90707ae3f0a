"""The alphabet of SMS: what costs, what is replaced, what is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.notifications import gsm

LINK = "https://portail.test/r/abcdefghijklmnopqrstuvwxyz012345/"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("L’être et le cœur", "L'etre et le coeur"),
        ("« Ça va, garçon – déjà »", '" Ça va, garcon - déjà "'),
        ("20 h 00", "20 h 00"),
        ("Émile 😀 وصل", "Émile  "),
        ("à é è ù ì ò", "à é è ù ì ò"),
    ],
)
def test_text_is_brought_to_the_alphabet_of_telephones(text, expected):
    assert gsm.transliterate(text) == expected


@pytest.mark.parametrize(
    "text, count",
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ê" * 70, 1),
        ("ê" * 71, 2),
    ],
)
def test_segments_are_counted_as_they_are_billed(text, count):
    assert gsm.segments(text) == count


@given(st.text(max_size=600))
def test_whatever_is_written_fits_and_costs_what_was_said(text):
    short = gsm.fit(text, at_most=2)

    assert gsm.is_gsm(short) and gsm.segments(short) <= 2


@given(st.text(max_size=600))
def test_the_link_is_never_cut(text):
    assert LINK in gsm.fit(f"{text} {LINK}", link=LINK, at_most=2)
