"""Files and functions stay short enough to be read at once (architecture, sections 1.2 and 2)."""

import ast

from tests.architecture import sources

FORBIDDEN_NAMES = {"utils", "helpers", "common", "signals", "managers", "constants"}


def longest_allowed(path):
    name, parts = path.stem, path.parts
    if "tests" in parts:
        return 500
    if name == "views" or name == "services" or {"views", "services"} & set(parts):
        return 300
    return 400


def lines(path):
    return len(path.read_text().splitlines())


def test_a_file_keeps_within_its_budget():
    files = sources.code() + sources.inside("tests", "benchmarks")
    long = {
        sources.name_of(path): lines(path) for path in files if lines(path) > longest_allowed(path)
    }
    assert long == {}


def functions_longer_than(limit, paths):
    return {
        f"{sources.name_of(path)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in paths
        for node in ast.walk(sources.tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= limit
    }


def test_a_function_is_at_most_40_lines():
    assert functions_longer_than(40, sources.code()) == {}


def test_a_view_is_at_most_15_lines():
    """Decorators excepted; the docstring counts."""
    views = [path for path in sources.code() if path.stem == "views" or "views" in path.parts]
    assert functions_longer_than(15, views) == {}


def test_a_template_is_at_most_80_lines():
    long = {sources.name_of(path): lines(path) for path in sources.templates() if lines(path) > 80}
    assert long == {}


def test_a_file_is_named_after_what_it_holds():
    paths = [path.relative_to(sources.ROOT) for path in sources.code()]
    assert [str(path) for path in paths if FORBIDDEN_NAMES & {*path.parts, path.stem}] == []
