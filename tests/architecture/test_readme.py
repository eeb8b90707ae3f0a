"""The README is short, and the tree it shows is the tree that is there."""

import re

from tests.architecture import sources

README = sources.ROOT / "README.md"


def test_the_readme_is_at_most_200_lines():
    assert len(README.read_text().splitlines()) <= 200


def test_every_path_of_the_readme_exists():
    """In the block of the tree, and between backquotes when it looks like a path of ours."""
    text = README.read_text()
    tree = text.partition("```tree")[2].partition("```")[0]
    shown = [line.split()[0] for line in tree.splitlines() if line.strip()]
    quoted = re.findall(r"`((?:portal|directory|coordination|docs|docker|tests)/[\w./-]*)`", text)
    assert [path for path in shown + quoted if not (sources.ROOT / path).exists()] == []


def test_every_package_is_in_the_tree():
    tree = README.read_text().partition("```tree")[2].partition("```")[0]
    shown = {line.split()[0].rstrip("/") for line in tree.splitlines() if line.strip()}
    packages = {
        str(path.parent.relative_to(sources.ROOT))
        for path in sources.code()
        if path.name == "apps.py"
    }
    assert packages - shown == set()
