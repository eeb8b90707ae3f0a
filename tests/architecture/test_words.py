"""Words that must not be in the repository: package indexes, unfinished work."""

import re

from tests.architecture import sources

# Written in pieces, so that this file may be read by its own test.
INDEXES = "|".join(["py" + "pi\\.org", "python" + "hosted\\.org", "npm" + "js\\.org"])
SUFFIXES = {".py", ".html", ".md", ".txt", ".toml", ".lock", ".yml", ".js", ".css", ""}


def test_no_file_is_tied_to_a_package_index():
    written = [path for path in sources.tracked() if path.suffix in SUFFIXES]
    tied = [path for path in written if re.search(INDEXES, path.read_text(errors="replace"))]
    assert tied == []


def test_nothing_is_left_to_do_in_a_comment():
    unfinished = r"#.*\b(TODO|FIXME|XXX|HACK)\b"
    assert [path for path in sources.code() if re.search(unfinished, path.read_text())] == []
