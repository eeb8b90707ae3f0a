"""Opening hours as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.timetable import WHOLE_DAY, parse_spans, parse_week, write_spans, write_week

MORNING, AFTERNOON = (510, 720), (840, 1080)
WORKING = range(1, 6)


@pytest.mark.parametrize(
    "typed",
    [
        "lundi à vendredi 8h30-12h, 14h-18h",
        "Lun-Ven : 8h30-12h / 14h-18h",
        "du lundi au vendredi : 8:30 - 12:00, 14:00 - 18:00",
        "LUN. - VEN. 8 h 30 à 12 h et de 14 h à 18 h",
        "lun,mar,mer,jeu,ven 8h30-midi puis 14h-18h",
        "semaine 8h30–12h, 14h–18h",
        "lundi à mercredi 8h30-12h,14h-18h\njeudi et vendredi 8h30-12h,14h-18h",
    ],
)
def test_a_working_week_is_understood_however_it_is_written(typed):
    assert parse_week(typed) == dict.fromkeys(WORKING, [MORNING, AFTERNOON])


@pytest.mark.parametrize(
    "typed", ["24h/24", "24 h sur 24", "24/24 7/7", "7j/7 24h/24", "toute la journée", "0h-24h"]
)
def test_always_is_understood_however_it_is_written(typed):
    assert parse_week(typed) == dict.fromkeys(range(1, 8), [WHOLE_DAY])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("20h-8h", [(1200, 1920)]), ("22h à minuit", [(1320, 1440)]), ("minuit-6h", [(0, 360)]),
        ("fermé", []), ("", []), ("14h-18h, 8h30-12h", [MORNING, AFTERNOON]),
    ],
)  # fmt: skip
def test_the_hours_of_one_day_are_in_order_and_may_pass_midnight(typed, read):
    assert parse_spans(typed) == read


def test_a_week_goes_round_and_a_closed_day_says_nothing():
    assert parse_week("vendredi au lundi 8h30-12h; mardi fermé") == dict.fromkeys(
        [1, 5, 6, 7], [MORNING]
    )
    assert parse_week("week-end 8h30-12h") == dict.fromkeys([6, 7], [MORNING])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("lundi 8h30-12h\njours fériés 8h30-12h", [MORNING]),
        ("lundi 8h30-12h ; férié : 8 h 30-12 h", [MORNING]),
        ("lundi et jours fériés 8h30-12h", [MORNING]),
        ("lundi, jours fériés compris 8h30-12h", [MORNING]),
        ("lundi 8h30-12h\nfermé les jours fériés", []),
        ("lundi 8h30-12h\nfériés fermé", []),
        ("Lundi (sauf jours fériés) 8h30-12h", []),
        ("lundi 8h30-12h, hors fériés", []),
        ("lundi 8h30-12h", None),
    ],
)
def test_public_holidays_are_open_closed_or_unknown(typed, read):
    week = parse_week(typed)

    assert (week[1], week.get(8)) == ([MORNING], read)
    assert parse_week(write_week(week)) == week


def test_public_holidays_are_written_as_they_are_read():
    whole = dict.fromkeys(range(1, 8), [WHOLE_DAY])

    assert write_week({1: [MORNING], 8: []}) == "lundi 8h30-12h\njours fériés fermé"
    assert write_week(whole | {8: [WHOLE_DAY]}) == "tous les jours 24h/24\njours fériés 24h/24"
    assert parse_week("jours fériés fermé") == {8: []}
    with pytest.raises(ValueError, match="Le jour férié est écrit deux fois"):
        parse_week("jours fériés 8h-12h ; férié 14h-18h")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("lundi quand on peut", "n’est pas lisible"), ("lundi", "n’est pas lisible"),
        ("lundi 25h-26h", "de 0h à 24h"), ("lundi 8h60-12h", "de 0h à 24h"),
        ("lundi 8h-12h\nlundi 14h-18h", "écrit deux fois"),
        ("lundi 8h-12h, 11h-18h", "se chevauchent le lundi"), ("8h", "n’est pas lisible"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_refused_in_words(typed, why):
    with pytest.raises(ValueError, match=why):
        parse_week(typed)


def apart(bounds):
    """Spans that do not overlap, out of sorted distinct minutes."""
    minutes = sorted(bounds)
    return list(zip(minutes[::2], minutes[1::2], strict=False))


days = st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True).map(apart)


@given(st.dictionaries(st.integers(1, 7), days, max_size=7))
def test_what_is_written_is_read_back_the_same(week):
    assert parse_week(write_week(week)) == week


@given(st.integers(0, 1439), st.integers(1, 1440))
def test_a_span_that_passes_midnight_is_read_back_the_same(opens, lasts):
    assert parse_spans(write_spans([(opens, opens + lasts)])) == [(opens, opens + lasts)]


@given(st.text(max_size=80))
def test_whatever_is_typed_gives_hours_or_a_sentence(typed):
    try:
        week = parse_week(typed)
    except ValueError as error:
        assert str(error).endswith(".")
    else:
        assert all(0 <= start < end <= 2880 for spans in week.values() for start, end in spans)
