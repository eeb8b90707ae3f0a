"""Words that must not be in the repository: package indexes, machines, unfinished work."""

import re

import pytest

from tests.architecture import sources

# Written in pieces, so that this file may be read by its own test.
INDEXES = "|".join(["py" + "pi\\.org", "python" + "hosted\\.org", "npm" + "js\\.org"])
WRITTEN = [
    path
    for path in sources.tracked()
    if path.suffix in {".py", ".html", ".md", ".txt", ".toml", ".lock", ".yml", ".js", ".css", ""}
]


@pytest.mark.parametrize("path", WRITTEN, ids=sources.name_of)
def test_no_file_is_tied_to_a_package_index(path):
    assert not re.search(INDEXES, path.read_text(errors="replace"))


@pytest.mark.parametrize("path", sources.code(), ids=sources.name_of)
def test_nothing_is_left_to_do_in_a_comment(path):
    assert not re.search(r"#.*\b(TODO|FIXME|XXX|HACK)\b", path.read_text())
