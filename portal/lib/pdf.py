"""PDF/UA-1 from a typst template: tagged, readable aloud, the same bytes for the same data."""

import json
from datetime import datetime
from typing import Any

import typst
from django.conf import settings

FOLDER = settings.BASE_DIR / "templates" / "pdf"
# The compiler remembers all that its last ten documents were made of (comemo, evict(10)): eleven
# PDFs of 2,000 lines held 1.9 GB. Beyond this many characters, blank ones take their place, 0.16 s.
REMEMBERED, BULKY = 10, 30_000


class TemplateBroken(RuntimeError):
    """The template no longer compiles without a warning: a fault of ours, never shown as a PDF."""


def typeset(template: str, data: dict[str, Any], *, at: datetime) -> bytes:
    """The PDF that says `data`, dated `at`. Data pass as JSON, so that nothing in them is code.

    Fonts are those inside the compiler, never the machine's. Raises TemplateBroken.
    """
    said = json.dumps(data, ensure_ascii=False)
    compiler = _compiler(template, data=said)
    pdf, warnings = compiler.compile_with_warnings(
        format="pdf", pdf_standards=["ua-1"], timestamp=int(at.timestamp())
    )
    if len(said) > BULKY:
        _forget()
    if warnings or not isinstance(pdf, bytes):
        raise TemplateBroken("; ".join(str(warning) for warning in warnings))
    return pdf


def _compiler(template: str, **inputs: str) -> typst.Compiler:
    path = str(FOLDER / template)
    return typst.Compiler(path, root=str(FOLDER), ignore_system_fonts=True, sys_inputs=inputs)


def _forget() -> None:
    """The memory of the document just made goes back, whatever it held."""
    blank = _compiler("blank.typ")
    for _ in range(REMEMBERED + 1):
        blank.compile()
