"""The reference lists, and one open cell, for whoever asks."""

import pytest

from coordination.crisis.models import Cell
from coordination.crisis.services.catalogue import load_catalogue
from tests.coordination.crisis.crisis_world import open_departmental


@pytest.fixture
def catalogue(db: None) -> None:
    load_catalogue()


@pytest.fixture
def cell(catalogue: None, alice, aube) -> Cell:
    """The departmental cell of the Aube, level 2, opened by Alice, who leads it."""
    return open_departmental(aube, by=alice)
