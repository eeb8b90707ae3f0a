"""The table of the thirty rules of crisis cells names tests that exist."""

import re

from tests.architecture import sources

ROW = re.compile(r"^\| (\d+) \|(.*)$", re.MULTILINE)
TEST = re.compile(r"`([a-z]+)/(test_\w+\.py)::(test_\w+)`")


def test_the_thirty_rules_have_their_tests():
    table = (sources.ROOT / "docs/crisis-rules.md").read_text()
    rows = {int(number): TEST.findall(line) for number, line in ROW.findall(table)}
    to_come = {int(number) for number, line in ROW.findall(table) if "À venir" in line}
    named = {one for found in rows.values() for one in found}
    missing = []
    for folder, file, name in named:
        place = sources.ROOT / "tests" / ("" if folder == "architecture" else "coordination")
        path = place / folder / file
        if not path.exists() or f"def {name}(" not in path.read_text():
            missing.append(f"{folder}/{file}::{name}")

    assert sorted(rows) == list(range(1, 31))
    assert {number for number, found in rows.items() if not found} <= to_come
    assert missing == []
