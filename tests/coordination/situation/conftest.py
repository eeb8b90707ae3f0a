"""The reference lists of crises, one open cell, one on-call line, for whoever asks."""

from tests.coordination.crisis.conftest import catalogue, cell
from tests.coordination.oncall.conftest import line

__all__ = ["catalogue", "cell", "line"]
