"""Keyset paging, on real rows."""

import base64
import json

import pytest

from portal.territories.models import Territory
from portal.ui.paging import keyset
from tests.people import TerritoryFactory

BY = ["-population", "pk"]


@pytest.fixture
def places(db):
    return [TerritoryFactory(population=population) for population in (5, 9, 9, 9, 1, 7, 3)]


def pages(size: int) -> list[list[int]]:
    found, after = [], ""
    while True:
        page = keyset(Territory.objects.all(), by=BY, after=after, size=size)
        found.append([place.pk for place in page])
        after = page.next
        if not after:
            return found


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_pages_hold_every_row_once_and_in_order(places, size):
    expected = [place.pk for place in sorted(places, key=lambda p: (-p.population, p.pk))]

    assert sum(pages(size), []) == expected


def test_the_next_page_does_not_move_when_a_row_comes_before(places):
    first = keyset(Territory.objects.all(), by=BY, size=3)
    TerritoryFactory(population=100)

    second = keyset(Territory.objects.all(), by=BY, after=first.next, size=3)

    assert [place.population for place in second] == [7, 5, 3]


@pytest.mark.parametrize("size", [2, 6])
def test_a_page_costs_one_statement_at_any_size(places, size, django_assert_num_queries):
    after = keyset(Territory.objects.all(), by=BY, size=1).next

    with django_assert_num_queries(1):
        keyset(Territory.objects.all(), by=BY, after=after, size=size)


def token(values) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    ["zzz", "é", "W10", token([1]), token(["x", "y"]), token([[1], 2]), token([None, 1]),
     token([1, "a\x00"]), token({"a": 1}), token([10**30, 10**30]), token([1, "\ud800"]),
     token([float("nan"), 1]), token([float("inf"), 1])],
)  # fmt: skip
def test_a_cursor_tampered_with_never_breaks_the_page(places, cursor):
    page = keyset(Territory.objects.all(), by=BY, after=cursor, size=50)

    assert len(page) in (0, len(places))
