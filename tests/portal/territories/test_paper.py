"""A map on paper: everything is on it once, and no label covers another."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from portal.territories.paper import WIDTH, Spot, paper_map, runs_of

SQUARE = {
    "type": "MultiPolygon",
    "coordinates": [[[[4.0, 48.0], [4.0, 48.5], [4.5, 48.5], [4.5, 48.0], [4.0, 48.0]]]],
}
PLACES = st.lists(st.tuples(st.floats(48.0, 48.5), st.floats(4.0, 4.5)), min_size=1, max_size=60)


def drawn(places, **shapes):
    spots = [Spot(rank, *place, "Troyes") for rank, place in enumerate(places, start=1)]
    return paper_map(spots, **{"communes": [], "borders": [], **shapes})


def test_runs_of_numbers():
    assert runs_of([3, 7, 5, 6]) == "3, 5–7"
    assert runs_of([2, 1]) == "1, 2"
    assert runs_of([4]) == "4"


@given(PLACES)
def test_each_number_is_on_the_paper_once_and_no_label_covers_another(places):
    found = drawn(places, communes=[SQUARE])

    numbers = [number for label in found.labels for number in label.numbers]
    assert sorted(numbers) == list(range(1, len(places) + 1))
    assert [one.first for one in found.labels] == sorted(one.first for one in found.labels)
    for one, other in combinations(found.labels, 2):
        across = abs(one.x - other.x) >= (one.width + other.width) / 2
        assert across or abs(one.y - other.y) >= 24
    assert all(0 <= one.x <= WIDTH and 0 <= one.y <= found.height for one in found.labels)
    assert {bool(one.key) for one in found.labels if len(one.numbers) > 3} <= {True}


def test_five_at_the_same_place_are_a_letter_and_what_lies_outside_is_not_drawn():
    far = {"type": "MultiPolygon", "coordinates": [[[[9.0, 40.0], [9.0, 41.0], [9.0, 40.0]]]]}

    found = drawn([(48.2, 4.2)] * 5 + [(48.4, 4.4)], communes=[SQUARE, far], borders=[SQUARE])

    assert [one.words for one in found.labels] == ["A", "6"]
    assert [(one.numbers, one.where) for one in found.keys] == [([1, 2, 3, 4, 5], "Troyes")]
    assert found.communes.count("M") == found.border.count("M") == 1


def test_nothing_at_all_is_an_empty_paper():
    assert drawn([]).labels == []
