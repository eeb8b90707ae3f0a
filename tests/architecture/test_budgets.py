"""Files and functions stay short enough to be read at once (architecture, sections 1.2 and 2)."""

import ast

import pytest

from tests.architecture import sources


def longest_allowed(path):
    name, parts = path.stem, path.parts
    if "tests" in parts:
        return 500
    if name == "views" or name == "services" or {"views", "services"} & set(parts):
        return 300
    return 400


@pytest.mark.parametrize(
    "path", sources.code() + sources.inside("tests", "benchmarks"), ids=sources.name_of
)
def test_a_file_keeps_within_its_budget(path):
    assert len(path.read_text().splitlines()) <= longest_allowed(path)


def functions(path):
    for node in ast.walk(sources.tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("path", sources.code(), ids=sources.name_of)
def test_a_function_is_at_most_40_lines(path):
    assert [name for name, length in functions(path) if length > 40] == []


def views():
    return [path for path in sources.code() if path.stem == "views" or "views" in path.parts]


@pytest.mark.parametrize("path", views(), ids=sources.name_of)
def test_a_view_is_at_most_15_lines(path):
    """Decorators excepted; the docstring counts."""
    assert [name for name, length in functions(path) if length > 15] == []


@pytest.mark.parametrize("path", sources.templates(), ids=sources.name_of)
def test_a_template_is_at_most_80_lines(path):
    assert len(path.read_text().splitlines()) <= 80


FORBIDDEN_NAMES = {"utils", "helpers", "common", "signals", "managers", "constants"}


@pytest.mark.parametrize("path", sources.code(), ids=sources.name_of)
def test_a_file_is_named_after_what_it_holds(path):
    assert not FORBIDDEN_NAMES & {*path.relative_to(sources.ROOT).parts, path.stem}
