"""A long document gives its memory back: the compiler would keep its last ten."""

import subprocess
import sys
from pathlib import Path

import pytest

# In a process of its own: what other tests left in memory would blur the measure.
MEASURE = """
import sys
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()
from portal.lib import pdf

if sys.argv[1] == "kept":
    pdf._forget = lambda: None
rows = [[str(line), f"ligne {line}, " + "mot " * 8] for line in range(900)]
part = {"title": "Lignes", "header": ["N°", "Texte"], "empty": ""}
data = {
    "author": "Cellule", "about": "Essai", "footer": "Essai", "wide": True,
    "is_exercise": False, "lead": [],
}
held = []
for rank in range(3):
    named = [[*row[:1], f"{row[1]} {rank}"] for row in rows]
    said = data | {"title": f"Document {rank}", "parts": [part | {"rows": named}]}
    made = pdf.typeset("tables.typ", said, at=datetime(2026, 3, 28, 14, tzinfo=UTC))
    assert made.startswith(b"%PDF")
    held.append(int(Path("/proc/self/statm").read_text().split()[1]) * 4 // 1024)
print(held[-1] - held[0])
"""


def grown_mb(how):
    """How many megabytes the process gained between the first long document and the third."""
    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, how],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return int(ran.stdout)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the size is read from /proc")
def test_the_compiler_forgets_a_long_document():
    forgotten, kept = grown_mb("forgotten"), grown_mb("kept")

    assert forgotten < kept / 2, (forgotten, kept)
