"""A long document gives its memory back: the compiler would keep its last ten."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.lib import pdf

PAGE_KB = 4
NOW = datetime(2026, 3, 28, 14, tzinfo=UTC)


def long_table(rank):
    rows = [[str(line), f"ligne {line} du document {rank}, " + "mot " * 8] for line in range(900)]
    return {
        "title": f"Document {rank}", "author": "Cellule", "about": "Essai", "footer": "Essai",
        "wide": True, "is_exercise": False, "lead": [],
        "parts": [{"title": "Lignes", "header": ["N°", "Texte"], "rows": rows, "empty": ""}],
    }  # fmt: skip


def held_mb():
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_KB // 1024


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the size is read from /proc")
def test_the_compiler_forgets_a_long_document(monkeypatch):
    pdf.typeset("tables.typ", long_table(0), at=NOW)
    before = held_mb()

    grown = []
    for rank in range(1, 4):
        assert pdf.typeset("tables.typ", long_table(rank), at=NOW).startswith(b"%PDF")
        grown.append(held_mb() - before)
    monkeypatch.setattr(pdf, "_forget", lambda: None)
    for rank in range(4, 7):
        pdf.typeset("tables.typ", long_table(rank), at=NOW)

    kept = held_mb() - before
    assert max(grown) < kept / 2, (grown, kept)
