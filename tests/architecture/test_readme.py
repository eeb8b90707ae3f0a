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


def test_decisions_are_numbered_one_by_one():
    """The number is in the name of the file and in its title; what cites a decision finds it."""
    files = sorted((sources.ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(path.name[:4]) for path in files]
    titles = [int(path.read_text().partition("# ")[2].partition(".")[0]) for path in files]
    cited = {
        int(number)
        for path in sources.code()
        for number in re.findall(r"docs/decisions/(\d{4})", path.read_text())
    }
    assert numbers == titles == list(range(1, len(files) + 1))
    assert cited - set(numbers) == set()


def test_every_app_says_what_it_is_in_at_most_60_lines():
    apps = [path.parent for path in sources.code() if path.name == "apps.py"]
    lengths = {
        str(app.relative_to(sources.ROOT)): len((app / "README.md").read_text().splitlines())
        if (app / "README.md").exists()
        else None
        for app in apps
    }
    assert {app: n for app, n in lengths.items() if n is None or n > 60} == {}
