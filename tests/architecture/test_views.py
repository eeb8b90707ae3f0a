"""What exists for a person comes from `visible_to`; a view never asks the table itself."""

import re

from tests.architecture import sources

# A queryset's own method says for whom by its name; these do not.
NAMELESS = (
    r"\.objects\.(all|filter|exclude|get|first|last|count|exists|create|update|delete|order_by|"
    r"values|values_list|annotate|aggregate|select_related|prefetch_related|bulk_create|"
    r"get_or_create|update_or_create|in_bulk|iterator|raw|select_for_update|distinct)\("
)


def test_a_view_never_asks_a_table_without_saying_for_whom():
    screens = [
        path
        for path in sources.code()
        if path.stem in {"views", "api"} or {"views", "api"} & set(path.parts)
    ]
    asked = {
        sources.name_of(path): words
        for path in screens
        if (words := re.findall(NAMELESS, path.read_text()))
    }
    assert asked == {}


def test_the_library_knows_no_database():
    library = [path for path in sources.code() if path.is_relative_to(sources.ROOT / "portal/lib")]
    knowing = r"^(from|import) django\.db"
    assert [p.name for p in library if re.search(knowing, p.read_text(), flags=re.M)] == []
