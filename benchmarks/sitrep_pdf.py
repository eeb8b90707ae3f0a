"""The PDF of a situation report: ten pages, sixty indicators, tagged for PDF/UA-1.

`python -m benchmarks.sitrep_pdf INDICATORS LINES` changes the sizes. The compiler refuses to write
what breaks PDF/UA-1; the marks that a reader aloud needs are looked for besides. The baseline is
the same template without tags.
"""

import re
import sys
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from benchmarks.measure import as_served, emit, fresh_portal, milliseconds, p95, say, summary

TIMES, TARGET_MS = 20, 2000
MARKS = (b"/StructTreeRoot", b"/Marked true", b"/Lang", b"pdfuaid:part>1<", b"/TH", b"/ViewerPref")
WORDS = "Le service tient avec deux personnes de moins, la relève de nuit reste à trouver. "


def main() -> None:
    """Print the line of the measure."""
    indicators, lines = (int(one) for one in [*sys.argv[1:], "60", "40"][:2])
    with fresh_portal():
        import typst

        from coordination.crisis.services import sitrep_document as document

        sitrep = _report(indicators, lines)
        pdf = document.sitrep_pdf(sitrep)
        inside = _structure(pdf)
        pages = len(re.findall(rb"/Type\s*/Page[^s]", inside))
        missing = [mark.decode() for mark in MARKS if mark not in inside]
        say(f"{pages} pages, {len(pdf) // 1024} KB, missing marks: {missing or 'none'}")
        as_served()
        spent = [milliseconds(lambda: document.sitrep_pdf(sitrep)) for _ in range(TIMES)]

        def untagged(template: str, data: dict[str, Any], *, at: datetime) -> bytes:
            import json

            from portal.lib.pdf import FOLDER

            said = {"data": json.dumps(data, ensure_ascii=False)}
            return typst.compile(
                str(FOLDER / template), root=str(FOLDER), ignore_system_fonts=True, sys_inputs=said
            )

        document.typeset = untagged
        naive = [milliseconds(lambda: document.sitrep_pdf(sitrep)) for _ in range(5)]
        emit(
            "sitrep_pdf", p95(spent), unit="ms", target=TARGET_MS,
            ok=p95(spent) <= TARGET_MS and not missing and pages >= 10,
            baseline={"untagged": summary(naive)}, spread=summary(spent),
            pages=pages, indicators=indicators, kilobytes=len(pdf) // 1024,
        )  # fmt: skip


def _structure(pdf: bytes) -> bytes:
    found = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            found.append(zlib.decompress(stream))
    return b"\n".join(found)


def _report(indicators: int, lines: int) -> Any:
    """A report whose every section holds that many lines."""
    from coordination.crisis.models import Sitrep, SitrepFigure
    from coordination.crisis.services.catalogue import load_catalogue
    from coordination.crisis.services.sitrep import draft_sitrep, edit_sitrep
    from tests.coordination.crisis.crisis_world import open_departmental
    from tests.people import TerritoryFactory, UserFactory

    load_catalogue()
    leader = UserFactory()
    cell = open_departmental(TerritoryFactory(), by=leader)
    sitrep = draft_sitrep(cell, by=leader)
    words = "\n".join(f"{rank}. {WORDS}" for rank in range(lines))
    edit_sitrep(sitrep, dict.fromkeys(Sitrep.SECTIONS, words), by=leader, confirmed=True)
    SitrepFigure.objects.bulk_create(
        SitrepFigure(
            sitrep=sitrep, rank=rank, code=f"i{rank}", label=f"Indicateur n° {rank}", value=rank,
            unit="lits", source="42 structures sur 60", as_of=datetime.now(UTC),
        )
        for rank in range(indicators)
    )  # fmt: skip
    return sitrep


if __name__ == "__main__":
    main()
