"""Every variable that we read is in the table of the README, and the reverse."""

import re

from tests.architecture import sources

READ = re.compile(
    r"(?:env\.(?:str|int|bool|list|db|float)|days)\(\s*\"([A-Z_]+)\"|environ(?:\.get\(|\[)\s*\"([A-Z_]+)\""
)
# Set by the machine or by the libraries, not ours to document.
OF_OTHERS = {"PATH", "DJANGO_SETTINGS_MODULE", "PYTHONUNBUFFERED"}


def read_by_us():
    files = sources.inside("portal", "directory", "coordination")
    found = {name for path in files for pair in READ.findall(path.read_text()) for name in pair}
    return found - OF_OTHERS - {""}


def documented():
    readme = (sources.ROOT / "README.md").read_text()
    section = readme.partition("## Variables")[2].partition("\n## ")[0]
    first = (line.split("|")[1] for line in section.splitlines() if line.startswith("| `"))
    return {name for cell in first for name in re.findall(r"`([A-Z_]+)`", cell)}


def test_the_readme_lists_exactly_the_variables_that_are_read():
    assert documented() == read_by_us()


def test_settings_files_stay_short():
    limits = {"base.py": 250, "broker.py": 100}
    for path in (sources.ROOT / "portal" / "settings").glob("*.py"):
        assert len(path.read_text().splitlines()) <= limits.get(path.name, 60), path.name
