"""What exists for a person comes from `visible_to`; a view never asks the table itself."""

import re

from tests.architecture import sources

ALLOWED = {"visible_to", "none"}


def test_a_view_never_asks_a_table_without_saying_for_whom():
    screens = [
        path
        for path in sources.code()
        if path.stem in {"views", "api"} or {"views", "api"} & set(path.parts)
    ]
    asked = {
        sources.name_of(path): words
        for path in screens
        if (words := set(re.findall(r"\.objects\.(\w+)", path.read_text())) - ALLOWED)
    }
    assert asked == {}


def test_the_library_knows_no_database():
    library = [path for path in sources.code() if path.is_relative_to(sources.ROOT / "portal/lib")]
    knowing = r"^(from|import) django\.db"
    assert [p.name for p in library if re.search(knowing, p.read_text(), flags=re.M)] == []
