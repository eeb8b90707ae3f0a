"""What exists for a person comes from `visible_to`; a view never asks the table itself."""

import re

import pytest

from tests.architecture import sources

SCREENS = [
    path
    for path in sources.code()
    if path.stem in {"views", "api"} or {"views", "api"} & set(path.parts)
]


@pytest.mark.parametrize("path", SCREENS, ids=sources.name_of)
def test_a_view_never_asks_a_table_without_saying_for_whom(path):
    asked = re.findall(r"\.objects\.(\w+)", path.read_text())
    assert [word for word in asked if word not in {"visible_to", "none"}] == []


@pytest.mark.parametrize(
    "path", sources.inside("portal", "directory", "coordination"), ids=sources.name_of
)
def test_the_library_knows_no_database(path):
    if path.is_relative_to(sources.ROOT / "portal" / "lib"):
        assert not re.search(r"^(from|import) django\.db", path.read_text(), flags=re.M)
